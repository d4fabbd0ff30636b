"""Embedded servers: started when needed, shared, stopped by the last user, whatever was killed before."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import psycopg2
import pytest
import redis

from crmproject.embedded import EmbeddedError, Services, system
from crmproject.embedded.postgres import Postgres
from crmproject.embedded.valkey import Valkey
from crmproject.environment import BASE_DIR

COMMAND = "from crmproject.embedded import provide_services; provide_services(); import os, time; "


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A folder with a space and an accent in its name; its servers are stopped whatever happens."""
    folder = tmp_path / "données du site"
    yield folder
    for server in (Postgres(folder), Valkey(folder)):
        server.stop()


@contextmanager
def serving(var: Path) -> Iterator[dict[str, str]]:
    """Use the servers of a folder; yield their addresses."""
    services = Services(var)
    try:
        yield services.acquire()
    finally:
        services.release()


def environment(var: Path, **extra: str) -> dict[str, str]:
    """The environment of a newcomer: nothing is configured."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    kept.pop("CADRAGE_DEV", None)
    return {**kept, "CADRAGE_VAR": str(var), **extra}


def command(code: str) -> list[str]:
    return [sys.executable, "-c", COMMAND + code]


def query(url: str, sql: str) -> object:
    settings = dj_database_url.parse(url)
    connection = psycopg2.connect(
        dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"], port=settings["PORT"]
    )
    with closing(connection), connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(sql)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def flush_to_disk() -> None:
    time.sleep(1.2)  # appendfsync everysec


def test_both_addresses_are_usable_and_the_database_knows_french_case(var: Path) -> None:
    with serving(var) as addresses:
        assert query(addresses["DATABASE_URL"], "SELECT upper('échéance')") == "ÉCHÉANCE"
        assert redis.from_url(addresses["REDIS_URL"]).ping()
    assert not Postgres(var).running()
    assert not Valkey(var).running()


def test_strangers_of_the_machine_are_kept_out(var: Path) -> None:
    with serving(var) as addresses:
        port = urlsplit(addresses["REDIS_URL"]).port
        with redis.Redis(port=port or 0) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        assert (Postgres(var).socket_directory.stat().st_mode & 0o077) == 0
        assert (Valkey(var).configuration.stat().st_mode & 0o077) == 0


def test_the_last_user_stops_the_servers(var: Path) -> None:
    first, second = Services(var), Services(var)
    addresses = first.acquire()
    assert second.acquire() == addresses
    first.release()
    assert Postgres(var).running()
    assert Valkey(var).running()
    second.release()
    assert not Postgres(var).running()
    assert not Valkey(var).running()


def test_a_command_starts_what_it_needs_and_stops_it(var: Path) -> None:
    code = "print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], os.environ['CADRAGE_DEV'])"
    done = subprocess.run(command(code), env=environment(var), capture_output=True, text=True, check=True)
    database, broker, development = done.stdout.split()
    assert database.startswith("postgresql://")
    assert broker.startswith("redis://")
    assert development == "1"
    assert not Postgres(var).running()
    assert not Valkey(var).running()


def test_commands_started_together_do_not_pull_the_rug(var: Path) -> None:
    code = (
        "import psycopg2; time.sleep({}); c = psycopg2.connect(os.environ['DATABASE_URL']).cursor();"
        "c.execute('select 1')"
    )
    running = [subprocess.Popen(command(code.format(pause)), env=environment(var)) for pause in (0, 0.2, 0.8)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert not Postgres(var).running()


def test_a_terminated_command_stops_its_servers(var: Path) -> None:
    process = subprocess.Popen(command("time.sleep(60)"), env=environment(var))
    assert system.wait_until(lambda: Valkey(var).running(), seconds=30)
    assert system.wait_until(lambda: Postgres(var).running(), seconds=30)
    time.sleep(0.3)
    process.terminate()
    assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert not Postgres(var).running()
    assert not Valkey(var).running()


def test_data_outlive_a_kill_of_everything(var: Path) -> None:
    with serving(var) as addresses:
        query(addresses["DATABASE_URL"], "CREATE TABLE kept AS SELECT 42 AS answer")
        redis.from_url(addresses["REDIS_URL"]).set("kept", "42")
        flush_to_disk()
        for pid_file in (var / "postgres" / "postmaster.pid", var / "valkey" / "valkey.pid"):
            os.kill(system.read_pid(pid_file) or 0, signal.SIGKILL)
        # The pid that the server left behind belongs to another program by now: this one.
        pid_file = var / "postgres" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

        with serving(var) as again:
            assert query(again["DATABASE_URL"], "SELECT answer FROM kept") == 42
            assert redis.from_url(again["REDIS_URL"]).get("kept") == b"42"
    assert not Postgres(var).running()


def damage(journal: Path, *, truncate: bool) -> None:
    (increment,) = journal.glob("*.incr.aof")
    content = increment.read_bytes()
    increment.write_bytes(content[:-7] if truncate else content + b"\x00" * 64 + b"torn")


@pytest.mark.parametrize("truncate", [True, False])
def test_a_damaged_queue_journal_does_not_stop_the_start(var: Path, truncate: bool) -> None:
    with serving(var) as addresses:
        redis.from_url(addresses["REDIS_URL"]).mset({"a": "1" * 100, "b": "2" * 100})
        flush_to_disk()
    damage(var / "valkey" / "appendonlydir", truncate=truncate)
    with serving(var) as addresses:
        assert redis.from_url(addresses["REDIS_URL"]).ping()


def test_a_half_made_cluster_is_made_again(var: Path) -> None:
    (var / "postgres.new").mkdir(parents=True)
    (var / "postgres.new" / "PG_VERSION").write_text("18\n")
    with serving(var) as addresses:
        assert query(addresses["DATABASE_URL"], "SELECT 1") == 1


def test_a_port_taken_meanwhile_is_replaced(var: Path) -> None:
    with serving(var) as addresses:
        port = urlsplit(addresses["REDIS_URL"]).port
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port or 0))
        squatter.listen()
        with serving(var) as addresses:
            assert urlsplit(addresses["REDIS_URL"]).port != port
            assert redis.from_url(addresses["REDIS_URL"]).ping()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    var = tmp_path / ("très long " * 8).strip() / ("encore " * 8).strip()
    with serving(var) as addresses:
        assert not Postgres(var).socket_directory.is_relative_to(var)
        assert query(addresses["DATABASE_URL"], "SELECT 1") == 1


def test_a_socket_folder_laid_by_someone_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    account = system.Account(os.geteuid(), os.getegid())
    with pytest.raises(EmbeddedError, match="appartient à un autre compte"):
        system.own_directory(tmp_path / "link", account)


def test_production_is_refused_embedded_servers(var: Path) -> None:
    done = subprocess.run(
        command("pass"), env=environment(var, CADRAGE_DEV="0"), capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "DATABASE_URL et REDIS_URL" in done.stderr
    assert not var.exists()


def test_configured_servers_are_left_to_their_owner(var: Path) -> None:
    given = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://queue/0"}
    code = "print(os.environ['DATABASE_URL'], os.environ.get('CADRAGE_DEV'))"
    done = subprocess.run(
        command(code), env=environment(var, **given), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["postgresql://db/x", "None"]
    assert not var.exists()


def test_any_management_command_works_with_nothing_started(var: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "showmigrations", "--plan"],
        env={**environment(var), "DJANGO_SETTINGS_MODULE": "crmproject.settings"},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "accounts.0001_initial" in done.stdout
