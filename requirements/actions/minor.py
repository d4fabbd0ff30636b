"""Writes on minor corrections: the manager declares one, a validator objects."""

import datetime

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from requirements.actions.agreement import current
from requirements.models import MinorChange, Objection, Revision, Section, Validator
from requirements.revisions import keep_revision
from requirements.states import Record, record_of


def agreed_revision(section: Section, record: Record) -> Revision | None:
    """The latest content that all required validators agreed on, which a correction may start from."""
    for decision in reversed(record.decisions):
        if record.is_agreed(decision.fingerprint):
            return Revision.objects.filter(section=section, fingerprint=decision.fingerprint).first()
    return None


@transaction.atomic
def declare_minor(*, section: Section, read: str, reason: str, by: User) -> MinorChange:
    """Hold the change from the agreed content to the one with fingerprint `read` for editorial.

    Validators keep their approval, are shown the difference, and may object during the specification’s delay.
    Raises RefusedError when nothing was agreed, nothing changed or no reason is given, ContentChangedError when the
    content is no longer the one that was read.
    """
    Section.objects.select_for_update().get(pk=section.pk)
    now = current(section)
    if now.fingerprint != read:
        raise ContentChangedError(
            "Le contenu a changé depuis l’affichage de cette page\u00a0: relisez l’écart, puis déclarez-le."
        )
    if not reason.strip():
        raise RefusedError("Dites pourquoi cette correction est mineure.")
    record = record_of(section)
    before = agreed_revision(section, record)
    if before is None:
        raise RefusedError(
            "Cette section n’a jamais été validée\u00a0: soumettez-la, il n’y a pas d’approbation à maintenir."
        )
    if record.is_agreed(now.fingerprint):
        raise RefusedError("Les approbations portent déjà sur ce contenu\u00a0: il n’y a rien à déclarer.")
    pghistory.context(reason="correction mineure")
    after = keep_revision(section=section, content=now.content, fingerprint=now.fingerprint, by=by)
    days = datetime.timedelta(days=section.specification.objection_days)
    try:
        with transaction.atomic():
            change = MinorChange.objects.create(
                section=section,
                before=before,
                after=after,
                reason=reason.strip(),
                marked_by=by,
                marked_by_name=str(by),
                closes_on=timezone.localdate() + days,
            )
    except IntegrityError:
        raise RefusedError(
            "Cette correction est déjà déclarée mineure, et un validateur y a fait objection\u00a0: "
            "soumettez la section."
        ) from None
    _tell_declared(change, by)
    return change


def _tell_declared(change: MinorChange, by: User) -> None:
    section = change.section
    validators = Validator.objects.filter(section=section).select_related("member__user")
    notice = Notice(
        key=f"minor:{change.pk}",
        kind=Kind.DECIDED,
        text=(
            f"La section «\u00a0{section.title}\u00a0» a reçu une correction déclarée mineure. Votre approbation est "
            f"maintenue, sauf objection de votre part avant le {change.closes_on:%d/%m/%Y} inclus."
        ),
        detail=change.reason,
        url=section.get_absolute_url(),
        about=section.specification.project.name,
    )
    notify([one.member.user for one in validators], notice, but=by)


def is_open(change: MinorChange) -> bool:
    """Whether a validator may still object."""
    return timezone.localdate() <= change.closes_on


@transaction.atomic
def object_to_minor(*, change: MinorChange, member: Membership, reason: str) -> Objection:
    """Refuse that this change be minor: the approval of this validator does not pass on to it.

    Raises PermissionDenied for anyone but a validator of the section, RefusedError without a reason, after the
    delay, or when this validator already objected.
    """
    section = change.section
    if not Validator.objects.filter(section=section, member=member).exists():
        raise PermissionDenied("Vous n’êtes pas validateur de cette section.")
    if not reason.strip():
        raise RefusedError("Dites pourquoi cette correction n’est pas mineure.")
    if not is_open(change):
        raise RefusedError(
            f"Le délai d’objection s’est achevé le {change.closes_on:%d/%m/%Y}\u00a0: retirez votre approbation si "
            "vous n’êtes plus d’accord."
        )
    try:
        with transaction.atomic():
            objection = Objection.objects.create(
                change=change, member=member, name=str(member.user), reason=reason.strip()
            )
    except IntegrityError:
        raise RefusedError("Vous avez déjà fait objection à cette correction.") from None
    project = section.specification.project
    notice = Notice(
        key=f"objection:{objection.pk}",
        kind=Kind.REOPENED,
        text=f"{member.user} fait objection à la correction mineure de la section «\u00a0{section.title}\u00a0».",
        detail=objection.reason,
        url=section.get_absolute_url(),
        about=project.name,
    )
    notify([project.manager, change.marked_by], notice, but=member.user)
    return objection
