"""One address that says whether this process can serve: for load balancers and container health checks."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from crmproject.toolkit.marks import open_view


@open_view("les sondes de l’hébergeur n’ont pas de compte")
@require_safe
@never_cache
def health(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when PostgreSQL and Redis answer, else 503; the text names them and nothing more."""
    states = {"postgresql": _database_answers(), "redis": _redis_answers()}
    lines = [f"{name}: {'ok' if answers else 'indisponible'}" for name, answers in states.items()]
    status = 200 if all(states.values()) else 503
    return HttpResponse("\n".join(lines) + "\n", status=status, content_type="text/plain; charset=utf-8")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _redis_answers() -> bool:
    try:
        cache.get("health")
    except (RedisError, OSError):
        return False
    return True
