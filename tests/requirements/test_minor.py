"""A minor correction keeps approvals, unless a validator objects in time."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from charter.models import Membership
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from requirements.actions.agreement import current, withdraw
from requirements.actions.minor import declare_minor, object_to_minor
from requirements.models import MinorChange, Section
from requirements.models.validation import Verdict
from requirements.states import State, record_of
from tests.agreement import agree, answer, retype, state, submit

pytestmark = pytest.mark.django_db


def declare(section: Section, reason: str = "Accents et majuscules.") -> MinorChange:
    return declare_minor(
        section=section,
        read=current(section).fingerprint,
        reason=reason,
        by=section.specification.project.manager,
    )


@pytest.fixture
def corrected(section: Section, head: Membership, sponsor: Membership) -> Section:
    """A section that both approved, then corrected."""
    agree(section, head, sponsor)
    retype(section, "<p>Premier texte corrigé.</p>")
    return section


def test_a_changed_section_falls_until_its_correction_is_declared_minor(corrected: Section) -> None:
    assert state(corrected) == State.STALE
    declare(corrected)
    assert state(corrected) == State.VALIDATED


def test_an_objection_takes_the_approval_of_its_validator_alone(
    corrected: Section, head: Membership, sponsor: Membership
) -> None:
    change = declare(corrected)
    object_to_minor(change=change, member=head, reason="Le sens change.")
    assert state(corrected) == State.STALE
    missing = record_of(corrected).missing(current(corrected).fingerprint)
    assert [one.member for one in missing] == [head]
    submit(corrected, head, sponsor)
    answer(corrected, head)
    assert state(corrected) == State.VALIDATED


def test_the_trace_says_why_an_approval_still_counts(corrected: Section) -> None:
    declare(corrected, "Accents et majuscules.")
    for standing in record_of(corrected).approvals_of(current(corrected).fingerprint):
        assert standing.minor.startswith("Approbation maintenue après correction mineure")
        assert "Accents et majuscules." in standing.minor


def test_corrections_add_up(corrected: Section, head: Membership, sponsor: Membership) -> None:
    first = declare(corrected)
    retype(corrected, "<p>Premier texte, corrigé.</p>")
    assert state(corrected) == State.STALE
    second = declare(corrected)
    assert second.before == first.after or second.before == first.before
    assert state(corrected) == State.VALIDATED
    object_to_minor(change=second, member=sponsor, reason="Non.")
    assert state(corrected) == State.STALE


def test_a_withdrawn_approval_does_not_pass_on(corrected: Section, head: Membership) -> None:
    approval = next(one for one in record_of(corrected).decisions if one.member_id == head.pk)
    declare(corrected)
    withdraw(approval=approval, by=head, reason="Je me suis trompée.")
    assert state(corrected) == State.DRAFT


def test_a_later_request_for_changes_hides_the_earlier_approval(
    corrected: Section, head: Membership, sponsor: Membership
) -> None:
    declare(corrected)
    submit(corrected, head, sponsor)
    answer(corrected, head, Verdict.CHANGES, "Tout compte fait, non.")
    assert state(corrected) == State.CHANGES_REQUESTED


def test_nothing_is_minor_without_a_reason_an_agreement_and_a_change(
    section: Section, head: Membership
) -> None:
    with pytest.raises(RefusedError, match="jamais été validée"):
        declare(section)
    agree(section, head)
    with pytest.raises(RefusedError, match="portent déjà"):
        declare(section)
    retype(section, "<p>Autre.</p>")
    with pytest.raises(RefusedError, match="pourquoi"):
        declare(section, "  ")
    with pytest.raises(ContentChangedError):
        declare_minor(
            section=section, read="0" * 64, reason="Accents.", by=section.specification.project.manager
        )


def test_an_objection_comes_in_time_from_a_validator_once_and_with_a_reason(
    corrected: Section, head: Membership, sponsor: Membership, manager: Membership
) -> None:
    change = declare(corrected)
    with pytest.raises(PermissionDenied):
        object_to_minor(change=change, member=manager, reason="Non.")
    with pytest.raises(RefusedError, match="pourquoi"):
        object_to_minor(change=change, member=head, reason=" ")
    object_to_minor(change=change, member=head, reason="Le sens change.")
    with pytest.raises(RefusedError, match="déjà fait objection"):
        object_to_minor(change=change, member=head, reason="Encore.")
    late = timezone.localdate() + datetime.timedelta(days=6)
    noon = datetime.datetime.combine(late, datetime.time(12), datetime.UTC)
    with time_machine.travel(noon), pytest.raises(RefusedError, match="délai d’objection"):
        object_to_minor(change=change, member=sponsor, reason="Trop tard.")
    assert state(corrected) == State.STALE


def test_a_correction_refused_by_a_validator_cannot_be_declared_again(
    corrected: Section, head: Membership
) -> None:
    change = declare(corrected)
    object_to_minor(change=change, member=head, reason="Le sens change.")
    with pytest.raises(RefusedError, match="fait objection"):
        declare(corrected)
