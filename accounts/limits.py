"""Limits on what a person may do in a while, counted in the cache that all web processes share."""

from django.core.cache import cache
from redis.exceptions import RedisError


def take(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more use of `key`; False when more than `limit` fall in this window of `seconds`.

    Without Redis nobody is stopped: an outage must not keep people from their work.
    """
    name = f"limit:{key}"
    try:
        if cache.add(name, 1, seconds):
            return True
        return cache.incr(name) <= limit
    except ValueError:  # the window ended in between
        return cache.add(name, 1, seconds) or cache.incr(name) <= limit
    except RedisError:
        return True


def give_back(key: str) -> None:
    """Take back one use of `key`: it was a good one, which the limit is not meant for."""
    try:
        cache.decr(f"limit:{key}")
    except (ValueError, RedisError):  # the window ended in between, or there is no Redis
        return
