"""Addresses that must not know who comes: what a browser sends of its person stops at the door.

They are told by their first word, since this happens before any view is looked for: nothing behind, neither session,
nor history, nor log, can write down what it never had.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIXES = ("/craintes/",)
# Headers by which a browser or a proxy tells who or where somebody is, or what their machine is like.
TELLING = (
    "HTTP_COOKIE",
    "HTTP_AUTHORIZATION",
    "HTTP_USER_AGENT",
    "HTTP_REFERER",
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_ACCEPT_LANGUAGE",
    "REMOTE_ADDR",
    "REMOTE_HOST",
    "REMOTE_PORT",
    "REMOTE_USER",
)


def is_anonymous(path: str) -> bool:
    """Whether this path belongs to pages that must not know who comes."""
    return path.startswith(PREFIXES)


class AnonymousPages:
    """Take away from a request to these pages all that tells its author; their answers leave nothing behind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_anonymous(request.path_info):
            return self.get_response(request)
        for name in TELLING:
            request.META.pop(name, None)
        request.META["REMOTE_ADDR"] = ""
        answer = self.get_response(request)
        answer.cookies.clear()
        answer["Referrer-Policy"] = "no-referrer"
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        # Django would log a refusal with its hour.
        answer._has_been_logged = True  # type: ignore[attr-defined]  # read by django.utils.log.log_response
        return answer
