"""Servers that go away in mid-export: the export ends by itself with one file, and the worker goes on."""

import os
import signal
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from charter.models import Project
from crmproject.celery import app
from crmproject.embedded import system
from requirements.actions.exports import request_export
from requirements.models import Export, Specification
from requirements.models.editions import ExportStatus
from tests import services
from tests.requirements.exporting import files_of, reaches, write_sections
from tests.worker import Worker, running_worker

pytestmark = pytest.mark.django_db(transaction=True)


def restart_queue() -> None:
    """Stop the queue as an administrator would; what waited in it is lost, since the tests’ one keeps nothing."""
    _, valkey = services.servers()
    valkey.stop()
    assert not valkey.running()
    valkey.start()


def kill_queue() -> None:
    """End the queue’s server as a power cut would, and start another one."""
    _, valkey = services.servers()
    pid = system.read_pid(valkey.data / "valkey.pid")
    assert pid
    os.kill(pid, signal.SIGKILL)
    system.wait_until(lambda: not valkey.running(), seconds=10)
    valkey.start()


def restart_database() -> None:
    """Stop the database, which cuts every session off, and start it again."""
    postgres, _ = services.servers()
    postgres.stop()
    assert not postgres.running()
    postgres.start()
    connection.close()


def crash_database() -> None:
    """Make the database end at once, without closing anything: it recovers when it starts."""
    postgres, _ = services.servers()
    pid = system.read_pid(postgres.data / "postmaster.pid")
    assert pid
    os.kill(pid, signal.SIGQUIT)
    system.wait_until(lambda: not system.process_matches(pid, str(postgres.data)), seconds=10)
    postgres.start()
    connection.close()


@pytest.fixture(scope="module")
def worker(service_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """One worker, which lives through every outage of this module."""
    with running_worker(service_env, tmp_path_factory.mktemp("outages") / "worker") as worker:
        yield worker


@pytest.fixture
def specification(project: Project) -> Specification:
    """A specification that takes some seconds to compose."""
    made, _ = Specification.objects.specifications().get_or_create(project=project)
    made.sections.all().delete()
    write_sections(made, 20, 100)
    return made


def ask(specification: Specification) -> Export:
    return request_export(specification=specification, edition=None, by=specification.project.manager)


@pytest.mark.parametrize("outage", [restart_queue, kill_queue, restart_database, crash_database])
def test_an_export_outlives_an_outage_and_the_worker_takes_the_next_one(
    specification: Specification, worker: Worker, outage: Callable[[], None]
) -> None:
    app.control.purge()
    export = ask(specification)
    reaches(export, lambda one: one.status == ExportStatus.RUNNING and one.done > 0, worker)
    outage()
    reaches(export, lambda one: one.is_over, worker)
    assert (export.status, export.error) == (ExportStatus.DONE, "")
    assert [str(file).endswith(str(export.file.name)) for file in files_of(export)] == [True]

    specification.sections.exclude(title="Section 0").delete()
    following = ask(specification)
    reaches(following, lambda one: one.is_over, worker)
    assert following.status == ExportStatus.DONE
