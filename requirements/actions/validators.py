"""Writes on who decides: delegation for a while, replacement for good."""

import datetime

import pghistory
from django.db import transaction
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership
from crmproject.toolkit.refusals import RefusedError
from requirements.models import Delegation, Validator

LONGEST = datetime.timedelta(days=180)


@transaction.atomic
def delegate(
    *,
    principal: Membership,
    to: Membership,
    starts: datetime.date,
    ends: datetime.date,
    reason: str,
    by: User,
) -> Delegation:
    """Let somebody of the same department decide in a validator’s place, from one day to another, both included.

    Raises RefusedError when the days make no sense, the two are of different departments, one of them left, or
    another delegation of this validator covers these days.
    """
    Membership.objects.select_for_update().get(pk=principal.pk)
    if to.pk == principal.pk:
        raise RefusedError("On ne délègue pas à soi-même\u00a0: choisissez une autre personne.")
    if to.is_deleted or principal.is_deleted:
        raise RefusedError("Cette personne ne fait plus partie du projet\u00a0: choisissez-en une autre.")
    if principal.department_id is None or to.department_id != principal.department_id:
        raise RefusedError(
            "On délègue à une personne de son service\u00a0: choisissez quelqu’un du même service."
        )
    if ends < starts:
        raise RefusedError("La délégation finit avant de commencer\u00a0: corrigez les dates.")
    if ends < timezone.localdate():
        raise RefusedError("Cette période est déjà passée\u00a0: choisissez une date de fin à venir.")
    if ends - starts > LONGEST:
        raise RefusedError("Une délégation dure six mois au plus\u00a0: au-delà, changez de validateur.")
    overlapping = Delegation.objects.live().filter(principal=principal, starts__lte=ends, ends__gte=starts)
    if overlapping.exists():
        raise RefusedError(
            "Une autre délégation couvre déjà une partie de cette période\u00a0: révoquez-la d’abord."
        )
    made = Delegation.objects.create(
        project_id=principal.project_id,
        principal=principal,
        delegate=to,
        starts=starts,
        ends=ends,
        reason=reason,
    )
    project = principal.project
    notice = Notice(
        key=f"delegation:{made.pk}",
        kind=Kind.DECIDE,
        text=(
            f"Du {starts:%d/%m/%Y} au {ends:%d/%m/%Y}, {to.user} peut valider les sections à la place de "
            f"{principal.user}."
        ),
        detail=reason,
        url=project.get_absolute_url(),
        about=project.name,
    )
    notify([to.user, principal.user, project.manager], notice, but=by)
    return made


@transaction.atomic
def replace_validator(*, old: Membership, new: Membership, by: User) -> int:
    """Put somebody in a validator’s place in every section where he is one; returns their number.

    What the former validator decided stays in the history; the new one has to decide for himself.
    Raises RefusedError when the new one left the project, or is the same person.
    """
    if new.pk == old.pk:
        raise RefusedError("Choisissez une autre personne que celle à remplacer.")
    if new.is_deleted:
        raise RefusedError(f"{new} ne fait plus partie du projet\u00a0: choisissez une autre personne.")
    count = move_seats(old=old, new=new)
    if count:
        project = old.project
        notice = Notice(
            key=f"replacement:{old.pk}:{new.pk}:{timezone.now():%Y%m%d%H%M%S}",
            kind=Kind.DECIDE,
            text=(
                f"Vous remplacez {old.user} comme validateur de {count} "
                f"section{'s' if count > 1 else ''} du cahier des charges."
            ),
            url=project.get_absolute_url(),
            about=project.name,
        )
        notify([new.user], notice, but=by)
    return count


def move_seats(*, old: Membership, new: Membership) -> int:
    """Put `new` where `old` is a validator, and end the delegations of `old`; returns in how many sections."""
    pghistory.context(reason="remplacement d’un validateur")
    places = list(
        Validator.objects.select_for_update().filter(member=old).select_related("section__specification")
    )
    named = set(
        Validator.objects.filter(section__in=[one.section_id for one in places], member=new).values_list(
            "section_id", flat=True
        )
    )
    for place in places:
        if place.section_id in named:
            place.delete()
        else:
            Validator.objects.filter(pk=place.pk).update(member=new)
    Delegation.objects.live().filter(principal=old).update(deleted_at=timezone.now())
    return len(places)
