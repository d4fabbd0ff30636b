"""Telling people that tasks are theirs: whatever act gives them, each person is told once of all that it gave."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership, Project
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.templatetags.french import NBSP, long_date
from planning.models import Task
from planning.reading import TaskLine, load_planning

DONE = 100


@contextmanager
def telling_owners(*, project: Project, by: User) -> Iterator[None]:
    """One act on the tasks of a project: whom it makes the owner of some is told of them, but for who does it.

    All within one transaction that holds the lock of the planning, so nobody is told of what another act gave. Tasks
    that were finished before are nobody’s work any more: nothing is told of them.
    """
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        before = _owners(project)
        yield
        given = {pk for pk, owner in _owners(project).items() if owner and owner != before.get(pk)}
        if given:
            _tell(project, given, by)


def _owners(project: Project) -> dict[int, int | None]:
    return dict(Task.objects.live().filter(project=project).values_list("pk", "owner_id"))


def _tell(project: Project, given: set[int], by: User) -> None:
    lines: dict[Membership, list[TaskLine]] = defaultdict(list)
    for line in load_planning(project.pk).tasks:
        owner = line.task.owner
        if line.task.pk in given and owner and not owner.is_deleted and line.task.progress < DONE:
            lines[owner].append(line)
    for owner, own in lines.items():
        notify([owner.user], _notice(project, own, by), but=by)


def _notice(project: Project, lines: list[TaskLine], by: User) -> Notice:
    read = fingerprint([[line.task.pk, line.task.version] for line in lines])
    who = f"Par {by}."
    if len(lines) == 1:
        (line,) = lines
        text = f"Une tâche vous est confiée{NBSP}: {_named(line)}"
        url, detail = f"{reverse('planning', args=[project.slug])}#tache-{line.task.key}", who
    else:
        text = f"{len(lines)}{NBSP}tâches vous sont confiées"
        url = reverse("my_deadlines", args=[project.slug])
        detail = "\n".join([*(f"– {_named(line)}" for line in lines), who])
    return Notice(
        key=f"tasks-given:{read[:32]}",
        kind=Kind.TASK,
        text=text,
        url=url,
        about=project.name,
        detail=detail,
        in_full=True,
    )


def _named(line: TaskLine) -> str:
    """« T07 Former les référents, du 3 mars 2027 au 12 mars 2027 »."""
    name = f"{line.task.key} {line.task.title}"
    if line.dates is None:
        return name
    start, end = long_date(line.dates.start), long_date(line.dates.end)
    return f"{name}, le {end}" if start == end else f"{name}, du {start} au {end}"
