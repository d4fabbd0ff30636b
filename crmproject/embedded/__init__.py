"""Real servers of the project's own, where no others are configured.

A command that finds DATABASE_URL or REDIS_URL unset starts PostgreSQL and Valkey under CADRAGE_VAR, or reuses
those that another command started there. Every user holds a shared lock of the kernel, which a killed process
releases by dying; whoever ends last stops the servers.
"""

import atexit
import fcntl
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

from crmproject.embedded.postgres import Postgres
from crmproject.embedded.system import EmbeddedError
from crmproject.embedded.valkey import Valkey
from crmproject.environment import flag, var_dir

__all__ = ["EmbeddedError", "Services", "provide_services"]


class Services:
    """The embedded servers of one folder, used by this process from acquire() to release()."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.var = var
        self.durable = durable
        self._users: IO[bytes] | None = None

    def acquire(self) -> dict[str, str]:
        """Start what is not running yet; return DATABASE_URL and REDIS_URL.

        Raises EmbeddedError with the reason in French.
        """
        try:
            with self._exclusive():
                self._users = (self.var / "run" / "users.lock").open("ab")
                fcntl.flock(self._users, fcntl.LOCK_SH)
                postgres, valkey = self._servers()
                postgres.start()
                valkey.start()
                return {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url}
        except PermissionError as error:
            self.release()
            raise EmbeddedError(
                f"{error.filename} n’est pas accessible à ce compte. CADRAGE_VAR désigne un autre dossier."
            ) from error
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Stop using the servers, and stop them if nobody else does."""
        if self._users is None:
            return
        with self._exclusive():
            # Closed, not unlocked: a forked child that still runs keeps its part of the lock.
            self._users.close()
            self._users = None
            with (self.var / "run" / "users.lock").open("ab") as users:
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                for server in reversed(self._servers()):
                    server.stop()

    def _servers(self) -> tuple[Postgres, Valkey]:
        return Postgres(self.var, durable=self.durable), Valkey(self.var, durable=self.durable)

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self.var.exists():
            # Closed to other people; root’s servers run as another account, which must pass through.
            self.var.mkdir(mode=0o700 if os.geteuid() else 0o711, parents=True, exist_ok=True)
        (self.var / "run").mkdir(exist_ok=True)
        with (self.var / "run" / "start.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def provide_services() -> None:
    """Fill DATABASE_URL and REDIS_URL with embedded servers where they are unset, until this process ends.

    Embedded servers are for development: they set CADRAGE_DEV, and a production site is refused them.
    """
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if not missing:
        return
    if not flag("CADRAGE_DEV", default=True):
        refuse(
            f"{' et '.join(missing)} : à renseigner. Les serveurs embarqués ne servent qu’au développement."
        )
    services = Services(var_dir())
    try:
        addresses = services.acquire()
    except EmbeddedError as error:
        refuse(str(error))
    _release_at_exit(services)
    os.environ.update({name: addresses[name] for name in missing})
    os.environ.setdefault("CADRAGE_DEV", "1")


def refuse(reason: str) -> NoReturn:
    """End the command with status 1 and its reason."""
    print(reason, file=sys.stderr)
    raise SystemExit(1)


def _release_at_exit(services: Services) -> None:
    owner = os.getpid()

    def release() -> None:
        if os.getpid() == owner:  # a forked child ends without ending the command
            services.release()

    atexit.register(release)
    if (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    ):
        # By default a TERM ends Python without its exit functions, and would leave the servers behind.
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
