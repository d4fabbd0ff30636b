"""Lines of the matrix follow their task when a proposed planning takes its place."""

from collections.abc import Iterator, Mapping

from crmproject.toolkit.diagnostics import counted, listed
from planning.followers import Follower, follows
from planning.models import Task
from raci.models import Activity


def told(project_id: int, successors: Mapping[int, str]) -> list[str]:
    """Which lines keep a task of the planning, and which stand by their title alone."""
    lines = _lines(project_id, successors)
    moved = [f"{task.key} → {successors[task.pk]}" for _, task in lines if successors[task.pk]]
    left = [f"«\u00a0{line}\u00a0»" for line, task in lines if not successors[task.pk]]
    return [*_moved(moved), *_left(left)]


def _moved(pairs: list[str]) -> Iterator[str]:
    if pairs:
        one, several = (
            "ligne de la matrice RACI suit sa tâche",
            "lignes de la matrice RACI suivent leur tâche",
        )
        yield f"{counted(len(pairs), one, several)}, avec les lettres\u00a0: {listed(pairs)}."


def _left(titles: list[str]) -> Iterator[str]:
    if titles:
        one, several = "ligne de la matrice RACI reste", "lignes de la matrice RACI restent"
        yield f"{counted(len(titles), one, several)} sans tâche au planning, avec les lettres\u00a0: {listed(titles)}."


def follow(project_id: int, successors: Mapping[int, Task]) -> None:
    """Tie each line to the task that succeeds its own; the letters stay where they are."""
    for line, task in _lines(project_id, successors):
        line.write(read_version=line.version, task=successors[task.pk])


def _lines(project_id: int, tasks: Mapping[int, object]) -> list[tuple[Activity, Task]]:
    found = Activity.objects.live().filter(project=project_id, task__in=list(tasks))
    rows = found.select_related("task").order_by("task__position", "pk")
    return [(line, line.task) for line in rows if line.task]


follows(Follower(told, follow))
