"""The planning as events of a calendar: its tasks, milestones, gates and closing days."""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Max, Model
from django.urls import reverse
from pghistory.core import event_models

from charter.models import Project
from crmproject.toolkit.ics import Event, calendar_file, uid_of
from planning.models import Closing, Gate, GateDependency, Task, TaskDependency
from planning.reading import GateLine, Planning, TaskLine

# The rows on which the dates depend, and how each leads to its project.
DATED: tuple[tuple[type[Model], str], ...] = (
    (Task, "project"),
    (TaskDependency, "task__project"),
    (Gate, "project"),
    (GateDependency, "gate__project"),
    (Closing, "project"),
    (Project, "pgh_obj"),
)


def calendar_of(planning: Planning, project: Project, *, name: str = "") -> bytes:
    """The whole planning as one calendar; a planning without dates gives its closing days alone."""
    return calendar_file(
        planning_events(planning, project, changed_at(project)), name=name or f"Planning – {project.name}"
    )


def changed_at(project: Project) -> datetime.datetime:
    """When something on which the dates depend was last written: one small query for each table."""
    moments = [
        events._base_manager.filter(**{path: project.pk}).aggregate(last=Max("pgh_created_at"))["last"]
        for model, path in DATED
        for events in event_models(tracks_model=model)
    ]
    return max([moment for moment in moments if moment], default=project.created_at)


def sequence_at(project: Project, moment: datetime.datetime) -> int:
    """A number that grows with each change: the seconds that the project had lived by then.

    The dates of a task move with those of others: no count of its own writes would tell.
    """
    return max(0, int((moment - project.created_at).total_seconds()))


def planning_events(planning: Planning, project: Project, moment: datetime.datetime) -> Iterator[Event]:
    """Each dated line of the planning; days both included, as the planning shows them."""
    sequence = sequence_at(project, moment)
    for line in planning.tasks:
        if line.dates:
            yield task_event(line, project, sequence, moment)
    for gate in planning.gates:
        if gate.date:
            yield gate_event(gate, project, sequence, moment)
    for closing in planning.closings:
        yield Event(
            uid=uid_of("fermeture", closing.pk),
            sequence=sequence,
            title=f"Fermeture\u00a0: {closing.title}",
            day=closing.first_day,
            last_day=closing.last_day,
            category="Fermeture",
            busy=False,
            changed_at=moment,
        )


def task_event(
    line: TaskLine, project: Project, sequence: int, moment: datetime.datetime, *, warn_days: int = 0
) -> Event:
    """A task, or a milestone on its day."""
    task, dates = line.task, line.dates
    if dates is None:
        raise ValueError("a task without dates is no event")
    said = [f"Responsable\u00a0: {line.owner}" if line.owner else "Sans responsable"]
    if task.progress:
        said.append(f"Avancement\u00a0: {task.progress}\u00a0%")
    if task.due:
        said.append(f"À finir au plus tard le {task.due:%d/%m/%Y}")
    return Event(
        uid=uid_of("tache", task.pk),
        sequence=sequence,
        title=f"{task.key} {task.title}",
        day=dates.start,
        last_day=max(dates.start, dates.end),
        description="\n".join(said),
        url=f"{settings.SITE_URL}{reverse('planning', args=[project.slug])}#tache-{task.key}",
        category="Jalon" if task.is_milestone else "Tâche",
        busy=False,
        warn_days=warn_days,
        changed_at=moment,
    )


def gate_event(line: GateLine, project: Project, sequence: int, moment: datetime.datetime) -> Event:
    """A gate, on the day when the last of its tasks ends."""
    if line.date is None:
        raise ValueError("a gate without date is no event")
    return Event(
        uid=uid_of("point-de-validation", line.gate.pk),
        sequence=sequence,
        title=f"Point de validation\u00a0: {line.gate.title}",
        day=line.date,
        url=f"{settings.SITE_URL}{reverse('gate', args=[project.slug, line.gate.key])}",
        category="Point de validation",
        busy=False,
        changed_at=moment,
    )
