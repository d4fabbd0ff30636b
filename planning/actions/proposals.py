"""Writing a proposed planning: all of it or nothing, and nothing that stands is lost."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from charter.models import Membership, Project
from crmproject.toolkit.refusals import ContentChangedError
from crmproject.toolkit.rows import next_position
from planning.drafts import Draft, DraftGate, DraftTask, Mode, Standing, load_standing, phase_of
from planning.followers import follow
from planning.gatekinds import default_needs, need_columns
from planning.models import Gate, GateDependency, Phase, Task, TaskDependency
from planning.reading import load_planning


@dataclass(frozen=True)
class Applied:
    """How many tasks were added and put aside, gates made or tied, and links given to tasks that stood there."""

    added: int
    put_aside: int
    gates: int
    ties: int = 0


@transaction.atomic
def apply_proposal(*, project: Project, compose: Callable[[Standing], Draft], read: str) -> Applied:
    """Write the draft that `compose` makes of what stands, if it is still the one that was read (Draft.stamp).

    Replaced tasks are put aside, under another key where a new one takes theirs; what points to them follows to their
    successors. Raises ContentChangedError when the planning is no longer as it was seen, and writes nothing.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    draft = compose(load_standing(project.pk, load_planning(project.pk)))
    if draft.stamp != read:
        raise ContentChangedError(
            "Le planning ou l’équipe ont changé depuis cet aperçu\u00a0: rien n’a été écrit. "
            "Relisez la proposition, puis appliquez-la."
        )
    if draft.mode is Mode.REPLACE:
        _put_aside(project, draft)
    tasks = _write_tasks(project, draft)
    _write_ties(draft, tasks)
    _write_gates(project, draft.gates, tasks)
    follow(project.pk, {pk: tasks[key] for pk, key in draft.successors.items()})
    return Applied(len(draft.tasks), len(draft.replaced), len(draft.gates), len(draft.ties.kept))


def _put_aside(project: Project, draft: Draft) -> None:
    now = timezone.now()
    for task in Task.objects.filter(project=project).select_for_update():
        values: dict[str, object] = {} if task.is_deleted else {"deleted_at": now}
        if name := draft.renamed.get(task.key):
            values["key"] = name
        if values:
            task.write(read_version=task.version, **values)


def _write_tasks(project: Project, draft: Draft) -> dict[str, Task]:
    """The live tasks of the project by key, the new ones written with their links."""
    phases = _write_phases(project, draft.tasks)
    first = next_position(Task.objects.filter(project=project))
    owners = {one.pk: one for one in Membership.objects.live().filter(project=project)}
    Task.objects.bulk_create(
        Task(
            project=project,
            key=one.key,
            title=one.proposed.step.title,
            phase=phases[one.proposed.step.phase],
            days=one.proposed.days,
            effort=one.proposed.effort,
            start=one.start,
            owner=owners.get(one.proposed.owner.pk) if one.proposed.owner else None,
            position=position,
        )
        for position, one in enumerate(draft.tasks, start=first)
    )
    tasks = {one.key: one for one in Task.objects.live().filter(project=project)}
    TaskDependency.objects.bulk_create(
        TaskDependency(task=tasks[one.key], predecessor=tasks[link.key], kind=link.kind.value, lag=link.lag)
        for one in draft.tasks
        for link in one.links
    )
    return tasks


def _write_ties(draft: Draft, tasks: Mapping[str, Task]) -> None:
    """The links that standing tasks get, each under a new version of its task."""
    for key, links in draft.ties.links.items():
        tasks[key].write(read_version=tasks[key].version)
        TaskDependency.objects.bulk_create(
            TaskDependency(task=tasks[key], predecessor=tasks[link.key], kind=link.kind.value, lag=link.lag)
            for link in links
        )


def _write_phases(project: Project, tasks: Iterable[DraftTask]) -> dict[str, Phase]:
    """The phases of these tasks by the key that their steps give them; one put aside comes back."""
    standing = list(Phase.objects.filter(project=project))
    found: dict[str, Phase] = {}
    for key in dict.fromkeys(one.proposed.step.phase for one in tasks):
        phase = phase_of(standing, key)
        if phase not in standing:
            phase.project = project
            phase.position = next_position(Phase.objects.filter(project=project))
            phase.save()
        elif phase.is_deleted:
            phase.restore(read_version=phase.version)
        found[key] = phase
    return found


def _write_gates(project: Project, gates: Iterable[DraftGate], tasks: Mapping[str, Task]) -> None:
    for one in gates:
        gate = one.gate or _make_gate(project, one)
        known = set(GateDependency.objects.filter(gate=gate).values_list("task_id", flat=True))
        GateDependency.objects.bulk_create(
            GateDependency(gate=gate, task=tasks[key]) for key in one.after if tasks[key].pk not in known
        )


def _make_gate(project: Project, one: DraftGate) -> Gate:
    rows = Gate.objects.filter(project=project)
    kind = one.step.kind.value if one.step else ""
    made: Gate = Gate.objects.create(
        project=project,
        key=one.key,
        title=one.title,
        kind=kind,
        position=next_position(rows),
        **need_columns(default_needs(kind)),
    )
    return made
