"""How the permissions test visits the addresses of risks, of fears and of the change plan."""

import datetime
from typing import Any

from charter.actions.fears import open_collection
from charter.models import AnonymousFear, Benefit, Communication, Project, Risk, Support, Training
from tests.factories import RiskFactory
from tests.visits import Provider, Visit


def make_change_plan(project: Project, number: int = 0) -> None:
    """A row of each list of the change plan."""
    member = project.membership_rows.filter(deleted_at=None).order_by("pk").last()
    day = project.start + datetime.timedelta(days=20 + number)
    Communication.objects.create(
        project=project, held_on=day, audience="Tous", message="Pourquoi un CRM", owner=member, is_launch=True
    )
    department = project.department_rows.order_by("pk").last()
    Benefit.objects.create(
        project=project, profile="Commercial", department=department, benefit="Relances prêtes"
    )
    Training.objects.create(
        project=project, level="vendor", audience="Référents", held_on=day, hours=7, people=4
    )
    Support.objects.create(
        project=project,
        kind="pilot",
        title="Groupe pilote",
        starts_on=day,
        ends_on=day + datetime.timedelta(days=30),
        owner=member,
    )


def make_anonymous_fear(project: Project, *, taken: bool = False) -> AnonymousFear:
    """A fear that was read; `taken`, with the entry that it became."""
    risk = RiskFactory(project=project, kind="fear") if taken else None
    return AnonymousFear.objects.create(
        project=project, text="On ne m’écoutera pas", released_on=project.start, risk=risk
    )


def on_risk(project: Project) -> Visit:
    """A risk that was scored twice."""
    risk: Risk = RiskFactory(project=project)
    Risk.objects.filter(pk=risk.pk).update(probability=1, score_reason="Pilote concluant")
    return Visit({"pk": risk.pk})


def listed(project: Project) -> Visit:
    """The matrix, with a closed risk beside an open one."""
    RiskFactory(project=project)
    RiskFactory(project=project, status="closed")
    return Visit()


def collection(method: str = "GET", **data: Any) -> Provider:
    """The collection while it is open, with fears that were read."""

    def visit(project: Project) -> Visit:
        found = open_collection(project=project, invitation="Dites ce qui vous inquiète.")
        make_anonymous_fear(project)
        make_anonymous_fear(project, taken=True)
        return Visit({}, method, {"token": found.token, **data})

    return visit


def on_fear(method: str = "GET", **data: Any) -> Provider:
    return lambda project: Visit({"pk": make_anonymous_fear(project).pk}, method, data)


def plan(project: Project) -> Visit:
    make_change_plan(project)
    return Visit()


ADDRESSES: dict[str, Provider] = {
    "risk_matrix": listed,
    "risk": on_risk,
    "risk_catalogue": lambda _project: Visit(),
    "fear_collection": collection(),
    "fear_collection_close": collection("POST"),
    "fear_release": collection("POST"),
    "fear_take": on_fear(),
    "fear_aside": on_fear("POST"),
    "change_plan": plan,
}
