"""Writes on peer reviews (relecture croisée): asking, reading, taking back. None of them bears on validation."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.access import TABLE, Permission
from charter.models import Membership, Role
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.templatetags.french import long_date
from requirements.audience import still_there
from requirements.models import PeerReview, Section


def page_of(section: Section) -> str:
    """Where a section’s reviews are asked for and given."""
    return f"{section.get_absolute_url()}?volet=commentaires#relectures"


@transaction.atomic
def ask_reviews(
    *, section: Section, members: list[Membership], due: datetime.date | None, by: User
) -> list[PeerReview]:
    """Ask these people to read a section. Who is already asked gets the new date; who has read is asked again.

    Raises RefusedError, naming them, for people who left or may not comment, and for a day that is past.
    """
    if not members:
        raise RefusedError("Choisissez au moins un relecteur.")
    _refuse_people(members)
    if due and due < timezone.localdate():
        raise RefusedError("La date attendue est passée\u00a0: choisissez aujourd’hui ou un jour à venir.")
    Section.objects.select_for_update().get(pk=section.pk)
    now = timezone.now()
    asked = []
    for member in members:
        review, _ = PeerReview.objects.update_or_create(
            section=section,
            member=member,
            defaults={
                "asked_by": by,
                "asked_at": now,
                "due": due,
                "done_at": None,
                "fingerprint": "",
                "note": "",
            },
        )
        asked.append(review)
        _tell_reviewer(review, by=by)
    return asked


def _refuse_people(members: list[Membership]) -> None:
    gone = [member.display_name for member in members if member.is_deleted]
    if gone:
        raise RefusedError(
            f"Ne fait plus partie du projet\u00a0: {', '.join(gone)}. Choisissez un autre relecteur."
        )
    mute = [member.display_name for member in members if not may_review(member)]
    if mute:
        raise RefusedError(f"N’a pas le droit de commenter dans ce projet\u00a0: {', '.join(mute)}.")


def may_review(member: Membership) -> bool:
    """Whether this member may be asked to read: somebody there, who may comment."""
    if member.is_deleted:
        return False
    permissions = {one for role in member.all_roles for one in TABLE[Role(role)]}
    return Permission.COMMENT in permissions


@transaction.atomic
def say_read(*, review: PeerReview, by: User, read: str, note: str) -> None:
    """Record that the reviewer has read the content with fingerprint `read`.

    Raises PermissionDenied for anyone else, ContentChangedError when the content is no longer the one that was read.
    """
    if review.member.user_id != by.pk:
        raise PermissionDenied("Seule la personne sollicitée peut dire qu’elle a relu cette section.")
    section = review.section
    if fingerprint(section.content()) != read:
        raise ContentChangedError(
            "Le contenu a changé pendant votre lecture\u00a0: votre relecture n’a pas été enregistrée. "
            "Relisez la version actuelle, puis recommencez."
        )
    PeerReview.objects.filter(pk=review.pk).update(done_at=timezone.now(), fingerprint=read, note=note)
    people = [review.asked_by, section.specification.project.manager]
    notice = Notice(
        key=f"peer-review-done:{review.pk}:{read[:12]}",
        kind=Kind.COMMENT,
        text=f"{by} a relu «\u00a0{section.title}\u00a0»",
        url=page_of(section),
        about=section.specification.project.name,
        detail=note,
    )
    notify(still_there(section.specification.project, people), notice, but=by)


def withdraw_request(*, review: PeerReview) -> None:
    """Take back a request that nobody answered. Raises RefusedError when the section was read meanwhile."""
    taken_back, _ = PeerReview.objects.filter(pk=review.pk, done_at=None).delete()
    if not taken_back:
        raise RefusedError(
            "Cette relecture vient d’être faite\u00a0: elle reste dans l’historique de la section."
        )


def _tell_reviewer(review: PeerReview, *, by: User) -> None:
    section = review.section
    wanted = f", pour le {long_date(review.due)}" if review.due else ""
    notice = Notice(
        key=f"peer-review:{review.pk}:{review.asked_at:%Y%m%d%H%M%S%f}",
        kind=Kind.COMMENT,
        text=f"{by} vous demande de relire «\u00a0{section.title}\u00a0»{wanted}",
        url=page_of(section),
        about=section.specification.project.name,
    )
    notify([review.member.user], notice, but=by)
