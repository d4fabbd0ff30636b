"""A whole specification agreed on, through the same moves as the pages make."""

from typing import Any

from charter.models import Membership, Project
from requirements.actions.agreement import current, decide, default_validators, submit_section
from requirements.models import Approval, Section, Specification, Submission
from requirements.models.validation import Verdict
from requirements.outline import outline
from requirements.states import State, record_of


def agree_on_the_rest(project: Project) -> None:
    """Submit every section that isn’t validated yet, and let each of its validators approve it."""
    for node in outline(Specification.objects.of(project)).unvalidated:
        section = node.section
        if node.says_nothing:
            section.write(read_version=section.version, text="<p>Sans objet pour ce projet.</p>")
        now = current(section)
        validators = default_validators(section, now.content)
        submit_section(
            section=section, validators=validators, read=now.fingerprint, note="", by=project.manager
        )
        for member in validators:
            decide(section=section, member=member, verdict=Verdict.APPROVED, reason="", read=now.fingerprint)


def submit(section: Section, *validators: Membership, **more: Any) -> Submission:
    """The manager submits the section as it stands; `more` is what `submit_section` takes besides."""
    return submit_section(
        section=section,
        validators=list(validators),
        read=current(section).fingerprint,
        note="",
        by=section.specification.project.manager,
        **more,
    )


def answer(
    section: Section,
    member: Membership,
    verdict: Verdict = Verdict.APPROVED,
    reason: str = "",
    by: Membership | None = None,
) -> Approval:
    """A validator, or a delegate of his, decides on the section as it stands."""
    read = current(section).fingerprint
    return decide(section=section, member=member, verdict=verdict, reason=reason, read=read, by=by)


def agree(section: Section, *members: Membership) -> None:
    """The section is submitted to these validators, and each approves it."""
    submit(section, *members)
    for member in members:
        answer(section, member)


def state(section: Section) -> State:
    """The state of the section as it stands."""
    return record_of(section).state(current(section).fingerprint)


def retype(section: Section, text: str) -> None:
    """Give the section another text."""
    section.refresh_from_db()
    section.write(read_version=section.version, text=text)
