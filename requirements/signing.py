"""What a person signs, in words: a « signature électronique simple », no more."""

from charter.models import Membership
from crmproject.toolkit.templatetags.french import long_date
from requirements.models import Approval, Delegation, Section, Submission, Workshop, WorkshopSection
from requirements.models.validation import Verdict
from requirements.models.workshops import WorkshopVerdict


def unsigned(
    *,
    submission: Submission,
    member: Membership,
    person: Membership,
    delegation: Delegation | None,
    verdict: Verdict,
    reason: str = "",
    workshop: Workshop | None = None,
) -> Approval:
    """The decision that this person would make in the place of `member`, with its statement: what a page shows before
    the signature is what the database keeps after it."""
    approval = Approval(
        submission=submission,
        member=member,
        verdict=verdict,
        reason=reason,
        name=str(person.user),
        title=person.title,
        roles=", ".join(person.role_labels),
        fingerprint=submission.revision.fingerprint,
        delegation=delegation,
        on_behalf_of=member.display_name if delegation else "",
        workshop=workshop,
    )
    approval.statement = statement(approval, submission.section)
    return approval


def statement(approval: Approval, section: Section) -> str:
    """What this person agrees to, in one sentence. It tells no time: that of the signature is kept beside it."""
    project = section.specification.project
    title = "" if approval.title == approval.name else approval.title
    who = f"{approval.name}, {title}" if title else approval.name
    if approval.on_behalf_of:
        who += f", par délégation de {approval.on_behalf_of}"
    verb = "j’approuve" if approval.verdict == Verdict.APPROVED else "je demande de modifier"
    text = (
        f"{who}\u00a0: {verb} le contenu de la section «\u00a0{section.title}\u00a0» "
        f"{section.specification.of_it} du projet "
        f"«\u00a0{project.name}\u00a0», {project.organisation}, d’empreinte SHA-256 {approval.fingerprint}"
    )
    if approval.workshop:
        held = f"«\u00a0{approval.workshop.title}\u00a0» du {long_date(approval.workshop.held_on)}"
        text += f", et je confirme ainsi l’accord de principe que j’ai donné à l’atelier {held}"
    return f"{text}."


def attended_workshop(*, section: Section, fingerprint: str, person: Membership, pk: int) -> Workshop | None:
    """The workshop of this number, if this person was there and it agreed in principle on this very content."""
    entry = (
        WorkshopSection.objects.live()
        .filter(
            workshop=pk,
            workshop__deleted_at=None,
            workshop__present=person,
            section=section,
            verdict=WorkshopVerdict.AGREED,
            fingerprint=fingerprint,
        )
        .select_related("workshop")
        .first()
    )
    return entry.workshop if entry else None
