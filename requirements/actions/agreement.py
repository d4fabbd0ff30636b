"""Writes on the agreement about a section: submission, decision, withdrawal."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership
from crmproject.toolkit.fingerprints import fingerprint as fingerprint_of
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from requirements.delegations import active_delegation, delegates_of
from requirements.models import Approval, Delegation, Section, Submission, Validator, Workshop
from requirements.models.sections import is_empty
from requirements.models.validation import Verdict
from requirements.plan import PlannedSection
from requirements.revisions import keep_revision
from requirements.signing import unsigned
from requirements.states import State, record_of
from requirements.warming import prepare_on_commit


@dataclass(frozen=True)
class Current:
    """A section’s content as it stands, with its fingerprint."""

    content: dict[str, object]
    fingerprint: str


def current(section: Section) -> Current:
    """Read the section’s content as it stands."""
    content = section.content()
    return Current(content=dict(content), fingerprint=fingerprint_of(content))


@transaction.atomic
def submit_section(
    *,
    section: Section,
    validators: list[Membership],
    read: str,
    note: str,
    by: User,
    optional: Iterable[Membership] = (),
    due: datetime.date | None = None,
    tell: bool = True,
) -> Submission:
    """Ask these validators, whose approval is required or optional, to decide on the content with fingerprint `read`.

    They are told, unless who submits several sections at once tells them of all together.
    Raises RefusedError when there is nothing to validate, nobody to do it or no time left, ContentChangedError when
    the content is no longer the one that was read.
    """
    Section.objects.select_for_update().get(pk=section.pk)
    now = current(section)
    if now.fingerprint != read:
        raise ContentChangedError(
            "Le contenu a changé depuis l’affichage de cette page\u00a0: relisez-le, puis soumettez."
        )
    if is_empty(now.content):
        raise RefusedError(
            "Cette section est vide\u00a0: rédigez un texte ou renseignez ses données avant de la soumettre."
        )
    wanted = dict.fromkeys(optional, False) | dict.fromkeys(validators, True)
    _refuse_unfit(wanted, due)
    pghistory.context(reason="soumission")
    revision = keep_revision(section=section, content=now.content, fingerprint=now.fingerprint, by=by)
    _name_validators(section, wanted)
    submission = Submission.objects.create(
        section=section, revision=revision, submitted_by=by, note=note, due=due
    )
    if tell:
        _tell_submitted(submission, wanted, by)
    return submission


def _refuse_unfit(wanted: dict[Membership, bool], due: datetime.date | None) -> None:
    if not any(wanted.values()):
        raise RefusedError("Choisissez au moins un validateur dont l’approbation est obligatoire.")
    gone = [str(member) for member in wanted if member.is_deleted]
    if gone:
        raise RefusedError(
            f"Ne fait plus partie du projet\u00a0: {', '.join(gone)}. Choisissez un autre validateur."
        )
    if due is not None and due < timezone.localdate():
        raise RefusedError(
            "La date de réponse est déjà passée\u00a0: choisissez aujourd’hui ou un jour à venir."
        )


def _name_validators(section: Section, wanted: dict[Membership, bool]) -> None:
    Validator.objects.filter(section=section).exclude(member__in=wanted).delete()
    named = {one.member_id: one for one in Validator.objects.filter(section=section)}
    for member, required in wanted.items():
        if member.pk not in named:
            Validator.objects.create(section=section, member=member, required=required)
        elif named[member.pk].required != required:
            Validator.objects.filter(pk=named[member.pk].pk).update(required=required)


def _tell_submitted(submission: Submission, members: Iterable[Membership], by: User) -> None:
    section, project = submission.section, submission.section.specification.project
    when = f" avant le {submission.due:%d/%m/%Y}" if submission.due else ""
    notice = Notice(
        key=f"submission:{submission.pk}",
        kind=Kind.DECIDE,
        text=f"Votre décision est attendue{when} sur la section «\u00a0{section.title}\u00a0».",
        detail=submission.note,
        url=section.get_absolute_url(),
        about=project.name,
    )
    asked = list(members)
    notify([one.user for one in [*asked, *delegates_of(project.pk, asked)]], notice, but=by)


@transaction.atomic
def decide(
    *,
    section: Section,
    member: Membership,
    verdict: Verdict,
    reason: str,
    read: str,
    by: Membership | None = None,
    workshop: Workshop | None = None,
    tell: bool = True,
) -> Approval:
    """Record the decision of the validator `member` on the content with fingerprint `read`, and tell it by default.

    `by` is the person who decides, when it is a delegate of `member`; `workshop` the one where they had agreed aloud.
    Raises PermissionDenied for somebody who may not decide here, ContentChangedError when that content was not
    submitted last or is no longer current, RefusedError when this validator already decided on it.
    """
    person = by or member
    Section.objects.select_for_update().get(pk=section.pk)
    if not Validator.objects.filter(section=section, member=member).exists():
        raise PermissionDenied("Vous n’êtes pas validateur de cette section.")
    delegation = _delegation(member, person)
    submission = section.submissions.select_related("revision").first()
    if submission is None:
        raise RefusedError("Cette section n’a pas été soumise à validation.")
    if submission.revision.fingerprint != read or current(section).fingerprint != read:
        raise ContentChangedError(
            "Le contenu a changé pendant votre lecture\u00a0: votre décision n’a pas été enregistrée. "
            "Relisez la version actuelle avant de vous prononcer."
        )
    approval = unsigned(
        submission=submission,
        member=member,
        person=person,
        delegation=delegation,
        verdict=verdict,
        reason=reason,
        workshop=workshop,
    )
    try:
        with transaction.atomic():
            approval.save()
    except IntegrityError:
        if delegation:
            raise RefusedError(f"{member.display_name} s’est déjà prononcé sur cette version.") from None
        raise RefusedError("Vous vous êtes déjà prononcé sur cette version.") from None
    if tell:
        _tell_decided(approval, section, person.user)
    if verdict == Verdict.APPROVED:
        prepare_on_commit(section.specification_id)
    return approval


def _delegation(member: Membership, person: Membership) -> Delegation | None:
    """The delegation by which this person decides for this validator; None when they are one and the same."""
    if person.pk == member.pk:
        return None
    found = active_delegation(principal=member, delegate=person)
    if found is None:
        raise PermissionDenied("Vous n’avez pas de délégation en cours de ce validateur.")
    return found


def _tell_decided(approval: Approval, section: Section, by: User) -> None:
    project = section.specification.project
    approved = approval.verdict == Verdict.APPROVED
    verb = "a approuvé" if approved else "demande des modifications sur"
    notice = Notice(
        key=f"decision:{approval.pk}",
        kind=Kind.DECIDED,
        text=f"{approval.signatory} {verb} la section «\u00a0{section.title}\u00a0».",
        detail=approval.reason,
        url=section.get_absolute_url(),
        about=project.name,
    )
    told = [project.manager, approval.submission.submitted_by]
    # A validator learns what was signed in his place, and that others want changes before he reads in vain.
    told += [approval.member.user] if approval.delegation_id else []
    if not approved:
        others = Validator.objects.filter(section=section).select_related("member__user")
        told += [one.member.user for one in others]
    notify(told, notice, but=by)
    if approved and record_of(section).state(approval.fingerprint) == State.VALIDATED:
        _tell_validated(approval, section)


def _tell_validated(last: Approval, section: Section) -> None:
    validators = Validator.objects.filter(section=section).select_related("member__user")
    project = section.specification.project
    notice = Notice(
        key=f"validated:{last.pk}",
        kind=Kind.DECIDED,
        text=f"La section «\u00a0{section.title}\u00a0» est validée par tous ses validateurs.",
        url=section.get_absolute_url(),
        about=project.name,
    )
    notify([project.manager, *(one.member.user for one in validators)], notice)


@transaction.atomic
def withdraw(*, approval: Approval, by: Membership, reason: str) -> None:
    """Take an approval back, with a reason; it stays in the history.

    Raises PermissionDenied for anyone but the validator and the delegate who signed, RefusedError without a reason
    or when it was withdrawn already.
    """
    if by.pk not in approval.holders:
        raise PermissionDenied(
            "Seul le signataire, ou le validateur qu’il représentait, retire une approbation."
        )
    if not reason.strip():
        raise RefusedError("Dites pourquoi vous retirez votre approbation.")
    moved = Approval.objects.filter(pk=approval.pk, verdict=Verdict.APPROVED, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_reason=reason.strip(), withdrawn_by=str(by.user)
    )
    if not moved:
        raise RefusedError("Cette approbation a déjà été retirée.")
    section = approval.submission.section
    project = section.specification.project
    notice = Notice(
        key=f"withdrawal:{approval.pk}",
        kind=Kind.REOPENED,
        text=f"{by.user} a retiré l’approbation de la section «\u00a0{section.title}\u00a0».",
        detail=reason.strip(),
        url=section.get_absolute_url(),
        about=project.name,
    )
    others = Validator.objects.filter(section=section).select_related("member__user")
    notify([project.manager, *(one.member.user for one in others)], notice, but=by.user)


def default_validators(section: Section, content: Mapping[str, object]) -> list[Membership]:
    """Who decides by default: the head of the section’s department; the sponsor for the executive summary and the
    budget; elsewhere the heads of the departments that the content names, or all heads when it names none."""
    members = Membership.objects.live().filter(project_id=section.specification.project_id)
    members = members.select_related("user", "department")
    planned = PlannedSection.of(section.key)
    if planned and planned.validators == "sponsor":
        return [member for member in members if "sponsor" in member.roles]
    heads = [member for member in members if "head" in member.roles]
    if section.department_id:
        return [head for head in heads if head.department_id == section.department_id]
    named = _departments_in(content.get("blocks"))
    concerned = [head for head in heads if head.department and head.department.name in named]
    return concerned or heads


def _departments_in(data: object) -> set[str]:
    """The department names that this content carries, wherever a row has a « department »."""
    if isinstance(data, list):
        return {name for item in data for name in _departments_in(item)}
    if isinstance(data, dict):
        own = {str(data["department"])} if isinstance(data.get("department"), str) else set()
        return own | {name for value in data.values() for name in _departments_in(value)}
    return set()
