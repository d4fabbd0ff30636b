"""The web server’s journal of requests, which leaves out the pages that must not know who comes."""

# mypy: disallow-subclassing-any=False

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from crmproject.toolkit.anonymous import is_anonymous


class AccessLog(Logger):
    """gunicorn’s own, silent about anonymous pages: no address, no hour, no line at all."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        if not is_anonymous(environ.get("PATH_INFO", "")):
            super().access(resp, req, environ, request_time)
