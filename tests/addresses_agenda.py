"""How the permissions test visits the month, the deadlines, the links of calendars and one’s responsibilities."""

from typing import Any

from charter.models import Membership, Project, Role
from planning.models import CalendarFeed, Phase, Task
from raci.models import Activity, Assignment, RaciRole
from tests.visits import Provider, Visit


def make_agenda(project: Project) -> Task:
    """A task of the contributor, in the matrix, and a link of calendar for each member; returns the task."""
    people = list(Membership.objects.live().filter(project=project).order_by("pk"))
    owner = next(one for one in people if Role.CONTRIBUTOR in one.roles)
    phase = Phase.objects.filter(project=project).first() or Phase.objects.create(
        project=project, key="agenda", title="Préparation"
    )
    number = Task.objects.filter(project=project).count()
    task: Task = Task.objects.create(
        project=project,
        phase=phase,
        key=f"AG{number:03d}",
        title="Recueillir les besoins",
        owner=owner,
        days=10,
    )
    activity = Activity.objects.create(project=project, task=task)
    Assignment.objects.create(activity=activity, member=owner, role=RaciRole.RESPONSIBLE)
    for member in people:
        CalendarFeed.objects.get_or_create(
            member=member, revoked_at=None, defaults={"token_sha256": f"{member.pk:064d}"}
        )
    return task


def filled(project: Project) -> Visit:
    make_agenda(project)
    return Visit()


def on_task(**data: Any) -> Provider:
    def visit(project: Project) -> Visit:
        task = make_agenda(project)
        only = frozenset({"manager", "contributor"})
        return Visit({"pk": task.pk}, "POST", {"version": task.version, **data}, only)

    return visit


def on_feed(project: Project) -> Visit:
    """The link of the reader, which is nobody else’s."""
    make_agenda(project)
    reader = Membership.objects.get(project=project, roles__contains=[Role.READER])
    return Visit({"pk": reader.feeds.get().pk}, "POST", {}, frozenset({"reader"}))


ADDRESSES: dict[str, Provider] = {
    "planning_calendar": filled,
    "my_deadlines": filled,
    "task_progress": on_task(progress="40"),
    "calendar_feeds": filled,
    "calendar_feed_make": lambda _project: Visit({}, "POST", {"scope": "mine", "alarm": "1"}),
    "calendar_feed_revoke": on_feed,
    "my_responsibilities": filled,
}
