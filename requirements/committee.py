"""The steering committee: who sits on it, who is told of its meetings, what its members said."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from charter.models import Membership, Project, Role
from crmproject.toolkit.templatetags.french import long_date
from requirements.models import Decision, Edition, Meeting

NBSP = "\u00a0"


def committee(project: Project) -> list[Membership]:
    """The members of the committee, in the order of the project’s members."""
    return list(Membership.objects.with_role(Role.STEERING).filter(project=project).select_related("user"))


def told_of_meetings(project: Project) -> list[User]:
    """The members of the committee, the sponsor and the manager."""
    return [*_with_roles(project, Role.STEERING, Role.SPONSOR), project.manager]


def told_of_editions(project: Project) -> list[User]:
    """The members of the committee, the sponsor and the heads of departments."""
    return _with_roles(project, Role.STEERING, Role.SPONSOR, Role.HEAD)


def _with_roles(project: Project, *roles: Role) -> list[User]:
    members = Membership.objects.live().filter(project=project, roles__overlap=list(roles))
    return [member.user for member in members.select_related("user")]


def in_words(meeting: Meeting) -> str:
    """When it is held: « 3 mars 2027 à 14 h 30 »."""
    day = str(long_date(meeting.held_on))
    if meeting.starts_at is None:
        return day
    return f"{day} à {meeting.starts_at.hour}{NBSP}h{NBSP}{meeting.starts_at.minute:02d}"


def pending_meeting_on(edition: Edition) -> Meeting | None:
    """The meeting, still to be closed, that looks at this edition: the first one convened, else the first one."""
    found = list(Meeting.objects.pending().filter(edition=edition).select_related("project"))
    return min(found, key=lambda one: (not one.is_convened, one.held_on, one.number), default=None)


def previous_edition(meeting: Meeting) -> Edition | None:
    """The edition that the last closed meeting before this one looked at."""
    before = Meeting.objects.closed().filter(project=meeting.project_id).exclude(pk=meeting.pk)
    last = before.select_related("edition__specification__project").first()
    return last.edition if last else None


@dataclass(frozen=True)
class Answers:
    """What the members said of a meeting’s edition, and who has not answered yet."""

    opinions: list[Decision]
    silent: list[Membership]


def answers_of(meeting: Meeting) -> Answers:
    """The latest opinion of each member on the edition of this meeting, given for it or before any meeting."""
    members = committee(meeting.project)
    if meeting.edition_id is None:
        return Answers([], members)
    found = Decision.objects.filter(Q(meeting=meeting) | Q(meeting=None), edition=meeting.edition_id)
    latest: dict[int, Decision] = {}
    for decision in found.order_by("-decided_at", "-pk"):
        latest.setdefault(decision.member_id, decision)
    opinions = sorted(latest.values(), key=lambda one: (one.decided_at, one.pk))
    return Answers(opinions, [member for member in members if member.pk not in latest])
