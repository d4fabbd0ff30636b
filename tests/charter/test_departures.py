"""A member who leaves: all that they hold passes on or ends in one act, and nothing is left to nobody."""

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Event

from accounts.models import Notification, User
from charter.handover import declared, holdings
from charter.models import Indicator, Membership, Project, UsageSeat
from planning.models import CalendarFeed, Gate, GateCondition, GateDecision, Outcome
from raci.models import Assignment, Function
from requirements.models import Delegation, PeerReview, Validator, Workshop, WorkshopAction
from tests.factories import RiskFactory, SectionFactory, SpecificationFactory
from tests.personas import ClientFor
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory
from tests.raci.factories import ActivityFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2027, 3, 1)


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


@pytest.fixture
def head(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["head"])


@pytest.fixture
def sponsor(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["sponsor"])


def url_of(member: Membership) -> str:
    return reverse("member_remove", args=[member.project.slug, member.pk])


def leave(client: Client, member: Membership, **choices: Any) -> Any:
    """Read the page, then confirm with these choices."""
    form = client.get(url_of(member)).context["form"]
    data = {"version": form["version"].value(), "read": form["read"].value(), **choices}
    return client.post(url_of(member), data)


def burden(member: Membership) -> None:
    """Give this member one thing of each kind."""
    project = member.project
    section: Any = SectionFactory(specification=SpecificationFactory(project=project), title="Objectifs")
    Validator.objects.create(section=section, member=member)
    PeerReview.objects.create(section=section, member=member, asked_by=project.manager)
    RiskFactory(project=project, owner=member, title="Silos")
    Indicator.objects.create(project=project, name="Délai de réponse", owner=member)
    task: Any = TaskFactory(phase=PhaseFactory(project=project), owner=member, title="Reprendre les données")
    gate: Any = GateFactory(project=project)
    decision = GateDecision.objects.create(
        gate=gate, outcome=Outcome.CONDITIONAL, text="Sous réserve.", decided_by=project.manager, name="Chef"
    )
    GateCondition.objects.create(decision=decision, text="Compléter", owner=member, due=TODAY)
    line: Any = ActivityFactory(project=project, task=task)
    for role in "AR":
        Assignment.objects.create(activity=line, member=member, role=role)
    Function.objects.create(project=project, name="Intégrateur").holders.add(member)
    later = timezone.localdate() + datetime.timedelta(days=9)
    workshop = Workshop.objects.create(project=project, title="Relecture", held_on=later)
    workshop.attendees.add(member)
    WorkshopAction.objects.create(workshop=workshop, text="Envoyer le fichier", owner=member, due=later)
    assert member.department is not None
    UsageSeat.objects.create(project=project, department=member.department, member=member)
    other = Membership.objects.live().filter(project=project).exclude(pk=member.pk)[0]
    Delegation.objects.create(
        project=project, principal=member, delegate=other, starts=timezone.localdate(), ends=later
    )
    CalendarFeed.objects.create(member=member, token_sha256="a" * 64)


def test_no_column_that_names_a_member_is_forgotten() -> None:
    """Every ForeignKey or table to Membership is declared in some `handovers.py`: passed on, ended, or a trace."""
    found = set()
    for model in apps.get_models():
        if issubclass(model, Event):
            continue
        fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
        found |= {
            f"{model._meta.app_label}.{model.__name__}.{field.name}"
            for field in fields
            if isinstance(field, models.ForeignKey | models.ManyToManyField)
            and field.remote_field.model is Membership
            and not model.__name__.endswith("Event")
        }
    assert found - declared() == set(), "Déclarez dans <app>/handovers.py ce qu’en devient un départ."
    assert declared() - found == set()


def test_all_passes_to_one_successor_in_one_act(
    project: Project, manager: Client, head: Membership, sponsor: Membership
) -> None:
    burden(head)
    assert leave(manager, head, successor=sponsor.pk).status_code == 302
    head.refresh_from_db()
    assert head.is_deleted
    assert holdings(head) == []
    held = {one.duty.slug for one in holdings(sponsor)}
    assert held >= {
        "tasks", "gate-conditions", "risks", "indicators", "validators", "actions", "peer-reviews", "workshops",
        "usage-seats", "raci-letters", "raci-functions",
    }  # fmt: skip
    assert not Delegation.objects.live().filter(principal=head).exists()
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


def test_the_successor_is_told_once_of_all(
    project: Project, manager: Client, head: Membership, sponsor: Membership
) -> None:
    burden(head)
    leave(manager, head, successor=sponsor.pk)
    [notice] = Notification.objects.filter(user=sponsor.user)
    assert "vous reprenez" in notice.text
    assert "Reprendre les données" in notice.detail
    assert "Silos" in notice.detail


def test_each_kind_may_have_its_own_successor_or_nobody(
    project: Project, manager: Client, head: Membership, sponsor: Membership, personas: dict[str, User]
) -> None:
    other = Membership.objects.get(project=project, user=personas["contributor"])
    burden(head)
    answer = leave(manager, head, successor=sponsor.pk, **{"to-risks": other.pk, "to-indicators": "personne"})
    assert answer.status_code == 302
    assert project.risk_rows.get().owner == other
    assert project.indicator_rows.get().owner is None
    assert project.task_rows.get().owner == sponsor
    assert {one.user for one in Notification.objects.filter(key__startswith="departure:")} == {
        sponsor.user,
        other.user,
    }


def test_what_needs_somebody_is_not_left_to_nobody(
    project: Project, manager: Client, head: Membership
) -> None:
    burden(head)
    answer = leave(manager, head, successor="personne")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"to-validators", "to-gate-conditions", "to-actions"}
    head.refresh_from_db()
    assert not head.is_deleted
    assert project.task_rows.get().owner == head


def test_a_validators_place_goes_to_who_may_validate(
    project: Project, manager: Client, head: Membership, personas: dict[str, User]
) -> None:
    reader = Membership.objects.get(project=project, user=personas["reader"])
    burden(head)
    answer = leave(manager, head, successor=reader.pk)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["to-validators"]


def test_letters_merge_and_the_line_keeps_one_a(
    project: Project, manager: Client, head: Membership, sponsor: Membership
) -> None:
    """[R-RACI-A] A taken over: one A; R merges with R; who does or approves is not also informed."""
    line: Any = ActivityFactory(project=project)
    for member, role in [(head, "A"), (head, "R"), (sponsor, "R")]:
        Assignment.objects.create(activity=line, member=member, role=role)
    second: Any = ActivityFactory(project=project)
    Assignment.objects.create(activity=second, member=head, role="R")
    Assignment.objects.create(activity=second, member=sponsor, role="I")
    assert leave(manager, head, successor=sponsor.pk).status_code == 302
    letters = {(one.activity_id, one.member_id, one.role) for one in Assignment.objects.all()}
    assert letters == {(line.pk, sponsor.pk, "A"), (line.pk, sponsor.pk, "R"), (second.pk, sponsor.pk, "R")}


def test_rows_put_aside_come_back_to_the_successor(
    project: Project, manager: Client, head: Membership, sponsor: Membership
) -> None:
    task: Any = TaskFactory(phase=PhaseFactory(project=project), owner=head)
    kept: Any = TaskFactory(phase=task.phase, owner=head)
    task.put_aside(read_version=task.version)
    leave(manager, head, successor=sponsor.pk)
    for one in (task, kept):
        one.refresh_from_db()
        assert one.owner == sponsor


def test_a_list_that_changed_is_read_again_before(
    project: Project, manager: Client, head: Membership, sponsor: Membership
) -> None:
    RiskFactory(project=project, owner=head, title="Silos")
    form = manager.get(url_of(head)).context["form"]
    RiskFactory(project=project, owner=head, title="Retard")
    data = {
        "version": form["version"].value(),
        "read": form["read"].value(),
        "successor": sponsor.pk,
    }
    answer = manager.post(url_of(head), data)
    assert answer.status_code == 409
    assert "Retard" in answer.content.decode()
    assert answer.context["form"]["successor"].value() == str(sponsor.pk)
    again = answer.context["form"]
    data["read"] = again["read"].value()
    assert manager.post(url_of(head), data).status_code == 302


def test_who_comes_back_finds_nothing_taken_from_the_successor(
    project: Project, manager: Client, head: Membership, sponsor: Membership
) -> None:
    RiskFactory(project=project, owner=head, title="Silos")
    leave(manager, head, successor=sponsor.pk)
    page = manager.post(reverse("member_restore", args=[project.slug, head.pk]), follow=True)
    assert "leur reste" in page.content.decode()
    assert project.risk_rows.get().owner == sponsor


def test_an_approval_of_the_past_holds_nobody_back(
    project: Project, manager: Client, personas: dict[str, User]
) -> None:
    reader = Membership.objects.get(project=project, user=personas["reader"])
    workshop = Workshop.objects.create(project=project, title="Passé", held_on=TODAY.replace(year=2020))
    workshop.present.add(reader)
    assert leave(manager, reader).status_code == 302


def test_a_successor_of_another_project_is_refused(
    project: Project, manager: Client, head: Membership
) -> None:
    stranger: Any = GateFactory().project
    foreign = Membership.objects.get(project=stranger, user=stranger.manager)
    RiskFactory(project=project, owner=head)
    assert leave(manager, head, successor=foreign.pk).status_code == 422
    assert Gate.objects.filter(project=stranger).exists()
