"""What the planning puts in the calendar: tasks, milestones, gates and the conditions under which one was passed."""

from collections.abc import Iterator

from django.urls import reverse

from charter.agenda import Entry, dates
from charter.agendas import holders
from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from planning.models import GateCondition, Improvement
from planning.reading import GateLine, Planning, TaskLine, load_planning


@dates
def planned(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Tasks, milestones and gates on their computed days."""
    return planning_entries(gathering.once(load_planning), project)


def planning_entries(planning: Planning, project: Project) -> Iterator[Entry]:
    """Each dated line of a planning, days both included as the planning shows them."""
    page = reverse("planning", args=[project.slug])
    for line in planning.tasks:
        if line.dates:
            yield _task(line, page)
    for gate in planning.gates:
        if gate.date:
            yield _gate(gate, project)


def _task(line: TaskLine, page: str) -> Entry:
    task, dated = line.task, line.dates
    if dated is None:
        raise ValueError("a task without dates is on no day")
    said = [f"Responsable\u00a0: {line.owner}" if line.owner else "Sans responsable"]
    if task.progress:
        said.append(f"Avancement\u00a0: {task.progress}\u00a0%")
    if task.due:
        said.append(f"À finir au plus tard le {task.due:%d/%m/%Y}")
    return Entry(
        key=f"tache-{task.pk}",
        nature="Jalon" if task.is_milestone else "Tâche",
        title=f"{task.key} {task.title}",
        start=dated.start,
        end=max(dated.start, dated.end),
        url=f"{page}#tache-{task.key}",
        icon="flag" if task.is_milestone else "list-task",
        people=holders(task.owner),
        awaits=True,
        is_done=task.progress == 100,
        detail="\n".join(said),
        state=f"{task.progress}\u00a0%" if task.progress else "",
        is_computed=True,
        row=line,
    )


def _gate(line: GateLine, project: Project) -> Entry:
    """The state of a gate is asked of its needs where it is shown."""
    if line.date is None:
        raise ValueError("a gate without date is on no day")
    return Entry(
        key=f"point-de-validation-{line.gate.pk}",
        nature="Point de validation",
        title=line.gate.title,
        start=line.date,
        end=line.date,
        url=reverse("gate", args=[project.slug, line.gate.key]),
        icon="diamond",
        is_computed=True,
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


@dates
def improvements(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """The optimisation plan: actions that are still to do."""
    waiting = Improvement.objects.open().filter(project=project).exclude(due=None)
    for one in waiting.select_related("owner"):
        if one.due:
            yield Entry(
                key=f"optimisation-{one.pk}",
                nature="Optimisation",
                title=one.title,
                start=one.due,
                end=one.due,
                url=reverse("review", args=[project.slug]),
                icon="graph-up",
                people=holders(one.owner),
                awaits=True,
                version=one.version,
            )
