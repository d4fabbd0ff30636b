"""What a gate requires and lacks, and where that shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from charter import homepanel
from charter.access import access_of
from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from planning.gates import Facts, GateState, review_gates
from planning.models import Gate, GateDecision, GateKind
from requirements.actions.editions import record_decision
from requirements.models import Comment, Meeting, Section, Specification
from tests.agreement import agree_on_the_rest
from tests.factories import SectionFactory
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory
from tests.planning.gating import (
    conditional,
    edition_of,
    favourable,
    lacks,
    make_ready,
    member,
    no_blocking_error,
    review,
)

pytestmark = pytest.mark.django_db


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


def test_a_new_project_gets_the_launch_and_the_two_formal_gates(project: Project) -> None:
    homepanel.start_project(project)
    gates = Gate.objects.filter(project=project)
    kinds = [GateKind.LAUNCH, GateKind.BEFORE_TENDER, GateKind.BEFORE_CHOICE]
    assert [gate.kind for gate in gates] == kinds
    assert all(gate.needs_sections for gate in gates)
    assert all(gate.needs_checks and gate.needs_decision for gate in gates if gate.kind != GateKind.LAUNCH)


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
        SectionFactory(specification=Specification.objects.of(project))
        TaskFactory(phase=phase)
        conditional(twin)
    assert count() <= one
