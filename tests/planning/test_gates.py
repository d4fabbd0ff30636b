"""What a gate requires and lacks, and what was decided at it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Notification, User
from accounts.reminders import Obligation
from charter import homepanel
from charter.access import access_of
from charter.models import Membership, Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.rows import StaleWriteError
from planning.actions import (
    ConditionDraft,
    GateMovedError,
    LackingError,
    decide_gate,
    lift_condition,
    reopen_condition,
)
from planning.gates import Facts, GateReview, GateState, review_gate, review_gates
from planning.models import Gate, GateCondition, GateDecision, GateKind, Outcome
from planning.reminders import conditions_to_lift
from requirements.actions.editions import freeze_edition, record_decision
from requirements.actions.refusals import RefusedError
from requirements.models import Comment, Edition, Meeting, Section
from selection.models import Criterion
from tests.agreement import agree_on_the_rest
from tests.factories import RequirementFactory, SectionFactory, SpecificationFactory
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(project: Project, personas: dict[str, User]) -> Section:
    """The only section of the project’s specification, in the department of the head."""
    made: Section = SectionFactory(
        specification=SpecificationFactory(project=project),
        department=project.department_rows.get(code="COM"),
    )
    return made


@pytest.fixture
def gate(project: Project, section: Section) -> Gate:
    made: Gate = GateFactory(
        project=project,
        key="AO",
        title="Avant l’appel d’offres",
        kind=GateKind.BEFORE_TENDER,
        needs_sections=True,
        needs_checks=True,
        needs_decision=True,
    )
    return made


def review(gate: Gate) -> GateReview:
    fresh = Gate.objects.get(pk=gate.pk)
    return review_gate(fresh, Facts(fresh.project, Gathering(fresh.project_id)))


def lacks(gate: Gate) -> list[str]:
    return [lack.key for lack in review(gate).missing]


def member(project: Project, role: str) -> Membership:
    found: Membership = project.membership_rows.get(roles=[role])
    return found


def no_blocking_error(project: Project) -> None:
    from charter.models import StrategicObjective

    StrategicObjective.objects.create(project=project, key="améliorer le suivi des clients")
    RequirementFactory(department=project.department_rows.get(code="COM"))
    Criterion.objects.create(project=project, title="Couverture", weight=10)


def edition_of(project: Project) -> Edition:
    return freeze_edition(specification=project.specification, title="CDC", note="", by=project.manager)


def favourable(edition: Edition) -> None:
    committee = Membership.objects.live().filter(project=edition.specification.project, roles=["steering"])
    for one in committee:
        record_decision(edition=edition, member=one, opinion="favourable", text="")


def make_ready(project: Project) -> Edition:
    """All that the gate requires."""
    no_blocking_error(project)
    agree_on_the_rest(project)
    edition = edition_of(project)
    favourable(edition)
    return edition


def decide(gate: Gate, outcome: Outcome = Outcome.PASSED, **changes: object) -> GateDecision:
    seen = review(gate)
    values: dict[str, object] = {
        "text": "Décidé en comité.",
        "edition": seen.facts.edition,
        "conditions": [],
        "accepted": set(),
        "read": seen.stamp,
        "by": gate.project.manager,
        "title": "Chef de projet CRM",
        **changes,
    }
    return decide_gate(gate=gate, outcome=outcome, **values)  # type: ignore[arg-type]  # as the tests give them


def condition(project: Project, *, days: int = 10) -> ConditionDraft:
    due = timezone.localdate() + datetime.timedelta(days=days)
    return ConditionDraft("Obtenir le devis de reprise", member(project, "head"), due)


def conditional(gate: Gate) -> GateCondition:
    """The condition under which the gate was passed with all that it lacks."""
    made = decide(gate, Outcome.CONDITIONAL, conditions=[condition(gate.project)], accepted=set(lacks(gate)))
    found: GateCondition = made.conditions.get()
    return found


def test_a_gate_says_all_that_it_lacks_and_where_to_mend_it(gate: Gate, section: Section) -> None:
    seen = review(gate)
    assert [need.is_met for need in seen.needs] == [False, False, False]
    assert seen.state == GateState.PREPARING
    by_key = {lack.key: lack for lack in seen.missing}
    assert set(by_key) == {
        f"section:{section.pk}",
        "check:E-OBJECTIF",
        "check:E-BESOINS",
        "check:R-CRITERES",
        "decision:edition",
    }
    assert by_key[f"section:{section.pk}"].url == section.get_absolute_url()
    assert "brouillon" in by_key[f"section:{section.pk}"].text


def test_a_submitted_section_says_who_has_not_answered(gate: Gate, section: Section) -> None:
    from requirements.actions.agreement import current, submit_section

    now = current(section)
    submit_section(
        section=section,
        validators=[member(gate.project, "head")],
        read=now.fingerprint,
        note="",
        by=gate.project.manager,
    )
    text = next(lack.text for lack in review(gate).missing if lack.key.startswith("section:"))
    assert "soumise, attend Persona Responsable de service" in text


def test_a_gate_is_ready_once_nothing_lacks(gate: Gate) -> None:
    make_ready(gate.project)
    assert lacks(gate) == []
    assert review(gate).state == GateState.READY


def test_an_open_question_is_lacking(gate: Gate, section: Section) -> None:
    make_ready(gate.project)
    question = Comment.objects.create(
        section=section, author=gate.project.manager, kind="question", text="Quel volume ?"
    )
    assert lacks(gate) == [f"question:{question.pk}"]


def test_only_the_chosen_sections_are_required(gate: Gate, section: Section) -> None:
    chosen: Section = SectionFactory(specification=section.specification)
    below: Section = SectionFactory(specification=section.specification, parent=chosen)
    gate.sections.add(chosen)
    required = {key for key in lacks(gate) if key.startswith("section:")}
    assert required == {f"section:{chosen.pk}", f"section:{below.pk}"}


def test_a_required_section_that_was_retired_is_lacking(gate: Gate, section: Section) -> None:
    make_ready(gate.project)
    gate.sections.add(section)
    section.refresh_from_db()
    section.put_aside(read_version=section.version)
    assert f"retired:{section.pk}" in lacks(gate)
    assert "sections" in lacks(gate)


def test_the_committee_speaks_of_the_current_validated_edition(gate: Gate, section: Section) -> None:
    edition = make_ready(gate.project)
    section.refresh_from_db()
    section.write(read_version=section.version, text="<p>Autre texte.</p>")
    assert "decision:edition" in lacks(gate)
    agree_on_the_rest(gate.project)
    assert lacks(gate) == ["decision:edition"]
    second = edition_of(gate.project)
    assert second.number == edition.number + 1
    assert lacks(gate) == ["decision:silent"]
    favourable(second)
    assert lacks(gate) == []


def test_an_edition_that_is_no_more_than_a_project_does_not_count(gate: Gate) -> None:
    no_blocking_error(gate.project)
    favourable(edition_of(gate.project))
    assert "decision:edition" in lacks(gate)


def test_a_reserve_of_one_member_is_lacking(gate: Gate) -> None:
    edition = make_ready(gate.project)
    committee = member(gate.project, "steering")
    said = record_decision(edition=edition, member=committee, opinion="reserved", text="Chiffrez la reprise.")
    assert lacks(gate) == [f"decision:member:{said.pk}"]
    record_decision(edition=edition, member=committee, opinion="favourable", text="")
    assert lacks(gate) == []


def test_what_a_meeting_concluded_outweighs_what_its_members_said(gate: Gate) -> None:
    edition = make_ready(gate.project)
    meeting = Meeting.objects.create(
        project=gate.project,
        number=1,
        title="Examen",
        held_on=timezone.localdate(),
        edition=edition,
        opinion="unfavourable",
        closed_at=timezone.now(),
    )
    assert lacks(gate) == [f"decision:meeting:{meeting.pk}"]
    Meeting.objects.filter(pk=meeting.pk).update(opinion="favourable")
    assert lacks(gate) == []


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


def test_a_new_project_gets_the_two_formal_gates(project: Project) -> None:
    homepanel.start_project(project)
    gates = Gate.objects.filter(project=project)
    assert [gate.kind for gate in gates] == [GateKind.BEFORE_TENDER, GateKind.BEFORE_CHOICE]
    assert all(gate.needs_sections and gate.needs_checks and gate.needs_decision for gate in gates)


def test_the_home_awaits_who_decides_and_who_lifts(gate: Gate, personas: dict[str, User]) -> None:
    def awaited(persona: str) -> str:
        access = access_of(personas[persona], gate.project)
        assert access
        return " ".join(one.text for one in homepanel.awaiting(gate.project, access))

    conditional(gate)
    assert "Lever la condition" in awaited("head")
    assert "Lever la condition" not in awaited("sponsor")
    GateDecision.objects.all().delete()
    make_ready(gate.project)
    assert "Prononcer le passage" in awaited("sponsor")
    assert "Prononcer le passage" not in awaited("head")


def test_gates_cost_as_many_queries_whatever_their_number_and_the_project_s_size(gate: Gate) -> None:
    project = gate.project
    phase = PhaseFactory(project=project)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            for one in review_gates(Facts(project, Gathering(project.pk))):
                assert one.stamp
        return len(queries)

    TaskFactory(phase=phase)
    make_ready(project)
    conditional(gate)
    count()
    one = count()
    for number in range(8):
        twin = GateFactory(
            project=project, key=f"G{number}", needs_sections=True, needs_checks=True, needs_decision=True
        )
        SectionFactory(specification=project.specification)
        TaskFactory(phase=phase)
        conditional(twin)
    assert count() <= one
