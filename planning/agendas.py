"""What the planning puts in the calendar: tasks, milestones, gates and the conditions under which one was passed."""

from collections.abc import Iterator

from django.urls import reverse

from charter.agenda import Entry, dates
from charter.agendas import holders
from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from planning.models import GateCondition
from planning.reading import load_planning


@dates
def tasks(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Tasks from their start to their end, milestones on their day."""
    page = reverse("planning", args=[project.slug])
    for line in gathering.once(load_planning).tasks:
        task, dates_of = line.task, line.dates
        if dates_of is None:
            continue
        yield Entry(
            key=f"tache-{task.pk}",
            nature="Jalon" if task.is_milestone else "Tâche",
            title=f"{task.key} {task.title}",
            start=dates_of.start,
            end=max(dates_of.start, dates_of.end),
            url=f"{page}#tache-{task.key}",
            icon="flag" if task.is_milestone else "list-task",
            people=holders(task.owner),
            awaits=True,
            is_done=task.progress == 100,
            state="" if task.is_milestone else f"{task.progress}\u00a0%",
            version=task.version,
            row=line,
        )


@dates
def gates(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Gates on the day when the last of their tasks ends; their state is read where it is shown."""
    for line in gathering.once(load_planning).gates:
        if line.date:
            yield Entry(
                key=f"point-de-validation-{line.gate.pk}",
                nature="Point de validation",
                title=line.gate.title,
                start=line.date,
                end=line.date,
                url=reverse("gate", args=[project.slug, line.gate.key]),
                icon="diamond",
                version=line.gate.version,
                row=line,
            )


@dates
def conditions(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Conditions of the decisions that count, not lifted yet."""
    standing = GateCondition.objects.standing().filter(decision__gate__project=project)
    for one in standing.select_related("decision__gate", "owner"):
        gate = one.decision.gate
        yield Entry(
            key=f"condition-{one.pk}",
            nature="Condition à lever",
            title=f"{one.text} ({gate.title})",
            start=one.due,
            end=one.due,
            url=f"{reverse('gate', args=[project.slug, gate.key])}#condition-{one.pk}",
            icon="exclamation-diamond",
            people=holders(one.owner),
            awaits=True,
            is_shared=False,
            version=one.version,
        )
