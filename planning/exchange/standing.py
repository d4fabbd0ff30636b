"""The planning as it stands, put-aside rows included: what a file is compared with."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from charter.models import Membership, Project
from crmproject.toolkit.text import normalised
from planning.exchange.people import Directory
from planning.models import Closing, Gate, GateDependency, Phase, Task, TaskDependency
from planning.schedule import Link, LinkKind


@dataclass(frozen=True)
class Standing:
    """Rows of a project by their key. `links` and `after` name live tasks only."""

    project: Project
    phases: dict[str, Phase]
    tasks: dict[str, Task]
    links: dict[str, tuple[Link, ...]]
    gates: dict[str, Gate]
    after: dict[str, tuple[str, ...]]
    closings: list[Closing]
    members: dict[int, Membership]
    directory: Directory

    @cached_property
    def live(self) -> dict[str, Task]:
        return {key: task for key, task in self.tasks.items() if not task.is_deleted}

    @cached_property
    def live_phases(self) -> dict[str, Phase]:
        """A phase that was put aside stays as long as tasks are in it."""
        used = {task.phase_id for task in self.live.values()}
        return {key: one for key, one in self.phases.items() if not one.is_deleted or one.pk in used}

    @cached_property
    def by_title(self) -> dict[str, str]:
        """Keys of live tasks by their title, where only one bears it."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, task in self.live.items():
            found[normalised(task.title)].append(key)
        return {title: keys[0] for title, keys in found.items() if len(keys) == 1}


def load_standing(project: Project) -> Standing:
    """Eight queries, whatever the size of the planning."""
    tasks = Task._base_manager.filter(project=project).select_related("owner__user", "phase")
    gates = Gate._base_manager.filter(project=project)
    links: dict[str, list[Link]] = defaultdict(list)
    rows = TaskDependency.objects.filter(task__project=project, predecessor__deleted_at=None)
    for key, predecessor, kind, lag in rows.values_list("task__key", "predecessor__key", "kind", "lag"):
        links[key].append(Link(predecessor, LinkKind(kind), lag))
    after: dict[str, list[str]] = defaultdict(list)
    waits = GateDependency.objects.filter(gate__project=project, task__deleted_at=None)
    for key, task in waits.values_list("gate__key", "task__key"):
        after[key].append(task)
    members = Membership.objects.filter(project=project).select_related("user")
    return Standing(
        project=project,
        phases={
            one.key: one for one in Phase._base_manager.filter(project=project).order_by("position", "pk")
        },
        tasks={one.key: one for one in tasks.order_by("position", "pk")},
        links=defaultdict(tuple, {key: tuple(some) for key, some in links.items()}),
        gates={one.key: one for one in gates.order_by("position", "pk")},
        after=defaultdict(tuple, {key: tuple(some) for key, some in after.items()}),
        closings=list(Closing.objects.live().filter(project=project)),
        members={one.pk: one for one in members},
        directory=Directory(one for one in members if not one.is_deleted),
    )
