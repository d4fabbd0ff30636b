"""Many at once: every opinion linked to a closed meeting is in its minutes, and a meeting closes and convenes once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import Notification, User
from charter.models import Membership, Project, Role
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError
from requirements.actions.editions import freeze_edition, record_decision
from requirements.actions.meetings import close_meeting, convene_meeting, plan_meeting
from requirements.models import Decision, Meeting, Specification
from requirements.packs import pack_of
from tests.factories import MembershipFactory, SectionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(project: Project, personas: dict[str, User]) -> Meeting:
    """Held today on an edition, with a committee of eight."""
    specification, _ = Specification.objects.specifications().get_or_create(project=project)
    SectionFactory(specification=specification)
    edition = freeze_edition(specification=specification, title="Avis", note="", by=project.manager)
    for _ in range(7):
        MembershipFactory(project=project, roles=[Role.STEERING])
    planned = Meeting(project=project, title="Avis", held_on=timezone.localdate(), edition=edition)
    return plan_meeting(meeting=planned)


def at_once(acts: list[Callable[[], object]]) -> list[bool]:
    """Do all of these at once; whether each was accepted."""

    def accepted(act: Callable[[], object]) -> bool:
        try:
            act()
        except (RefusedError, StaleWriteError):
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(accepted, acts))


def test_each_opinion_is_in_the_minutes_or_refused_and_one_closing_counts(meeting: Meeting) -> None:
    members = list(Membership.objects.with_role(Role.STEERING).select_related("user"))
    edition = meeting.edition
    assert edition is not None

    def give(member: Membership) -> Callable[[], object]:
        return lambda: record_decision(
            edition=edition, member=member, opinion="favourable", text="", meeting=meeting
        )

    def close() -> object:
        return close_meeting(
            meeting=meeting,
            read_version=1,
            present=members,
            opinion="favourable",
            outcome="",
            by=members[0].user,
        )

    answers = at_once([*map(give, members[:4]), close, *map(give, members[4:]), close])
    assert [answers[4], answers[9]].count(True) == 1
    meeting.refresh_from_db()
    linked = Decision.objects.filter(meeting=meeting).count()
    assert linked == len(pack_of(meeting).opinions) == sum(answers) - 1


def test_ten_who_convene_at_once_convene_once(meeting: Meeting) -> None:
    manager = meeting.project.manager
    answers = at_once([lambda: convene_meeting(meeting=meeting, by=manager)] * 10)
    assert answers.count(True) == 1
    told = Notification.objects.filter(key=f"meeting:{meeting.pk}:convened")
    assert told.count() == told.values("user").distinct().count() == 9


def test_meetings_planned_at_once_have_each_their_number(meeting: Meeting) -> None:
    def plan() -> object:
        return plan_meeting(
            meeting=Meeting(project=meeting.project, title="Suite", held_on=timezone.localdate())
        )

    assert all(at_once([plan] * 10))
    numbers = list(Meeting.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 12))
