"""A test client that holds the rule « GET never writes »."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connection
from django.test import Client

WRITE = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(?P<table>\w+)"', re.IGNORECASE)
# Sessions keep the messages and wizards of a person; they are no data of a project.
EXCEPTED = {"django_session"}


class WriteDuringReadError(AssertionError):
    """A GET or HEAD request wrote to the database."""


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Wrapper of database statements that lets only reads through."""
    found = WRITE.search(sql)
    if found and found["table"] not in EXCEPTED:
        raise WriteDuringReadError(f"Un GET écrit en base : {sql[:300]}")
    return execute(sql, params, many, context)


class ReadOnlyGetClient(Client):
    """Django’s client, whose GET and HEAD requests fail when they write anything but a session."""

    def request(self, **request: Any) -> Any:
        with ExitStack() as stack:
            if request.get("REQUEST_METHOD") in {"GET", "HEAD"}:
                stack.enter_context(connection.execute_wrapper(refuse_writes))
            return super().request(**request)
