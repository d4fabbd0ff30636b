"""The tests’ own servers, on data that is thrown away: nothing of a developer’s is read or written."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from crmproject.embedded import Services
from crmproject.embedded.postgres import Postgres
from crmproject.embedded.valkey import Valkey

_started: list[Services] = []


def start() -> None:
    """Start servers in a temporary CADRAGE_VAR and name them in the environment."""
    var = Path(tempfile.mkdtemp(prefix="cadrage-tests-"))
    var.chmod(0o711)  # the servers of root run as another account
    services = Services(var, durable=False)
    atexit.register(stop)
    _started.append(services)
    os.environ.update(services.acquire())
    os.environ.update({"CADRAGE_VAR": str(var), "CADRAGE_DEV": "1", "CADRAGE_DEMO": "0", "DEBUG": "0"})
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "MEDIA_ROOT", "STATIC_ROOT", "HTTPS"):
        os.environ.pop(name, None)


def stop() -> None:
    """Stop them and remove their data; calling it twice does no harm."""
    while _started:
        services = _started.pop()
        services.release()
        shutil.rmtree(services.var, ignore_errors=True)


def servers() -> tuple[Postgres, Valkey]:
    """The running servers, for tests that cut them off and start them again."""
    var = _started[-1].var
    return Postgres(var, durable=False), Valkey(var, durable=False)
