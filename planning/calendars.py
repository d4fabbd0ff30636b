"""What has a date in a project as events of a calendar: the planning in a file, or what a person subscribes to."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, Model
from pghistory.core import event_models

from charter.agenda import Entry, entries
from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.ics import Event, calendar_file, uid_of
from planning.agendas import planning_entries
from planning.models import CalendarFeed, Closing, FeedScope, Gate, GateDependency, Task, TaskDependency
from planning.reading import Planning, load_planning

# The rows on which computed dates depend, and how each leads to its project.
DATED: tuple[tuple[type[Model], str], ...] = (
    (Task, "project"),
    (TaskDependency, "task__project"),
    (Gate, "project"),
    (GateDependency, "gate__project"),
    (Closing, "project"),
    (Project, "pgh_obj"),
)


def calendar_of(planning: Planning, project: Project, *, name: str = "") -> bytes:
    """The whole planning as one file; a planning without dates gives its closing days alone."""
    moment = changed_at(project)
    events = [event_of(one, project, moment) for one in planning_entries(planning, project)]
    closings = _closings(planning, project, moment)
    return calendar_file([*events, *closings], name=name or f"Planning – {project.name}")


@dataclass(frozen=True)
class FeedContent:
    """What a feed shows at one moment; its stamp changes with any of it, and costs no writing of the file."""

    name: str
    events: list[Event]

    @property
    def stamp(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def as_file(self) -> bytes:
        return calendar_file(self.events, name=self.name, feed=True)


def feed_content(feed: CalendarFeed) -> FeedContent:
    """What a person’s calendar reads: their own deadlines, or all that the project’s calendar shows."""
    project, gathering = feed.member.project, Gathering(feed.member.project_id)
    moment = changed_at(project)
    whole = feed.scope == FeedScope.ALL
    shown = [
        event_of(one, project, moment, warn_days=feed.alarm)
        for one in entries(project, gathering)
        if (one.is_shared if whole else one.concerns(feed.member_id))
    ]
    closings = _closings(gathering.once(load_planning), project, moment) if whole else []
    title = "Planning" if whole else "Mes échéances"
    return FeedContent(f"{title} – {project.name}", [*shown, *closings])


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


def event_of(entry: Entry, project: Project, moment: datetime.datetime, *, warn_days: int = 0) -> Event:
    """This entry as a calendar shows it; whole days leave one’s time free."""
    name = entry.title if entry.nature == "Tâche" else f"{entry.nature}\u00a0: {entry.title}"
    return Event(
        uid=uid_of(entry.key),
        sequence=sequence_at(project, moment) if entry.is_computed else entry.version,
        title=f"✓ {name}" if entry.is_computed and entry.is_done else name,
        day=entry.start,
        last_day=entry.end,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        place=entry.place,
        description=entry.detail,
        url=f"{settings.SITE_URL}{entry.url}",
        category=entry.nature,
        busy=entry.starts_at is not None,
        warn_days=0 if entry.is_done else warn_days,
        changed_at=moment if entry.is_computed else None,
        stamp=moment,
    )


def _closings(planning: Planning, project: Project, moment: datetime.datetime) -> Iterator[Event]:
    for closing in planning.closings:
        yield Event(
            uid=uid_of(f"fermeture-{closing.pk}"),
            sequence=closing.version,
            title=f"Fermeture\u00a0: {closing.title}",
            day=closing.first_day,
            last_day=closing.last_day,
            category="Fermeture",
            busy=False,
            stamp=moment,
        )
