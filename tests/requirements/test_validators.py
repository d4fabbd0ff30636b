"""Who decides: required and optional validators, delegates, replacements; what a question holds back."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Notification
from charter.models import Membership
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.agreement import current, submit_section, withdraw
from requirements.actions.validators import delegate, replace_validator
from requirements.delegations import active_delegations, open_seats
from requirements.models import Comment, CommentKind, Delegation, Section, Validator
from requirements.models.validation import Verdict
from requirements.states import State, record_of
from tests.agreement import agree, answer, retype, state, submit
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def colleague(head: Membership) -> Membership:
    member: Membership = MembershipFactory(project=head.project, department=head.department, title="Adjointe")
    return member


def delegation(head: Membership, to: Membership, *, start: int = 0, days: int = 7) -> Delegation:
    today = timezone.localdate()
    return delegate(
        principal=head,
        to=to,
        starts=today + start * DAY,
        ends=today + (start + days) * DAY,
        reason="Congés",
        by=head.user,
    )


def ask(section: Section, by: Membership) -> Comment:
    return Comment.objects.create(
        section=section, author=by.user, text="Combien de contacts ?", kind=CommentKind.QUESTION
    )


def test_an_optional_validator_is_not_waited_for(
    section: Section, head: Membership, sponsor: Membership
) -> None:
    submit(section, head, optional=(sponsor,))
    answer(section, head)
    assert state(section) == State.VALIDATED
    assert [one.member for one in record_of(section).missing(current(section).fingerprint)] == [sponsor]


def test_required_validators_decide_in_any_order(
    section: Section, head: Membership, sponsor: Membership
) -> None:
    submit(section, head, sponsor)
    answer(section, sponsor)
    assert state(section) == State.SUBMITTED
    answer(section, head)
    assert state(section) == State.VALIDATED


def test_a_section_is_not_submitted_to_optional_validators_alone(section: Section, head: Membership) -> None:
    with pytest.raises(RefusedError, match="obligatoire"):
        submit(section, optional=(head,))


def test_a_due_date_in_the_past_is_refused(section: Section, head: Membership) -> None:
    with pytest.raises(RefusedError, match="déjà passée"):
        submit_section(
            section=section,
            validators=[head],
            read=current(section).fingerprint,
            note="",
            by=section.specification.project.manager,
            due=timezone.localdate() - DAY,
        )


def test_a_withdrawn_approval_counts_no_more_and_stays_in_the_history(
    section: Section, head: Membership
) -> None:
    submit(section, head)
    approval = answer(section, head)
    withdraw(approval=approval, by=head, reason="Le chiffre est faux.")
    assert state(section) == State.SUBMITTED
    approval.refresh_from_db()
    assert (approval.withdrawn_reason, approval.verdict) == ("Le chiffre est faux.", Verdict.APPROVED)
    with pytest.raises(RefusedError, match="déjà été retirée"):
        withdraw(approval=approval, by=head, reason="Encore.")
    answer(section, head)
    assert state(section) == State.VALIDATED


def test_only_the_signatory_withdraws_with_a_reason(
    section: Section, head: Membership, sponsor: Membership
) -> None:
    submit(section, head)
    approval = answer(section, head)
    with pytest.raises(PermissionDenied):
        withdraw(approval=approval, by=sponsor, reason="Je ne veux pas.")
    with pytest.raises(RefusedError, match="pourquoi"):
        withdraw(approval=approval, by=head, reason=" ")
    assert state(section) == State.VALIDATED


def test_a_delegate_decides_in_the_place_of_the_validator_and_is_named(
    section: Section, head: Membership, colleague: Membership
) -> None:
    submit(section, head)
    made = delegation(head, colleague)
    approval = answer(section, head, by=colleague)
    assert state(section) == State.VALIDATED
    assert (approval.member, approval.name, approval.delegation) == (head, str(colleague.user), made)
    assert "par délégation de" in approval.statement


def test_nobody_decides_without_a_delegation_in_force(
    section: Section, head: Membership, colleague: Membership
) -> None:
    submit(section, head)
    with pytest.raises(PermissionDenied):
        answer(section, head, by=colleague)
    made = delegation(head, colleague, start=3)
    with pytest.raises(PermissionDenied):
        answer(section, head, by=colleague)
    Delegation.objects.filter(pk=made.pk).update(starts=timezone.localdate() - DAY)
    made.refresh_from_db()
    made.put_aside(read_version=made.version)
    with pytest.raises(PermissionDenied):
        answer(section, head, by=colleague)


def test_a_delegation_ends_on_its_last_day(head: Membership, colleague: Membership) -> None:
    made = delegation(head, colleague, days=1)
    last = datetime.datetime.combine(made.ends, datetime.time(12), datetime.UTC)
    with time_machine.travel(last):
        assert active_delegations(head.project_id) == [made]
    with time_machine.travel(last + DAY):
        assert active_delegations(head.project_id) == []


@pytest.mark.parametrize(
    ("start", "days", "words"),
    [(3, -2, "finit avant"), (-9, 2, "déjà passée"), (0, 400, "six mois")],
)
def test_a_senseless_period_is_refused(
    head: Membership, colleague: Membership, start: int, days: int, words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        delegation(head, colleague, start=start, days=days)


def test_one_delegates_to_a_colleague_of_the_department_and_once(
    head: Membership, sponsor: Membership, colleague: Membership
) -> None:
    with pytest.raises(RefusedError, match="même service"):
        delegation(head, sponsor)
    with pytest.raises(RefusedError, match="soi-même"):
        delegation(head, head)
    delegation(head, colleague)
    with pytest.raises(RefusedError, match="couvre déjà"):
        delegation(head, colleague, start=2)


def test_the_seat_is_taken_once(section: Section, head: Membership, colleague: Membership) -> None:
    submit(section, head)
    delegation(head, colleague)
    delegations = active_delegations(head.project_id)
    fingerprint = current(section).fingerprint
    assert [one.member for one in open_seats(record_of(section), fingerprint, colleague, delegations)] == [
        head
    ]
    answer(section, head)
    assert open_seats(record_of(section), fingerprint, colleague, delegations) == []
    with pytest.raises(RefusedError, match="déjà prononcé"):
        answer(section, head, by=colleague)


def test_who_replaces_a_validator_has_to_approve(
    section: Section, head: Membership, sponsor: Membership
) -> None:
    agree(section, head)
    head.put_aside(read_version=head.version)
    assert replace_validator(old=head, new=sponsor, by=section.specification.project.manager) == 1
    assert state(section) == State.SUBMITTED
    answer(section, sponsor)
    assert state(section) == State.VALIDATED


def test_a_replacement_who_is_a_validator_already_keeps_one_place(
    section: Section, head: Membership, sponsor: Membership
) -> None:
    agree(section, head, sponsor)
    replace_validator(old=head, new=sponsor, by=section.specification.project.manager)
    assert list(Validator.objects.filter(section=section).values_list("member", flat=True)) == [sponsor.pk]
    assert state(section) == State.VALIDATED


def test_an_open_question_holds_validation_back(
    section: Section, head: Membership, sponsor: Membership
) -> None:
    question = ask(section, sponsor)
    agree(section, head)
    assert state(section) == State.SUBMITTED
    Comment.objects.filter(pk=question.pk).update(resolved_at=timezone.now())
    assert state(section) == State.VALIDATED


def test_a_question_overridden_with_a_reason_holds_nothing_back(section: Section, head: Membership) -> None:
    question = ask(section, head)
    agree(section, head)
    Comment.objects.filter(pk=question.pk).update(waived_at=timezone.now(), waived_reason="Hors périmètre.")
    assert state(section) == State.VALIDATED


def test_a_question_asked_after_the_agreement_undoes_nothing(section: Section, head: Membership) -> None:
    agree(section, head)
    ask(section, head)
    assert state(section) == State.VALIDATED
    retype(section, "<p>Autre texte.</p>")
    agree(section, head)
    assert state(section) == State.SUBMITTED


def test_each_step_is_told_to_those_concerned(
    section: Section, head: Membership, sponsor: Membership, manager: Membership
) -> None:
    submit(section, head, sponsor)
    answer(section, head)
    answer(section, sponsor, Verdict.CHANGES, "Précisez.")
    told = {
        (one.key.split(":")[0], one.user.email) for one in Notification.objects.select_related("user").all()
    }
    assert ("submission", head.user.email) in told
    assert ("submission", sponsor.user.email) in told
    assert ("decision", manager.user.email) in told
    assert ("decision", head.user.email) in told
