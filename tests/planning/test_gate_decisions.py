"""What is decided at a gate, and the conditions to lift after it."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Notification, User
from accounts.reminders import Obligation
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError
from planning.actions.gates import (
    ConditionDraft,
    GateMovedError,
    LackingError,
    lift_condition,
    reopen_condition,
)
from planning.gates import GateState
from planning.models import Gate, GateDecision, Outcome
from planning.reminders import conditions_to_lift
from requirements.models import Section
from tests.planning.gating import (
    condition,
    conditional,
    decide,
    lacks,
    make_ready,
    member,
    review,
)

pytestmark = pytest.mark.django_db


def test_a_gate_that_lacks_nothing_is_passed(gate: Gate) -> None:
    edition = make_ready(gate.project)
    made = decide(gate)
    seen = review(gate)
    assert seen.state == GateState.PASSED
    assert (made.edition, made.missing, made.title) == (edition, [], "Chef de projet CRM")


def test_nothing_is_passed_while_something_lacks(gate: Gate) -> None:
    with pytest.raises(LackingError, match="Il lui manque"):
        decide(gate)
    assert not GateDecision.objects.exists()


def test_what_changed_since_it_was_read_passes_nothing(gate: Gate, section: Section) -> None:
    edition = make_ready(gate.project)
    read = review(gate).stamp
    section.refresh_from_db()
    section.write(read_version=section.version, text="<p>Un mot change entre la lecture et le clic.</p>")
    with pytest.raises(GateMovedError, match="validée puis modifiée"):
        decide(gate, read=read, edition=edition)
    assert not GateDecision.objects.exists()


def test_a_second_decision_on_the_same_reading_is_refused(gate: Gate) -> None:
    edition = make_ready(gate.project)
    read = review(gate).stamp
    decide(gate, read=read)
    with pytest.raises(GateMovedError):
        decide(gate, read=read, edition=edition)


def test_the_edition_is_the_one_on_which_the_committee_spoke(gate: Gate) -> None:
    make_ready(gate.project)
    with pytest.raises(RefusedError, match="édition 1"):
        decide(gate, edition=None)


def test_conditions_want_every_lack_to_be_accepted_by_name(gate: Gate) -> None:
    conditions = [condition(gate.project)]
    every = set(lacks(gate))
    with pytest.raises(LackingError, match="Cochez"):
        decide(gate, Outcome.CONDITIONAL, conditions=conditions, accepted=every - {"check:R-CRITERES"})
    with pytest.raises(RefusedError, match="au moins une condition"):
        decide(gate, Outcome.CONDITIONAL, accepted=every)
    with pytest.raises(RefusedError, match="s’explique"):
        decide(gate, Outcome.CONDITIONAL, text=" ", conditions=conditions, accepted=every)
    made = decide(gate, Outcome.CONDITIONAL, conditions=conditions, accepted=every)
    assert {one["key"] for one in made.missing} == every
    assert review(gate).state == GateState.CONDITIONAL
    assert review(gate).fallen == []


def test_a_condition_is_due_in_time_and_by_a_member(gate: Gate) -> None:
    accepted = set(lacks(gate))
    late = [condition(gate.project, days=-1)]
    with pytest.raises(RefusedError, match="passée"):
        decide(gate, Outcome.CONDITIONAL, conditions=late, accepted=accepted)
    head = member(gate.project, "head")
    head.put_aside(read_version=head.version)
    gone = [ConditionDraft("Devis", head, timezone.localdate())]
    with pytest.raises(RefusedError, match="Ne fait plus partie"):
        decide(gate, Outcome.CONDITIONAL, conditions=gone, accepted=accepted)


def test_a_gate_is_postponed_with_a_reason_whatever_it_lacks(gate: Gate) -> None:
    with pytest.raises(RefusedError, match="s’explique"):
        decide(gate, Outcome.POSTPONED, text="")
    made = decide(gate, Outcome.POSTPONED, text="Le budget n’est pas voté.", read="")
    assert made.missing
    assert review(gate).state == GateState.POSTPONED
    assert not review(gate).is_passed


def test_the_latest_decision_counts_and_all_stay(gate: Gate) -> None:
    decide(gate, Outcome.POSTPONED)
    make_ready(gate.project)
    decide(gate)
    seen = review(gate)
    assert [one.outcome for one in seen.decisions] == [Outcome.PASSED, Outcome.POSTPONED]
    assert seen.state == GateState.PASSED


def test_a_passed_gate_stays_passed_and_says_what_fell_since(gate: Gate, section: Section) -> None:
    make_ready(gate.project)
    decide(gate)
    section.refresh_from_db()
    section.write(read_version=section.version, text="<p>Un mot change.</p>")
    seen = review(gate)
    assert seen.state == GateState.PASSED
    assert {lack.key for lack in seen.fallen} == {f"section:{section.pk}", "decision:edition"}


def test_the_committee_the_sponsor_and_the_owners_are_told_once(
    gate: Gate, personas: dict[str, User]
) -> None:
    made = conditional(gate)
    told = {(one.user, one.key) for one in Notification.objects.all() if one.key.startswith("gate-")}
    decision = f"gate-decision:{made.decision_id}"
    assert told == {
        (personas["steering"], decision),
        (personas["sponsor"], decision),
        (personas["head"], f"gate-condition:{made.pk}"),
    }


def test_a_condition_is_lifted_with_a_note_and_the_lifting_undone(gate: Gate) -> None:
    made = conditional(gate)
    head = made.owner.user
    with pytest.raises(RefusedError, match="Dites"):
        lift_condition(condition=made, note=" ", by=head, read_version=made.version)
    lift_condition(condition=made, note="Devis reçu.", by=head, read_version=made.version)
    assert review(gate).open_conditions == []
    with pytest.raises(StaleWriteError):
        reopen_condition(condition=made, read_version=1)
    reopen_condition(condition=made, read_version=made.version)
    assert review(gate).open_conditions == [made]
    assert Notification.objects.filter(
        user=gate.project.manager, key__startswith="gate-condition-lifted"
    ).exists()


def test_conditions_of_a_decision_that_was_replaced_need_no_lifting(gate: Gate) -> None:
    made = conditional(gate)
    make_ready(gate.project)
    decide(gate)
    with pytest.raises(RefusedError, match="plus récente"):
        lift_condition(condition=made, note="Devis reçu.", by=made.owner.user, read_version=made.version)
    assert owed(made.due) == []


def owed(horizon: datetime.date) -> list[Obligation]:
    return list(conditions_to_lift(horizon))


def test_a_condition_is_owed_until_it_is_lifted_by_its_owner_or_else_the_manager(gate: Gate) -> None:
    made = conditional(gate)
    assert owed(made.due - datetime.timedelta(days=1)) == []
    assert [one.user for one in owed(made.due)] == [made.owner.user]
    head = made.owner
    head.put_aside(read_version=head.version)
    assert [one.user for one in owed(made.due)] == [gate.project.manager]
    lift_condition(condition=made, note="Devis reçu.", by=gate.project.manager, read_version=made.version)
    assert owed(made.due) == []
