"""Registry of what points to tasks from above the planning: told before tasks are replaced, moved when they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planning.models import Task


@dataclass(frozen=True)
class Follower:
    """Rows that point to tasks.

    `told` says in sentences what would become of those of a project, from the keys of the successors by number of the
    replaced task (empty when nothing succeeds it); `follow` moves them, from the successors themselves.
    """

    told: Callable[[int, Mapping[int, str]], list[str]]
    follow: Callable[[int, Mapping[int, Task]], None]


_followers: list[Follower] = []


def follows(follower: Follower) -> Follower:
    """Make these rows known."""
    _followers.append(follower)
    return follower


def told(project_id: int, successors: Mapping[int, str]) -> list[str]:
    """What would become of all that points to these tasks."""
    return [text for one in _followers for text in one.told(project_id, successors)]


def follow(project_id: int, successors: Mapping[int, Task]) -> None:
    """Move what points to the replaced tasks to their successors."""
    for one in _followers:
        one.follow(project_id, successors)
