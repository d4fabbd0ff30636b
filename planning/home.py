"""What the planning brings to a project’s home, and to a new project."""

from django.urls import reverse
from django.utils import timezone

from charter.access import Access, Permission
from charter.homepanel import Beginning, Panel, begins, panel, starts
from charter.models import Project
from planning import gatehome
from planning.gatekinds import DEFAULT_GATES, default_needs, need_columns
from planning.models import Gate, Phase
from planning.reading import load_planning

NEXT_GATES, NEXT_TASKS = 2, 5
DEFAULT_PHASES = {"preparation": "Préparation", "implementation": "Implémentation", "execution": "Exécution"}


@starts
def give_phases(project: Project) -> None:
    """Preparation, implementation, execution and, for a replacement, the exit from the old tool [R-REMPL].

    A project whose file brought its own phases keeps those.
    """
    if Phase.objects.filter(project=project).exists():
        return
    titles = dict(DEFAULT_PHASES)
    if project.is_replacement:
        titles["exit"] = "Sortie de l’ancien outil"
    Phase.objects.bulk_create(
        Phase(project=project, key=key, title=title, position=position)
        for position, (key, title) in enumerate(titles.items(), start=1)
    )


@starts
def give_gates(project: Project) -> None:
    """The two formal checkpoints; a project whose file brought its own gates keeps those."""
    if Gate.objects.filter(project=project).exists():
        return
    Gate.objects.bulk_create(
        Gate(
            project=project,
            key=key,
            title=kind.label,
            kind=kind,
            position=position,
            **need_columns(default_needs(kind)),
        )
        for position, (key, kind) in enumerate(DEFAULT_GATES.items(), start=1)
    )


def _next_steps(project: Project, access: Access) -> dict[str, object]:
    """The next gates, and the tasks of this person that aren’t over, the earliest first."""
    planning = access.gathering.once(load_planning)
    today = timezone.localdate()
    gates = sorted(
        (gate for gate in planning.gates if gate.date and gate.date >= today), key=lambda gate: str(gate.date)
    )
    member = access.membership.pk if access.membership else None
    mine = [
        line
        for line in planning.tasks
        if member is not None and line.task.owner_id == member and line.dates and line.dates.end >= today
    ]
    mine.sort(key=lambda line: (line.dates.start, line.dates.end) if line.dates else (today, today))
    return {
        "gates": gates[:NEXT_GATES],
        "tasks": mine[:NEXT_TASKS],
        "more": len(mine) - NEXT_TASKS,
        "problem": planning.problem,
        "today": today,
        "has_tasks": bool(planning.tasks),
    }


@begins
def lay_it_out_in_time(project: Project, access: Access) -> list[Beginning]:
    """The proposal, for whom writes the planning, as long as no task is there."""
    if not access.allows(Permission.EDIT_PLANNING) or access.gathering.once(load_planning).tasks:
        return []
    return [
        Beginning(
            "Proposer un planning",
            "Les étapes d’un projet CRM étalées dans le temps d’après la taille de l’entreprise\u00a0; rien n’est "
            "écrit avant que vous l’appliquiez.",
            reverse("plan_proposal", args=[project.slug]),
            "stars",
            order=10,
        )
    ]


panel(Panel("planning", "planning/home_panel.html", _next_steps, order=20))

# Imported for what they register.
__all__ = ["gatehome"]
