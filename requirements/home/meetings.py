"""What the committee’s meetings ask of people: opinions before the day, minutes after it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from accounts.reminders import Obligation, obliges
from charter.access import Access, Permission
from charter.homepanel import Awaiting, awaits
from charter.models import Membership, Project, Role
from crmproject.toolkit.templatetags.french import long_date
from requirements.models import Decision, Meeting


def awaited_of(meeting: Meeting) -> str:
    """What a member of the committee owes this meeting, in words."""
    return f"Donner votre avis sur l’{_edition(meeting)} avant le comité du {long_date(meeting.held_on)}"


def _edition(meeting: Meeting) -> str:
    return str(meeting.edition).replace("É", "é")


def asking(project_id: int | None = None) -> list[Meeting]:
    """Meetings convened, still to be held, that look at an edition: their members owe an opinion."""
    found = Meeting.objects.pending().filter(
        held_on__gte=timezone.localdate(), project__deleted_at=None, edition__isnull=False
    )
    found = found.exclude(convened_at=None).select_related("edition", "project").order_by("held_on", "number")
    return list(found.filter(project=project_id) if project_id else found)


@dataclass(frozen=True)
class Given:
    """The opinions given on the editions of some meetings: (edition, meeting or none, member)."""

    keys: set[tuple[int, int | None, int]]

    def has(self, meeting: Meeting, member_id: int) -> bool:
        """Whether this member gave an opinion for this meeting, or on its edition before any meeting."""
        edition = meeting.edition_id or 0
        return not self.keys.isdisjoint({(edition, meeting.pk, member_id), (edition, None, member_id)})


def given_to(meetings: list[Meeting]) -> Given:
    rows = Decision.objects.filter(edition__in={one.edition_id for one in meetings})
    return Given(set(rows.values_list("edition", "meeting", "member")))


@obliges
def opinions_owed(horizon: datetime.date) -> Iterator[Obligation]:
    """Each member of the committee owes an opinion by the day of the meeting; the day after, nothing more."""
    meetings = [one for one in asking() if one.held_on <= horizon]
    given = given_to(meetings)
    members: dict[int, list[Membership]] = {}
    seats = Membership.objects.with_role(Role.STEERING).filter(
        project__in={one.project_id for one in meetings}
    )
    for member in seats.select_related("user"):
        members.setdefault(member.project_id, []).append(member)
    for meeting in meetings:
        for member in members.get(meeting.project_id, []):
            if member.user.is_active and not given.has(meeting, member.pk):
                yield Obligation(
                    user=member.user,
                    key=f"meeting:{meeting.pk}:opinion:{meeting.edition_id}",
                    due=meeting.held_on,
                    text=awaited_of(meeting),
                    url=meeting.get_absolute_url(),
                    about=meeting.project.name,
                )


@awaits
def meetings_that_await(project: Project, access: Access) -> list[Awaiting]:
    """Opinions for a member of the committee; meetings to close for the manager."""
    items = []
    if access.membership and access.allows(Permission.DECIDE):
        meetings = asking(project.pk)
        given = given_to(meetings)
        items += [
            Awaiting(awaited_of(one), f"{one.get_absolute_url()}#avis", "hand-thumbs-up")
            for one in meetings
            if not given.has(one, access.membership.pk)
        ]
    if access.allows(Permission.ORGANISE):
        over = Meeting.objects.pending().filter(project=project, held_on__lt=timezone.localdate())
        items += [
            Awaiting(
                f"Clôturer le {one} du {long_date(one.held_on)}", one.get_absolute_url(), "journal-check"
            )
            for one in over.select_related("project")
        ]
    return items
