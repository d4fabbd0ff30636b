"""A planning with everything that a file may say, and what a file must bring back."""

import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from charter.models import Membership, Project
from planning.models import Baseline, BaselineLine, Closing, GateDependency, Task, TaskDependency
from tests.factories import MembershipFactory
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory


def fill_planning(project: Project) -> None:
    """Phases, tasks with every field, links of each kind with lags, a gate, a closing, a reference."""
    owner = Membership.objects.get(project=project, user=project.manager)
    other = MembershipFactory(
        project=project, title="Directrice commerciale", user__email="dir.com@exemple.fr"
    )
    first = PhaseFactory(project=project, key="preparation", title="Préparation", position=1)
    second = PhaseFactory(project=project, key="mise-en-oeuvre", title="Mise en œuvre", position=2)
    rows: list[dict[str, Any]] = [
        {"key": "T00", "title": "Analyse de la situation", "phase": first, "owner": owner, "days": 8},
        {
            "key": "T01",
            "title": "Étude des besoins",
            "phase": first,
            "owner": other,
            "days": 15,
            "progress": 40,
        },
        {"key": "T02", "title": "Lancement", "phase": first, "days": 0, "progress": 100},
        {
            "key": "X-3",
            "title": "Reprise & <données>",
            "phase": second,
            "days": 12,
            "effort": Decimal("7.25"),
        },
        {
            "key": "T04",
            "title": "Formation",
            "phase": second,
            "owner": other,
            "days": 5,
            "start": datetime.date(2027, 5, 3),
            "due": datetime.date(2027, 6, 30),
            "effort": Decimal(0),
        },
        {
            "key": "T05",
            "title": "Bascule",
            "phase": second,
            "days": 1,
            "fixed_start": datetime.date(2027, 6, 7),
        },
    ]
    tasks = {row["key"]: TaskFactory(position=at, **row) for at, row in enumerate(rows, start=1)}
    for task, predecessor, kind, lag in (
        ("T01", "T00", "FS", 0),
        ("T02", "T01", "FS", 0),
        ("X-3", "T01", "SS", 3),
        ("T04", "X-3", "FF", -2),
        ("T04", "T02", "FS", 10),
        ("T05", "T04", "SF", 1),
    ):
        TaskDependency.objects.create(task=tasks[task], predecessor=tasks[predecessor], kind=kind, lag=lag)
    gate = GateFactory(project=project, key="G1", title="Avant le choix")
    for key in ("T01", "X-3"):
        GateDependency.objects.create(gate=gate, task=tasks[key])
    Closing.objects.create(
        project=project,
        title="Pont de l’Ascension",
        first_day=datetime.date(2027, 5, 7),
        last_day=datetime.date(2027, 5, 7),
    )
    Closing.objects.create(
        project=project,
        title="Fermeture d’août",
        first_day=datetime.date(2027, 8, 9),
        last_day=datetime.date(2027, 8, 20),
    )


def refer(project: Project, user: User) -> Baseline:
    """A reference in which the first task ended two days earlier."""
    made = Baseline.objects.create(project=project, number=1, title="Cadrage", taken_by=user, name=str(user))
    BaselineLine.objects.create(
        baseline=made,
        task=Task.objects.get(project=project, key="T00"),
        key="T00",
        title="Analyse de la situation",
        days=6,
        start=datetime.date(2027, 1, 11),
        end=datetime.date(2027, 1, 18),
    )
    return made


def told(project: Project) -> dict[str, Any]:
    """Every field of a planning that a file can bring back, without its numbers in the database."""
    tasks = Task.objects.live().filter(project=project).order_by("position", "pk")
    links = TaskDependency.objects.filter(task__project=project, predecessor__deleted_at=None)
    return {
        "phases": list(project.phase_rows.live().order_by("position").values_list("key", "title")),
        "tasks": list(
            tasks.values_list(
                "key",
                "title",
                "phase__key",
                "owner__user__email",
                "days",
                "start",
                "fixed_start",
                "due",
                "progress",
                "effort",
            )
        ),
        "links": sorted(links.values_list("task__key", "predecessor__key", "kind", "lag")),
        "gates": sorted(
            GateDependency.objects.filter(gate__project=project, gate__deleted_at=None).values_list(
                "gate__key", "gate__title", "task__key"
            )
        ),
        "closings": sorted(project.closing_rows.live().values_list("title", "first_day", "last_day")),
    }
