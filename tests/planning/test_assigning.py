"""Whoever is given tasks by somebody else is told once, whatever act gave them."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.delivery import send_round
from accounts.models import Kind, MailState, Notification, Preferences
from charter import homepanel
from charter.actions.departures import stamp_of, take_leave
from charter.handover import holdings
from charter.models import Membership, Project
from planning.assigning import telling_owners
from planning.models import Phase, Task
from planning.reading import load_planning
from planning.whatif import Network
from tests.addresses_proposal import PROFILE
from tests.factories import MembershipFactory
from tests.personas import ClientFor
from tests.planning.factories import PhaseFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(project: Project) -> Phase:
    made: Phase = PhaseFactory(project=project)
    return made


@pytest.fixture
def owner(project: Project) -> Membership:
    made: Membership = MembershipFactory(project=project, user__email="ada@exemple.fr", title="Référente")
    return made


@pytest.fixture
def manager(project: Project, client_for: ClientFor) -> Client:
    return client_for(project.manager)


def told(member: Membership) -> list[Notification]:
    return list(Notification.objects.filter(user=member.user, kind=Kind.TASK).order_by("pk"))


def typed(task: Task, **values: Any) -> dict[str, Any]:
    """What the form of a task sends."""
    return {
        "key": task.key,
        "title": task.title,
        "phase": task.phase_id,
        "days": task.days,
        "progress": task.progress,
        "version": task.version,
        **values,
    }


def give(client: Client, task: Task, owner: Membership | None) -> Any:
    task.refresh_from_db()
    url = reverse("register_edit", args=[task.project.slug, "taches", task.pk])
    return client.post(url, typed(task, owner=owner.pk if owner else ""))


def test_the_form_of_a_task_tells_its_new_owner_with_dates_and_a_link(
    manager: Client, phase: Phase, owner: Membership
) -> None:
    task = TaskFactory(phase=phase, key="T07", title="Former les référents")
    assert give(manager, task, owner).status_code == 302
    (notice,) = told(owner)
    assert notice.text.startswith("Une tâche vous est confiée\u00a0: T07 Former les référents, du ")
    assert notice.url == f"{reverse('planning', args=[phase.project.slug])}#tache-T07"
    send_round()
    assert [one.to for one in mail.outbox] == [["ada@exemple.fr"]]


def test_a_new_task_tells_its_owner_and_another_change_tells_nothing_more(
    manager: Client, phase: Phase, owner: Membership
) -> None:
    url = reverse("register_add", args=[phase.project.slug, "taches"])
    new = TaskFactory.build(phase=phase, key="T01")
    manager.post(url, {**typed(new, owner=owner.pk), "phase": phase.pk})
    assert len(told(owner)) == 1
    give(manager, Task.objects.get(key="T01"), owner)
    assert len(told(owner)) == 1


def test_a_task_given_back_is_told_again(manager: Client, phase: Phase, owner: Membership) -> None:
    task = TaskFactory(phase=phase)
    for who in (owner, None, owner):
        give(manager, task, who)
    assert len(told(owner)) == 2


def test_ones_own_act_tells_one_nothing(manager: Client, phase: Phase, project: Project) -> None:
    own = project.membership_rows.get(user=project.manager)
    give(manager, TaskFactory(phase=phase), own)
    assert not told(own)


def test_a_row_of_the_chart_tells_once_it_is_written(
    manager: Client, phase: Phase, owner: Membership, project: Project
) -> None:
    task = TaskFactory(phase=phase)
    url = reverse("planning_row", args=[project.slug, task.pk])
    data = {
        "title": task.title,
        "days": task.days,
        "progress": 0,
        "owner": owner.pk,
        "version": task.version,
        "read": Network.of(load_planning(project.pk)).stamp,
    }
    manager.post(url, data)
    assert not told(owner)
    answer = manager.post(url, {**data, "do": "save"})
    assert answer.status_code == 302, answer.content.decode()
    assert len(told(owner)) == 1


def test_a_file_gives_one_notice_for_all_its_tasks(
    manager: Client, phase: Phase, owner: Membership, project: Project
) -> None:
    for number in range(7):
        TaskFactory(phase=phase, key=f"T0{number}")
    TaskFactory(phase=phase, key="T08", progress=100)
    lines = ["Clé;Courriel du responsable", *(f"T0{number};ada@exemple.fr" for number in (*range(7), 8))]
    content = "\r\n".join(lines).encode("cp1252")
    sent = manager.post(
        reverse("planning_import", args=[project.slug]), {"file": SimpleUploadedFile("p.csv", content)}
    )
    page = manager.get(sent["Location"])
    manager.post(f"{sent['Location']}appliquer", {"stamp": page.context["run"].stamp})
    assert Task.objects.filter(owner=owner).count() == 8
    (notice,) = told(owner)
    # What is finished is nobody’s work any more.
    assert notice.text == "7\u00a0tâches vous sont confiées"
    assert notice.detail.count("– T0") == 7
    assert notice.url == reverse("my_deadlines", args=[project.slug])


def test_an_applied_proposal_gives_one_notice_for_all_its_tasks(manager: Client, project: Project) -> None:
    homepanel.start_project(project)
    sponsor = MembershipFactory(project=project, roles=["sponsor"])
    Project.objects.filter(pk=project.pk).update(start="2032-01-05", target_end="2034-12-29")
    data = {**PROFILE, "start": "2032-01-05"}
    url = reverse("plan_proposal", args=[project.slug])
    read = manager.get(url, data).context["preview"].draft.stamp
    manager.post(reverse("plan_proposal_apply", args=[project.slug]), {**data, "read": read})
    given = Task.objects.filter(owner=sponsor).count()
    assert given > 1
    assert [one.text for one in told(sponsor)] == [f"{given}\u00a0tâches vous sont confiées"]
    # The manager applied it.
    assert Task.objects.filter(owner__user=project.manager).exists()
    assert not Notification.objects.filter(user=project.manager).exists()


def test_an_act_that_fails_tells_nothing(phase: Phase, owner: Membership, project: Project) -> None:
    task = TaskFactory(phase=phase)

    def fail() -> None:
        with telling_owners(project=project, by=project.manager):
            Task.objects.filter(pk=task.pk).update(owner=owner)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not told(owner)


def test_who_left_is_told_nothing(phase: Phase, owner: Membership, project: Project) -> None:
    owner.put_aside(read_version=owner.version)
    with telling_owners(project=project, by=project.manager):
        TaskFactory(phase=phase, owner=owner)
    assert not Notification.objects.exists()


def test_a_handover_is_told_once_with_its_tasks(phase: Phase, owner: Membership, project: Project) -> None:
    leaver: Membership = MembershipFactory(project=project)
    TaskFactory(phase=phase, key="T07", owner=leaver)
    found = holdings(leaver)
    take_leave(
        member=leaver,
        plan={one.duty.slug: owner for one in found},
        read=stamp_of(found),
        read_version=leaver.version,
        by=project.manager,
    )
    (notice,) = Notification.objects.filter(user=owner.user)
    assert "Tâches du planning\u00a0: T07" in notice.detail


def test_loading_a_project_tells_nothing(tmp_path: Path) -> None:
    call_command("load_project", "demo/projet-negoce.yaml")
    assert Task.objects.exclude(owner=None).exists()
    assert not Notification.objects.filter(kind=Kind.TASK).exists()


def test_a_person_may_refuse_these_e_mails(manager: Client, phase: Phase, owner: Membership) -> None:
    Preferences.objects.create(user=owner.user, muted=[Kind.TASK])
    give(manager, TaskFactory(phase=phase), owner)
    send_round()
    assert not mail.outbox
    assert [one.mail for one in told(owner)] == [MailState.SKIPPED]
