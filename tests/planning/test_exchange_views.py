"""A file is sent, read over, then applied whole or not at all."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from charter.models import Project
from planning.exchange.draft import MAX_BYTES
from planning.models import Task, TaskDependency
from tests.personas import ClientFor
from tests.planning.exchanging import fill_planning, told
from tests.planning.factories import PhaseFactory, TaskFactory


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def send(client: Client, project: Project, content: bytes, name: str = "planning.csv") -> str:
    """Send a file; the address where it is read over."""
    answer = client.post(
        reverse("planning_import", args=[project.slug]), {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_file_is_read_over_then_applied(manager: Client, project: Project) -> None:
    fill_planning(project)
    before = told(project)
    url = send(manager, project, "Clé;Tâche;Durée\r\nT00;Analyse;130\r\n;Clôture;2\r\n".encode("cp1252"))
    page = manager.get(url)
    assert told(project) == before
    text = page.content.decode()
    assert "<li>1 créée</li>" in text.replace("\u00a0", " ")
    assert "Analyse de la situation" in text
    assert "au lieu du" in text
    answer = manager.post(f"{url}appliquer", {"stamp": page.context["run"].stamp}, follow=True)
    assert "1 ligne créée, 1 ligne modifiée" in answer.content.decode()
    assert Task.objects.get(project=project, key="T00").days == 130
    assert manager.get(url).status_code == 404


def test_a_planning_that_moved_since_is_not_overwritten(manager: Client, project: Project) -> None:
    fill_planning(project)
    url = send(manager, project, "Clé;Durée\r\nT00;30\r\n".encode())
    stamp = manager.get(url).context["run"].stamp
    task = Task.objects.get(project=project, key="T00")
    task.write(read_version=task.version, days=12)
    answer = manager.post(f"{url}appliquer", {"stamp": stamp})
    assert answer.status_code == 409
    assert "a changé depuis cette lecture" in answer.content.decode()
    assert Task.objects.get(project=project, key="T00").days == 12
    manager.post(f"{url}appliquer", {"stamp": answer.context["run"].stamp})
    assert Task.objects.get(project=project, key="T00").days == 30


def test_a_file_with_one_bad_line_writes_nothing(manager: Client, project: Project) -> None:
    fill_planning(project)
    before = told(project)
    url = send(manager, project, "Clé;Durée\r\nT00;30\r\nT01;douze\r\n".encode())
    page = manager.get(url)
    assert "n’est pas un nombre" in page.content.decode()
    assert "appliquer" not in page.content.decode().split("form-actions")[1].split("abandonner")[0]
    assert "Envoyer le fichier corrigé" in page.content.decode()
    assert "Le planning finirait" not in page.content.decode()
    answer = manager.post(f"{url}appliquer", {"stamp": page.context["run"].stamp})
    assert answer.status_code == 422
    assert told(project) == before


def test_a_reading_can_be_given_up(manager: Client, project: Project) -> None:
    url = send(manager, project, "Clé;Tâche\r\nT00;Analyse\r\n".encode())
    manager.post(f"{url}abandonner")
    assert manager.get(url).status_code == 404
    assert not Task.objects.filter(project=project).exists()


def test_a_reading_is_nobody_else_s(manager: Client, project: Project, client_for: ClientFor) -> None:
    url = send(manager, project, "Clé;Tâche\r\nT00;Analyse\r\n".encode())
    assert client_for("sponsor").get(url).status_code == 403
    assert client_for("stranger").get(url).status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "csv", "xml", "ics"])
def test_every_member_takes_the_planning_away(project: Project, client_for: ClientFor, kind: str) -> None:
    fill_planning(project)
    answer = client_for("reader").get(reverse("planning_export", args=[project.slug, kind]))
    assert answer.status_code == 200
    assert f'filename="planning-{project.slug}.{kind}"' in answer["Content-Disposition"]
    assert answer.content


def test_a_form_that_there_is_not_is_a_plain_404(project: Project, client_for: ClientFor) -> None:
    assert client_for("reader").get(reverse("planning_export", args=[project.slug, "mpp"])).status_code == 404


def test_a_file_of_any_size_is_refused_before_it_is_read(manager: Client, project: Project) -> None:
    heavy = SimpleUploadedFile("planning.csv", b"a" * (MAX_BYTES + 1))
    answer = manager.post(reverse("planning_import", args=[project.slug]), {"file": heavy})
    assert answer.status_code == 422
    assert "la limite est de 10 Mo" in answer.content.decode()


def test_no_file_is_told(manager: Client, project: Project) -> None:
    answer = manager.post(reverse("planning_import", args=[project.slug]), {})
    assert answer.status_code == 422
    assert "Choisissez un fichier" in answer.content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "xml", "ics"])
def test_the_command_writes_each_form(project: Project, tmp_path: Path, ending: str) -> None:
    fill_planning(project)
    path = tmp_path / f"planning.{ending}"
    call_command("export_planning", project.slug, output=path)
    starts = {"csv": b"key,title,start,end,owner", "xlsx": b"PK", "xml": b"<?xml", "ics": b"BEGIN:VCALENDAR"}
    assert path.read_bytes().startswith(starts[ending])
    if ending == "ics":
        assert Calendar.from_ical(path.read_bytes()).walk("VEVENT")


def test_the_command_refuses_a_folder_in_words(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "planning.xml"
    folder.mkdir()
    with pytest.raises(CommandError, match="Impossible d’écrire") as refused:
        call_command("export_planning", project.slug, output=folder)
    assert refused.value.returncode == 1


def test_a_planning_without_dates_still_leaves(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    first, second = TaskFactory.create_batch(2, phase=PhaseFactory(project=project))
    TaskDependency.objects.create(task=first, predecessor=second)
    TaskDependency.objects.create(task=second, predecessor=first)
    for kind in ("xlsx", "csv", "xml", "ics"):
        answer = client_for("manager").get(reverse("planning_export", args=[project.slug, kind]))
        assert answer.status_code == 200
