"""A whole specification agreed on, through the same moves as the pages make."""

from charter.models import Project
from requirements.actions.agreement import current, decide, default_validators, submit_section
from requirements.models.validation import Verdict
from requirements.outline import outline


def agree_on_the_rest(project: Project) -> None:
    """Submit every section that isn’t validated yet, and let each of its validators approve it."""
    for node in outline(project.specification).unvalidated:
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
