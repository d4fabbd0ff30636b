"""Ten people at once on one section: every decision that was taken is kept, once; none binds to a text unread."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.models import Kind, Notification, User
from charter.models import Membership, Project
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.agreement import decide, withdraw
from requirements.models import Approval, Delegation, Section, Specification
from requirements.models.validation import Verdict
from requirements.states import State
from tests.factories import MembershipFactory, SectionFactory
from tests.requirements.test_races import at_once, kinds, save, state, submit

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 10


@pytest.fixture
def section(project: Project) -> Section:
    specification = Specification.objects.create(project=project)
    section: Section = SectionFactory(specification=specification, text="<p>Premier texte.</p>")
    return section


@pytest.fixture
def heads(project: Project) -> list[Membership]:
    """Ten validators."""
    return [
        MembershipFactory(project=project, title=f"Direction {number}", roles=["head"])
        for number in range(PEOPLE)
    ]


def approve(section: Section, member: Membership, read: str, by: Membership | None = None) -> Approval:
    own = Section.objects.get(pk=section.pk)
    return decide(section=own, member=member, verdict=Verdict.APPROVED, reason="", read=read, by=by)


def ask_for_changes(section: Section, member: Membership, read: str) -> Approval:
    own = Section.objects.get(pk=section.pk)
    return decide(section=own, member=member, verdict=Verdict.CHANGES, reason="Précisez.", read=read)


def take_back(approval: Approval, by: Membership) -> str:
    withdraw(approval=Approval.objects.get(pk=approval.pk), by=by, reason="Erreur.")
    return "withdrawn"


def told_twice() -> list[tuple[int, str]]:
    """Who was told the same event more than once."""
    told = list(Notification.objects.values_list("user_id", "key"))
    return [one for one in told if told.count(one) > 1]


def test_ten_validators_who_decide_at_once_are_all_kept(section: Section, heads: list[Membership]) -> None:
    submission = submit(section, heads)
    read = submission.revision.fingerprint
    results = at_once(*(partial(approve, section, head, read) for head in heads))
    assert kinds(results) == ["Approval"] * PEOPLE
    assert sorted(one.member_id for one in submission.approvals.all()) == sorted(head.pk for head in heads)
    assert state(section) == State.VALIDATED
    # The last one alone makes it validated, and everybody is told so once.
    validated = Notification.objects.filter(kind=Kind.DECIDED, key__startswith="validated:")
    assert validated.values("key").distinct().count() == 1
    assert not told_twice()


def test_ten_people_who_approve_refuse_and_edit_at_once_lose_nothing(
    section: Section, heads: list[Membership]
) -> None:
    for number in range(3):
        Section.objects.filter(pk=section.pk).update(text=f"<p>Texte {number}.</p>")
        submission = submit(section, heads)
        read, version = submission.revision.fingerprint, Section.objects.get(pk=section.pk).version
        moves = [partial(approve, section, head, read) for head in heads[:6]]
        moves += [partial(ask_for_changes, section, head, read) for head in heads[6:8]]
        edits = [partial(save, section, version, f"<p>Retouche {number}, {tab}.</p>") for tab in (1, 2)]
        results = at_once(*moves, *edits)
        decided, edited = results[:8], results[8:]
        # Of two editors one writes, the other is given both texts; nobody else waits or is lost.
        assert kinds(edited) == ["StaleWriteError", "str"]
        assert set(kinds(decided)) <= {"Approval", "ContentChangedError"}
        kept = {one.pk for one in decided if isinstance(one, Approval)}
        assert kept == set(submission.approvals.values_list("pk", flat=True))
        assert set(submission.approvals.values_list("fingerprint", flat=True)) <= {read}
        assert state(section) != State.VALIDATED
    assert not told_twice()


def test_a_validator_and_his_delegate_who_sign_at_once_give_one_decision(
    section: Section, heads: list[Membership], personas: dict[str, User]
) -> None:
    head, delegate = heads[:2]
    today = timezone.localdate()
    Delegation.objects.create(
        project=head.project, principal=head, delegate=delegate, starts=today, ends=today
    )
    submission = submit(section, [head])
    read = submission.revision.fingerprint
    results = at_once(
        *[partial(approve, section, head, read)] * 5, *[partial(approve, section, head, read, delegate)] * 5
    )
    assert kinds(results) == ["Approval", *["RefusedError"] * 9]
    assert submission.approvals.count() == 1
    assert not told_twice()


def test_ten_clicks_on_withdraw_withdraw_once(section: Section, heads: list[Membership]) -> None:
    submission = submit(section, heads[:1])
    approval = approve(section, heads[0], submission.revision.fingerprint)
    results = at_once(*[partial(take_back, approval, heads[0])] * PEOPLE)
    assert results.count("withdrawn") == 1
    assert sum(isinstance(one, RefusedError) for one in results) == PEOPLE - 1
    again = approve(section, heads[0], submission.revision.fingerprint)
    assert [again] == list(submission.approvals.filter(withdrawn_at=None))
    assert state(section) == State.VALIDATED
