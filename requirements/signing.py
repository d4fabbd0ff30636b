"""What a person signs, in words, and the proof of it: a « signature électronique simple »."""

from django.utils import timezone

from crmproject.toolkit.templatetags.french import long_datetime
from requirements.models import Approval, Section
from requirements.models.validation import Verdict


def statement(approval: Approval, section: Section) -> str:
    """What this person agrees to, in one sentence that the page shows and the database keeps."""
    project = section.specification.project
    who = f"{approval.name}, {approval.title}" if approval.title else approval.name
    if approval.on_behalf_of:
        who += f", par délégation de {approval.on_behalf_of}"
    verb = "j’approuve" if approval.verdict == Verdict.APPROVED else "je demande de modifier"
    return (
        f"{who}\u00a0: {verb} le contenu de la section «\u00a0{section.title}\u00a0» du cahier des charges du projet "
        f"«\u00a0{project.name}\u00a0» ({project.organisation}), d’empreinte {approval.fingerprint[:12]}, "
        f"tel qu’il m’a été présenté le {long_datetime(timezone.localtime(approval.decided_at))}."
    )
