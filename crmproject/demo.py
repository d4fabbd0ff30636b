"""The demo: the whole product on embedded servers, with its project, in one command (`make demo`).

Run as `python -m crmproject.demo --port 8000`. Everything it writes lies under CADRAGE_VAR.
"""

import argparse
import contextlib
import fcntl
import hashlib
import io
import os
import secrets
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.error import URLError

from django.core.management import CommandError, call_command

from crmproject.embedded import EmbeddedError, Services
from crmproject.embedded.system import tail
from crmproject.environment import BASE_DIR, var_dir
from crmproject.supervisor import Program, Supervisor

HOST = "127.0.0.1"
PROJECT_FILE = BASE_DIR / "demo" / "projet-negoce.yaml"
PROJECT_SLUG = "negoce"
READY_SECONDS = 60


class DemoError(Exception):
    """The demo cannot run; the message says why and what to do."""


def main() -> int:
    """Run the demo until it is interrupted; return the exit status."""
    parser = argparse.ArgumentParser(description="Lance la démonstration de Cadrage CRM.")
    parser.add_argument("--port", type=int, default=8000, help="port local du site (8000 par défaut)")
    port: int = parser.parse_args().port
    var = var_dir()
    os.chdir(BASE_DIR)
    try:
        with _alone(var):
            return _run(var, port)
    except (DemoError, EmbeddedError) as error:
        print(error, file=sys.stderr)
        return 1


def _run(var: Path, port: int) -> int:
    began = time.monotonic()
    supervisor = Supervisor(_programs(var, port), record=var / "run" / "demo.json", say=_say)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupted)
    supervisor.end_leftovers()
    _check_port(port)
    services = Services(var)
    try:
        _say("Démarrage de PostgreSQL et de Valkey…")
        _configure_environment(var, port, services.acquire())
        _prepare(var)
        supervisor.start()
        accounts = _open_accounts(var)
        _wait_until_ready(port, supervisor)
        _greet(port, accounts, var, time.monotonic() - began)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, supervisor.ask_to_stop)
        return supervisor.run()
    except KeyboardInterrupt:
        return 0
    except CommandError as error:
        raise DemoError(f"La démonstration n’a pas pu être préparée :\n{error}") from error
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _say("Arrêt…")
        supervisor.stop()
        services.release()
        _say("Tout est arrêté. Les données restent dans " + str(var))


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _alone(var: Path) -> Iterator[IO[bytes]]:
    """Hold the demo’s lock on this folder: two demos would share one database and one set of logs."""
    try:
        (var / "run").mkdir(parents=True, exist_ok=True)
        (var / "log").mkdir(parents=True, exist_ok=True)
        lock = (var / "run" / "demo.lock").open("ab")
    except OSError as error:
        raise DemoError(
            f"{error.filename} : {error.strerror}. CADRAGE_VAR désigne un autre dossier."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError(f"La démonstration tourne déjà sur {var}. Arrêtez-la d’abord (Ctrl-C).") from None
        yield lock


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            free = port + 1 if 1024 <= port < 65535 else 8001
            raise DemoError(
                f"Le port {port} n’est pas disponible. Essayez « make demo PORT={free} »."
            ) from None


def _configure_environment(var: Path, port: int, addresses: dict[str, str]) -> None:
    os.environ.update(addresses)
    os.environ.update(
        {
            "CADRAGE_VAR": str(var),
            "CADRAGE_DEMO": "1",
            "DEBUG": "0",
            "HTTPS": "0",
            "SECRET_KEY": _secret_key(var),
            "SITE_URL": f"http://localhost:{port}",
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
            "DJANGO_SETTINGS_MODULE": "crmproject.settings",
        }
    )


def _secret_key(var: Path) -> str:
    """Return the demo’s own key, made once, so that sessions outlive a restart."""
    path = var / "secret-key"
    if not path.exists():
        fresh = path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
            output.write(secrets.token_urlsafe(64))
        fresh.rename(path)
    return path.read_text().strip()


def _prepare(var: Path) -> None:
    """Migrate, collect static files, load the project once."""
    import django
    from django.apps import apps
    from django.db import connections

    django.setup()
    _say("Mise à jour de la base…")
    with (var / "log" / "prepare.log").open("w") as log:
        call_command("migrate", interactive=False, verbosity=1, stdout=log)
        _collect_static(var, log)
        if not apps.get_model("charter", "Project").objects.filter(slug=PROJECT_SLUG).exists():
            _say("Chargement du projet de démonstration…")
            (var / "demo-accounts.txt").unlink(missing_ok=True)
            call_command("load_project", str(PROJECT_FILE), stdout=log)
    connections.close_all()


def _open_accounts(var: Path) -> str:
    """Give the members a password, once: hashing them takes seconds. Return one account per role."""
    from django.db import connections

    kept = var / "demo-accounts.txt"
    if not kept.exists():
        accounts = io.StringIO()
        call_command("demo_accounts", stdout=accounts)
        connections.close_all()
        kept.write_text(accounts.getvalue())
    return kept.read_text().strip()


def _collect_static(var: Path, log: IO[str]) -> None:
    """Collect and compress static files when one of them changed: looking is fast, doing it is not."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    stamp = var / "static.stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest() and (var / "static").exists():
        return
    _say("Préparation des fichiers statiques…")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=log)
    stamp.write_text(digest.hexdigest())


def _programs(var: Path, port: int) -> list[Program]:
    python, log = sys.executable, var / "log"
    worker = ["worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    beat = ["beat", f"--schedule={var / 'run' / 'beat-schedule'}", "--pidfile=", "--loglevel=INFO"]
    web = [f"--bind={HOST}:{port}", "--worker-class=gthread", "--workers=1", "--threads=8"]
    web += ["--no-control-socket", "--access-logfile=-", "--graceful-timeout=5"]
    web += ["--logger-class=crmproject.accesslog.AccessLog"]
    return [
        Program("Le site", [python, "-m", "gunicorn", "crmproject.wsgi", *web], log / "web.log"),
        Program("Le worker", [python, "-m", "celery", "-A", "crmproject", *worker], log / "worker.log"),
        Program("Le planificateur", [python, "-m", "celery", "-A", "crmproject", *beat], log / "beat.log"),
    ]


def _wait_until_ready(port: int, supervisor: Supervisor) -> None:
    """Wait for the first page: until then, an announced address would be refused."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        for program in supervisor.programs:
            if program.dead:
                raise DemoError(f"{program.name} n’a pas démarré :\n{tail(program.log)}")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/sante", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise DemoError(f"Le site ne répond pas au bout de {READY_SECONDS} s. Journaux : var/log/.")


def _greet(port: int, accounts: str, var: Path, seconds: float) -> None:
    elapsed = f"{seconds:.1f}".replace(".", ",")
    _say(f"\nCadrage CRM répond sur http://localhost:{port}/ (démarré en {elapsed} s)\n")
    _say(accounts)
    _say(f"\nDonnées et journaux : {var}\nCtrl-C arrête tout ; les données sont conservées.")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
