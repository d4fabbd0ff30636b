"""What embedded servers need from the operating system: an account, safe folders, processes told apart."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM_ACCOUNT = "cadrage"
# sun_path holds 108 bytes with its final zero on Linux, 104 on macOS.
SOCKET_PATH_LIMIT = 103


class EmbeddedError(Exception):
    """A server could not be started; the message, in French, says why."""


@dataclass(frozen=True)
class Account:
    """Who runs the servers. PostgreSQL refuses root, so root lends them an account without rights."""

    uid: int
    gid: int

    @property
    def other(self) -> bool:
        """Whether it is not the account of this very process."""
        return self.uid != os.geteuid()

    def options(self) -> dict[str, Any]:
        """Arguments for subprocess that run a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}


def account_for(data: Path) -> Account:
    """Return the owner of existing data; for new data, whoever runs this, or for root a system account."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    try:
        entry = pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        entry = _create_system_account()
    return Account(entry.pw_uid, entry.pw_gid)


def _create_system_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise EmbeddedError(
            "PostgreSQL refuse de tourner sous root et le compte système "
            f"« {SYSTEM_ACCOUNT} » n’a pas pu être créé : {error}. Utilisez un compte ordinaire."
        ) from error


def own_directory(path: Path, account: Account) -> Path:
    """Create a folder that only this account (and root) can enter; refuse one laid there by someone else."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = path.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid not in {account.uid, os.geteuid()}:
        raise EmbeddedError(
            f"Le dossier {path} appartient à un autre compte. Choisissez un autre CADRAGE_VAR."
        )
    if state.st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path


def own_file(path: Path, account: Account, *, keep_bytes: int = 5_000_000) -> Path:
    """Create a log file that this account can write, emptied once it has grown too large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    if path.stat().st_size > keep_bytes:
        path.write_bytes(b"")
    if account.other:
        os.chown(path, account.uid, account.gid)
    return path


def open_passage(path: Path, account: Account) -> None:
    """Let another account traverse (not list) the folders above a path: a home is often closed to others."""
    if not account.other:
        return
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if folder.stat().st_uid != account.uid and not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            print(f"Passage ouvert (o+x) sur {folder} pour les serveurs embarqués.", file=sys.stderr)


def socket_directory(var: Path, socket_name: str) -> Path:
    """Return where sockets go: under var, or a short folder named by a hash where that path is too long."""
    near = var / "run" / "postgres"
    if len(os.fsencode(near / socket_name)) <= SOCKET_PATH_LIMIT:
        return near
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"cadrage-{digest}"


def command_line(pid: int) -> str:
    """Return the command line of a process, empty when it is dead or a zombie."""
    if Path("/proc/self/cmdline").exists():
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return ""
        return raw.replace(b"\0", b" ").decode(errors="replace").strip()
    shown = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return shown.stdout.strip()


def process_matches(pid: int, needle: str) -> bool:
    """Tell whether a recorded pid is still the program that wrote it, not a later one of that number."""
    return needle in command_line(pid)


def read_pid(path: Path) -> int | None:
    """Read the pid on the first line of a file."""
    try:
        return int(path.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.03) -> bool:
    """Poll until a condition holds; tell whether it did in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def spawn_detached(command: Sequence[str | Path], *, log: Path, account: Account) -> int:
    """Start a program that outlives this one and hears no Ctrl-C; return its pid.

    A shell in between gives it to init, so a server stopped by another command leaves no zombie here.
    """
    shell = ["sh", "-c", '"$@" </dev/null >>"$0" 2>&1 & echo $!', str(log), *map(str, command)]
    started = subprocess.run(
        shell,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env=clean_environment(),
        start_new_session=True,
        **account.options(),
    )
    return int(started.stdout)


def clean_environment() -> dict[str, str]:
    """Return the environment without the PG… variables, which would move ports and folders; in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def tail(path: Path, lines: int = 15) -> str:
    """Return the last lines of a log, for an error message."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def program(package: str, *parts: str) -> Path:
    """Find a program shipped in an installed package, without importing the package."""
    from importlib.util import find_spec

    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"Le paquet {package} n’est pas installé : lancez « make install ».")
    found = Path(spec.submodule_search_locations[0], *parts)
    if not found.exists():
        raise EmbeddedError(f"{found} est introuvable : ce système n’est pas pris en charge par {package}.")
    return found


def set_aside(path: Path) -> Path:
    """Rename damaged data out of the way, never delete it."""
    aside = path.with_name(f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}")
    return Path(shutil.move(path, aside))
