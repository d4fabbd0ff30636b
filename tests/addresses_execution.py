"""How the permissions test visits the addresses of the phase after go-live."""

import datetime
from typing import Any

from django.utils import timezone

from charter.models import Membership, Project
from crmproject.toolkit.blocks import Gathering
from planning.actions.changes import submit_change
from planning.execution.governance import body_lines
from planning.execution.sittings import sittings_of
from planning.models import (
    ChangeRequest,
    ChangeState,
    GovernanceBody,
    GovernanceItem,
    GovernanceMeeting,
    Newcomer,
    NewcomerTick,
    PathStep,
)
from tests.factories import RequirementFactory
from tests.visits import Provider, Visit

# Without a matrix the manager instructs and the sponsor decides.
MANAGER, SPONSOR = frozenset({"manager"}), frozenset({"sponsor"})
NOBODY: frozenset[str] = frozenset()


def make_change(project: Project, state: str = "submitted", **values: Any) -> ChangeRequest:
    """A request of the manager in this state, instructed and decided as that state asks."""
    request = submit_change(
        request=ChangeRequest(
            project=project,
            title="Relancer les devis de plus de 30 jours",
            need="Personne ne sait quels devis attendent.",
            department=project.department_rows.order_by("position").first(),
            **values,
        ),
        requirements=[],
        by=project.manager,
    )
    if state != "submitted":
        said = {
            "opinion": "Utile et peu coûteux.",
            "cost": 1200,
            "days": 3,
            "impact": "Le service commercial.",
        }
        reason = "" if state in {"studied", "withdrawn"} else "Elle sert l’objectif du trimestre."
        due = timezone.localdate() + datetime.timedelta(days=7)
        ChangeRequest.objects.filter(pk=request.pk).update(
            state=state, decision_due=due, reason=reason, **said
        )
        request.refresh_from_db()
    return request


def on_change(
    method: str = "GET", state: str = "submitted", *, only: frozenset[str] | None = None, **data: Any
) -> Provider:
    def visit(project: Project) -> Visit:
        request = make_change(project, state)
        return Visit({"number": request.number}, method, {"version": request.version, **data}, only)

    return visit


def make_newcomer(project: Project, name: str = "Camille Martin") -> Newcomer:
    """Somebody who arrived a month ago, without a referent, who did the first of two steps."""
    made: Newcomer = Newcomer.objects.create(
        project=project,
        name=name,
        department=project.department_rows.order_by("position")[0],
        arrived_on=timezone.localdate() - datetime.timedelta(days=30),
    )
    steps = [
        PathStep.objects.create(project=project, title=title, day=day, helped_by="Référent", page=page)
        for title, day, page in (("Signer la charte", 0, "usage_charter"), ("Se former", 7, ""))
    ]
    NewcomerTick.objects.create(newcomer=made, step=steps[0], said_by="Référent du service")
    return made


def on_newcomer(method: str = "GET", *, only: frozenset[str] | None = None, tick: bool = False) -> Provider:
    def visit(project: Project) -> Visit:
        made = make_newcomer(project)
        step = PathStep.objects.filter(project=project).last()
        data: dict[str, Any] = {"step": step.pk, "done": "1"} if tick and step else {"version": made.version}
        return Visit({"pk": made.pk}, method, data if method == "POST" else {}, only)

    return visit


def make_governance(project: Project) -> GovernanceMeeting:
    """A body of everybody, a meeting that it held, what this decided and promised."""
    today = timezone.localdate()
    people = list(Membership.objects.live().filter(project=project))
    body = GovernanceBody.objects.create(
        project=project,
        title="Comité d’exploitation",
        purpose="Demandes, qualité des données, formation.",
        first_on=today - datetime.timedelta(days=40),
        starts_at=datetime.time(9, 30),
        place="Salle Jura",
    )
    body.participants.set(people)
    meeting = GovernanceMeeting.objects.create(
        project=project, body=body, held_on=today - datetime.timedelta(days=9), text="<p>Point fait.</p>"
    )
    meeting.present.set(people[:2])
    GovernanceItem.objects.create(meeting=meeting, kind="decision", text="Ouvrir l’export aux référents")
    for person in people:
        GovernanceItem.objects.create(
            meeting=meeting,
            text="Nettoyer les doublons",
            owner=person,
            due=today - datetime.timedelta(days=1),
        )
    return meeting


def on_meeting(method: str = "GET", **data: Any) -> Provider:
    return lambda project: Visit({"pk": make_governance(project).pk}, method, data)


def on_item(method: str = "GET", *, aside: bool = False, only: frozenset[str] | None = None) -> Provider:
    def visit(project: Project) -> Visit:
        meeting = make_governance(project)
        mine = GovernanceItem.objects.filter(meeting=meeting, owner__user=project.manager)
        item: GovernanceItem = mine.order_by("pk")[0]
        if aside:
            item.put_aside(read_version=1)
        return Visit({"pk": meeting.pk, "item": item.pk}, method, {"version": item.version}, only)

    return visit


def _amended(project: Project) -> Visit:
    change = make_change(project, ChangeState.ACCEPTED)
    return Visit(
        {
            "number": change.number,
            "ref": RequirementFactory(department=project.department_rows.order_by("position")[0]).ref,
        }
    )


def _started(project: Project) -> Visit:
    make_change(project)
    make_newcomer(project)
    make_governance(project)
    return Visit()


def on_sitting(method: str = "GET") -> Provider:
    """The next meeting of a body, as it stands."""

    def visit(project: Project) -> Visit:
        body, gathering = make_governance(project).body, Gathering(project.pk)
        line = next(one for one in body_lines(gathering) if one.body == body)
        sitting = sittings_of(line, gathering)[0]
        data = {"read": sitting.state} if method == "POST" else {}
        return Visit({"pk": line.body.pk, "day": sitting.day.isoformat()}, method, data)

    return visit


ADDRESSES: dict[str, Provider] = {
    "execution": _started,
    "support_contacts": lambda _project: Visit(),
    "change_requests": _started,
    "change_add": lambda _project: Visit(),
    "change_request": on_change(),
    "change_edit": on_change(only=MANAGER),
    "change_study": on_change("POST", opinion="Utile.", only=MANAGER),
    "change_decide": on_change(
        "POST", ChangeState.STUDIED, verdict="refused", reason="Trop tôt.", only=SPONSOR
    ),
    "change_opinion": on_change("POST", text="Bonne idée.", only=NOBODY),
    "change_reopen": on_change("POST", ChangeState.REFUSED, reason="Nouvel élément.", only=SPONSOR),
    "change_done": on_change("POST", ChangeState.ACCEPTED, note="En service.", only=MANAGER),
    "change_withdraw": on_change("POST", note="", only=MANAGER),
    "change_requirement": on_change("GET", ChangeState.ACCEPTED),
    "change_amend": on_change("GET", ChangeState.ACCEPTED),
    "change_amend_requirement": _amended,
    "newcomers": _started,
    "newcomer_path_start": lambda _project: Visit(method="POST"),
    "newcomer": on_newcomer(),
    "newcomer_tick": on_newcomer("POST", tick=True, only=MANAGER),
    "newcomer_forget": on_newcomer("POST"),
    "governance": _started,
    "governance_calendar": lambda project: Visit({"pk": make_governance(project).body_id}),
    "governance_sitting": on_sitting(),
    "governance_invite": on_sitting("POST"),
    "governance_meeting": on_meeting(),
    "governance_minutes_send": on_meeting("POST"),
    "governance_item_add": on_meeting("POST", kind="decision", text="Relire"),
    "governance_item": on_item(),
    "governance_item_done": on_item("POST", only=MANAGER),
    "governance_item_delete": on_item("POST"),
    "governance_item_restore": on_item("POST", aside=True),
}
