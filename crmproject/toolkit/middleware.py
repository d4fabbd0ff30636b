"""What every request passes through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crmproject.toolkit.rows import StaleWriteError


class RefusedWrites:
    """Answer 409 with a page of its own when a write was refused and its view had no better answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, StaleWriteError):
            return render(request, "409.html", {"current": exception.current}, status=409)
        return None
