"""The state of a section follows from its content and from what its validators decided [R-VALID]."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from charter.models import Membership, Project
from crmproject.toolkit.fingerprints import canonical_json, fingerprint
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from requirements.actions.agreement import current, decide, default_validators
from requirements.actions.sections import start_specification
from requirements.models import Approval, Section, Specification
from requirements.models.validation import Verdict
from requirements.outline import outline
from requirements.states import State
from tests.agreement import answer, retype, state, submit
from tests.factories import MembershipFactory, RequirementFactory


def test_a_new_section_is_a_draft(section: Section) -> None:
    assert state(section) == State.DRAFT


def test_a_section_is_validated_when_all_its_validators_approved(
    section: Section, head: Membership, sponsor: Membership
) -> None:
    submit(section, head, sponsor)
    assert state(section) == State.SUBMITTED
    answer(section, sponsor)
    assert state(section) == State.SUBMITTED
    answer(section, head)
    assert state(section) == State.VALIDATED


def test_a_changed_section_loses_its_validation(section: Section, head: Membership) -> None:
    submit(section, head)
    answer(section, head)
    retype(section, "<p>Second texte.</p>")
    assert state(section) == State.STALE


def test_a_section_that_comes_back_to_its_approved_content_is_validated_again(
    section: Section, head: Membership
) -> None:
    submit(section, head)
    answer(section, head)
    retype(section, "<p>Second texte.</p>")
    retype(section, "<p>Premier texte.</p>")
    assert state(section) == State.VALIDATED


def test_the_validation_falls_with_the_data_that_the_section_shows(
    section: Section, head: Membership, project: Project
) -> None:
    com = project.department_rows.get(code="COM")
    requirement = RequirementFactory(department=com)
    section.write(read_version=section.version, blocks=["requirements"], department=com)
    submit(section, head)
    answer(section, head)
    type(requirement).objects.filter(pk=requirement.pk).update(title="Un autre intitulé")
    assert state(section) == State.STALE


def test_moving_a_section_keeps_its_validation(section: Section, head: Membership) -> None:
    submit(section, head)
    answer(section, head)
    Section.objects.filter(pk=section.pk).update(position=99)
    section.refresh_from_db()
    assert state(section) == State.VALIDATED


def test_a_refusal_holds_until_the_section_is_submitted_again(section: Section, head: Membership) -> None:
    submit(section, head)
    answer(section, head, Verdict.CHANGES, "Citez les délais.")
    assert state(section) == State.CHANGES_REQUESTED
    retype(section, "<p>Texte repris.</p>")
    assert state(section) == State.CHANGES_REQUESTED
    submit(section, head)
    assert state(section) == State.SUBMITTED


def test_a_new_validator_reopens_a_validated_section(
    section: Section, head: Membership, sponsor: Membership
) -> None:
    submit(section, head)
    answer(section, head)
    submit(section, head, sponsor)
    assert state(section) == State.SUBMITTED
    answer(section, sponsor)
    assert state(section) == State.VALIDATED


def test_an_approval_keeps_name_title_time_and_fingerprint(section: Section, head: Membership) -> None:
    submit(section, head)
    approval = answer(section, head)
    assert (approval.name, approval.title) == (str(head.user), "Direction commerciale")
    assert approval.fingerprint == current(section).fingerprint
    assert approval.decided_at is not None


def test_nobody_decides_on_a_content_that_changed_while_reading(section: Section, head: Membership) -> None:
    submit(section, head)
    read = current(section).fingerprint
    retype(section, "<p>Changé entre-temps.</p>")
    with pytest.raises(ContentChangedError):
        decide(section=section, member=head, verdict=Verdict.APPROVED, reason="", read=read)
    assert not Approval.objects.exists()


def test_only_a_named_validator_decides(section: Section, head: Membership, sponsor: Membership) -> None:
    submit(section, head)
    with pytest.raises(PermissionDenied):
        answer(section, sponsor)


def test_nobody_decides_twice_on_the_same_submission(section: Section, head: Membership) -> None:
    submit(section, head)
    answer(section, head)
    with pytest.raises(RefusedError, match="déjà prononcé"):
        answer(section, head)


@pytest.mark.parametrize(
    ("text", "with_validator", "message"), [("", True, "vide"), ("<p>Texte.</p>", False, "validateur")]
)
def test_an_empty_section_or_one_without_validator_is_not_submitted(
    section: Section, head: Membership, text: str, with_validator: bool, message: str
) -> None:
    retype(section, text)
    with pytest.raises(RefusedError, match=message):
        submit(section, *([head] if with_validator else []))


def test_a_validator_who_left_is_named_in_the_refusal(section: Section, head: Membership) -> None:
    head.put_aside(read_version=head.version)
    with pytest.raises(RefusedError, match="Direction commerciale"):
        submit(section, head)


def test_the_fingerprint_ignores_the_order_of_keys() -> None:
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
    assert fingerprint({"b": 1, "a": 2}) == fingerprint({"a": 2, "b": 1})


def test_default_validators_follow_the_section(
    project: Project, personas: dict[str, User], head: Membership, sponsor: Membership
) -> None:
    specification = start_specification(project)
    nodes = {node.section.key or node.section.title: node for node in outline(specification)}
    summary, commercial, context = nodes["summary"], nodes["Commercial"], nodes["context"]
    assert default_validators(summary.section, summary.content) == [sponsor]
    assert default_validators(commercial.section, commercial.content) == [head]
    assert default_validators(context.section, context.content) == [head]


def test_a_section_about_some_departments_goes_to_their_heads(
    project: Project, personas: dict[str, User], head: Membership
) -> None:
    other = MembershipFactory(
        project=project, department=project.department_rows.get(code="DIR"), roles=["head"]
    )
    specification = start_specification(project)
    RequirementFactory(department=project.department_rows.get(code="DIR"), category="technical")
    node = next(node for node in outline(specification) if node.section.key == "technical")
    assert default_validators(node.section, node.content) == [other]


def test_a_tender_has_fourteen_sections_and_a_simplified_project_the_essential_ones(project: Project) -> None:
    assert len(outline(start_specification(project)).roots) == 14
    Specification.objects.of(project).delete()
    Project.objects.filter(pk=project.pk).update(procurement="in_house")
    project.refresh_from_db()
    keys = [node.section.key for node in outline(start_specification(project)).roots]
    assert keys == [
        "summary", "context", "objectives", "functional", "technical", "constraints", "planning", "deliverables",
    ]  # fmt: skip


def test_a_mere_heading_above_its_sub_sections_asks_for_no_agreement(project: Project) -> None:
    found = outline(start_specification(project))
    functional = next(node for node in found.nodes if node.section.key == "functional")
    assert functional.state == State.HEADING
    assert functional not in found.to_validate
    functional.section.write(read_version=1, text="<p>Introduction.</p>")
    again = next(
        node for node in outline(Specification.objects.of(project)).nodes if node.section.key == "functional"
    )
    assert again.state == State.DRAFT
