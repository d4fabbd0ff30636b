"""Results kept in the shared cache. Without Redis everything is computed again, and nothing fails."""

from contextlib import suppress
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

KEPT_SECONDS = 24 * 3600


def recall(key: str) -> Any:
    """What was kept under this key; None when there is nothing, or no Redis."""
    try:
        return cache.get(key)
    except RedisError:
        return None


def keep(key: str, value: object, seconds: int = KEPT_SECONDS) -> None:
    """Keep a result for a day, or for so long."""
    with suppress(RedisError):
        cache.set(key, value, seconds)
