"""Serving a kept file, whole or the part that a reader asks for (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO, Any

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
BLOCK = 64 * 1024


class UnsatisfiableRangeError(Exception):
    """The part asked for lies beyond the end of the file."""


class Part:
    """Some bytes of an open file, read as they are sent; closing it closes the file."""

    def __init__(self, file: IO[bytes], asked: range) -> None:
        self.file, self.left = file, len(asked)
        file.seek(asked.start)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (piece := self.file.read(min(self.left, BLOCK))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()


def asked_range(header: str, size: int) -> range | None:
    """The bytes that a Range header names; None when it names none or several, as the whole file then answers.

    Raises UnsatisfiableRangeError when it names bytes that the file hasn’t.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        asked = range(max(0, size - int(last)), size)
    elif last and int(last) < int(first):
        return None
    else:
        asked = range(int(first), min(int(last) + 1, size) if last else size)
    if not asked:
        raise UnsatisfiableRangeError
    return asked


def kept_pdf(
    request: HttpRequest, name: str, *, filename: str, tag: str, download: bool = False
) -> HttpResponseBase:
    """A PDF of the storage; `tag` changes with its content. 404 when the storage hasn’t it."""
    try:
        file = default_storage.open(name, "rb")
    except FileNotFoundError as missing:
        raise Http404("Ce PDF n’est pas disponible.") from missing
    whole = FileResponse(file, as_attachment=download, filename=filename, content_type="application/pdf")
    etag = f'"{tag}"' if tag else ""
    answer = _part_of(request, whole, file, etag) or whole
    if etag:
        answer["ETag"] = etag
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _part_of(request: HttpRequest, whole: FileResponse, file: Any, etag: str) -> HttpResponseBase | None:
    """The answer to a request for a part; None when the whole file is what answers it."""
    header = request.headers.get("Range", "")
    # The part of another file would be worse than the whole of this one.
    is_stale = request.headers.get("If-Range", etag) != etag
    if request.method != "GET" or not header or is_stale:
        return None
    size = int(file.size)
    try:
        asked = asked_range(header, size)
    except UnsatisfiableRangeError:
        file.close()
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    if asked is None:
        return None
    answer = StreamingHttpResponse(Part(file, asked), status=HTTPStatus.PARTIAL_CONTENT)
    answer["Content-Type"] = whole["Content-Type"]
    answer["Content-Disposition"] = whole["Content-Disposition"]
    answer["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
    answer["Content-Length"] = str(len(asked))
    return answer
