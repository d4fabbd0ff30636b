"""Writes of a signing campaign: opening it, asking, and what those who were asked answer."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import (
    Department,
    Membership,
    Project,
    UsageCampaign,
    UsageInvitation,
    UsageMail,
    UsageRequest,
    UsageSignature,
    UsageVersion,
)
from charter.models.usage_committee import RequestCategory
from charter.models.usage_mails import UsageMailKind
from charter.models.usage_signing import OUT
from charter.usage import outbox
from charter.usage.links import is_code, new_seed, token_of
from charter.usage.mails import send_code
from charter.usage.proofs import statement_of
from charter.usage.recipients import Person, merged
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.templatetags.french import long_datetime
from crmproject.toolkit.text import normalised
from crmproject.toolkit.tokens import digest_of

CODE_MINUTES = 15
CODE_TRIES = 5
CODES_PER_HOUR = 6
CLOSED = "La campagne de signature est close\u00a0: rien n’a été enregistré."


class CodeError(RefusedError):
    """The code is missing, wrong or too old."""


@dataclass(frozen=True)
class Added:
    """What became of the people given: asked for the first time, or in the campaign already."""

    asked: int
    already: list[str]


def people_of(project: Project) -> list[Person]:
    """The members of the project, as people to ask."""
    members = Membership.objects.live().filter(project=project, user__is_active=True)
    return [
        Person(str(one.user), one.user.email.lower(), one.department.name if one.department else "")
        for one in members.select_related("user", "department")
    ]


def asked_before(project: Project) -> list[Person]:
    """Who signed an earlier version, or was asked and is still concerned: a new version asks them again."""
    last: dict[str, UsageInvitation] = {}
    invitations = UsageInvitation.objects.filter(campaign__charter__project=project)
    for one in invitations.select_related("signature").order_by("-campaign__version__number", "pk"):
        last.setdefault(one.email, one)
    gone = {email for email, one in last.items() if one.state in OUT}
    signatures = UsageSignature.objects.filter(version__charter__project=project)
    rows: list[UsageInvitation | UsageSignature] = [*last.values()]
    rows += signatures.order_by("-version__number", "pk")
    return merged(Person(one.name, one.email, one.department) for one in rows if one.email not in gone)


@transaction.atomic
def open_campaign(
    *, version: UsageVersion, due: datetime.date, message: str, people: list[Person], members: bool, by: User
) -> tuple[UsageCampaign, Added]:
    """Ask everybody to sign this version; the campaign of an earlier one ends.

    Raises RefusedError for a version that is no longer the latest, that has its campaign, or without anybody to ask.
    """
    charter = version.charter
    latest = charter.versions.order_by("-number").first()
    if latest != version:
        raise RefusedError(f"La {latest} remplace celle-ci\u00a0: c’est elle qu’il faut faire signer.")
    project = charter.project
    everybody = merged(people, asked_before(project), people_of(project) if members else [])
    if not everybody:
        raise RefusedError(
            "La campagne n’a aucun destinataire\u00a0: collez une liste, ou ajoutez les membres du projet."
        )
    charter.campaigns.filter(closed_at=None).update(closed_at=timezone.now())
    try:
        with transaction.atomic():
            campaign = UsageCampaign.objects.create(
                charter=charter, version=version, due=due, message=message, opened_by=by
            )
    except IntegrityError as error:
        raise RefusedError("Une campagne est déjà ouverte pour cette version.") from error
    return campaign, add_people(campaign=campaign, people=everybody)


@transaction.atomic
def add_people(*, campaign: UsageCampaign, people: Iterable[Person]) -> Added:
    """Ask these people too; who is in the campaign already is left alone. Raises RefusedError when it is closed."""
    if not UsageCampaign.objects.filter(pk=campaign.pk, closed_at=None).exists():
        raise RefusedError(CLOSED)
    project = campaign.charter.project
    given = list(people)
    known = set(campaign.invitations.values_list("email", flat=True))
    members = {
        one.user.email.lower(): one
        for one in Membership.objects.live().filter(project=project).select_related("user")
    }
    names = _departments(project)
    new = []
    for person in given:
        if person.email in known:
            continue
        seed = new_seed()
        new.append(
            UsageInvitation(
                campaign=campaign,
                name=person.name,
                email=person.email,
                department=names.get(normalised(person.department), person.department),
                member=members.get(person.email),
                seed=seed,
                token_sha256=digest_of(token_of(seed)),
            )
        )
    made = UsageInvitation.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    emails = [one.email for one in made]
    asked = list(campaign.invitations.filter(email__in=emails)) if emails else []
    outbox.post(_asking(campaign, one, UsageMailKind.INVITATION, f"{one.pk}") for one in asked)
    return Added(len(asked), [one.email for one in given if one.email in known])


def _departments(project: Project) -> dict[str, str]:
    """The names of departments, by their own spelling and by their codes."""
    rows = Department.objects.live().filter(project=project).values_list("code", "name")
    return {key: name for code, name in rows for key in (normalised(code), normalised(name))}


def _asking(campaign: UsageCampaign, invitation: UsageInvitation, kind: UsageMailKind, key: str) -> UsageMail:
    return outbox.written(kind, key, campaign.charter, to=invitation.email, invitation=invitation)


def close_campaign(*, campaign: UsageCampaign) -> bool:
    """End a campaign: links of those who did not sign lead nowhere; False when it was closed already."""
    return bool(UsageCampaign.objects.filter(pk=campaign.pk, closed_at=None).update(closed_at=timezone.now()))


def reopen_campaign(*, campaign: UsageCampaign) -> None:
    """Open a campaign again. Raises RefusedError when a later version replaced its own."""
    if campaign.charter.versions.filter(number__gt=campaign.version.number).exists():
        raise RefusedError("Une version plus récente remplace celle de cette campagne.")
    try:
        with transaction.atomic():
            UsageCampaign.objects.filter(pk=campaign.pk).update(closed_at=None)
    except IntegrityError as error:
        raise RefusedError("Une autre campagne est ouverte.") from error


@transaction.atomic
def ask_again(*, invitation: UsageInvitation) -> None:
    """Send the link again; one that was closed is replaced by a new one. Raises RefusedError when it is too late."""
    if invitation.signed:
        raise RefusedError(f"{invitation} a déjà signé.")
    if not invitation.campaign.is_open:
        raise RefusedError(CLOSED)
    if invitation.state in OUT:
        seed = new_seed()
        UsageInvitation.objects.filter(pk=invitation.pk).update(
            seed=seed,
            token_sha256=digest_of(token_of(seed)),
            asked_at=timezone.now(),
            opened_at=None,
            excused_at=None,
            misdirected_at=None,
            revoked_at=None,
        )
    key = f"{invitation.pk}:{timezone.now():%Y%m%d%H%M%S}"
    outbox.post([_asking(invitation.campaign, invitation, UsageMailKind.INVITATION, key)])


def revoke(*, invitation: UsageInvitation) -> None:
    """Close one person’s link at once. Raises RefusedError where that person signed."""
    if not UsageInvitation.objects.filter(pk=invitation.pk, signature=None).update(revoked_at=timezone.now()):
        raise RefusedError(f"{invitation} a signé\u00a0: sa signature reste.")


def note_opening(*, invitation: UsageInvitation) -> None:
    """Note that the charter was opened by this link; who had said not to be concerned comes back."""
    rows = UsageInvitation.objects.filter(pk=invitation.pk)
    rows.filter(opened_at=None).update(opened_at=timezone.now())
    rows.exclude(excused_at=None).update(excused_at=None)


def request_code(*, invitation: UsageInvitation) -> None:
    """Send a new code to the address of the link. Raises CodeError after too many, or when no mail leaves."""
    if not limits.take(f"usage-code:{invitation.pk}", limit=CODES_PER_HOUR, seconds=3600):
        raise CodeError(
            "Beaucoup de codes ont déjà été envoyés à cette adresse\u00a0: attendez une heure, puis recommencez."
        )
    invitation.code_seed = new_seed()
    invitation.code_until = timezone.now() + datetime.timedelta(minutes=CODE_MINUTES)
    invitation.code_tries = 0
    invitation.save(update_fields=["code_seed", "code_until", "code_tries"])
    if not send_code(invitation, CODE_MINUTES):
        raise CodeError(
            "Le code n’est pas parti\u00a0: la messagerie ne répond pas. Réessayez dans quelques minutes."
        )


def sign(*, invitation: UsageInvitation, name: str, code: str) -> UsageSignature:
    """Record the signature of who holds this address.

    Raises CodeError for a wrong or old code, RefusedError where there is a signature already or nothing to sign.
    """
    standing = UsageSignature.objects.filter(invitation=invitation).first()
    if standing:
        raise RefusedError(f"Vous avez déjà signé, le {long_datetime(standing.signed_at)}.")
    if not invitation.campaign.is_open:
        raise RefusedError(CLOSED)
    _check_code(invitation, code)
    return _signature(invitation, name)


def _check_code(invitation: UsageInvitation, typed: str) -> None:
    """Count the try before looking at it, so that many at once gain nothing."""
    counted = UsageInvitation.objects.filter(
        pk=invitation.pk,
        code_seed=invitation.code_seed,
        code_until__gt=timezone.now(),
        code_tries__lt=CODE_TRIES,
    ).update(code_tries=F("code_tries") + 1)
    if not invitation.code_seed or not counted:
        raise CodeError("Ce code n’est plus valable\u00a0: demandez-en un nouveau, il arrive par e-mail.")
    if not is_code(invitation, typed):
        left = CODE_TRIES - invitation.code_tries - 1
        more = f"il reste {left} essai{'s' if left > 1 else ''}" if left > 0 else "demandez-en un nouveau"
        raise CodeError(f"Ce n’est pas le code envoyé\u00a0: {more}. Rien n’a été signé.")


@transaction.atomic
def _signature(invitation: UsageInvitation, name: str) -> UsageSignature:
    version = invitation.campaign.version
    try:
        with transaction.atomic():
            signature = UsageSignature.objects.create(
                version=version,
                invitation=invitation,
                name=name,
                email=invitation.email,
                department=invitation.department,
                fingerprint=version.fingerprint,
                statement=statement_of(
                    name=name,
                    email=invitation.email,
                    department=invitation.department,
                    title=version.content["title"],
                    number=version.number,
                    fingerprint=version.fingerprint,
                ),
            )
    except IntegrityError as error:
        raise RefusedError("Vous avez déjà signé cette version.") from error
    UsageInvitation.objects.filter(pk=invitation.pk).update(code_seed="", code_until=None)
    note_opening(invitation=invitation)
    charter = invitation.campaign.charter
    outbox.post(
        [
            outbox.written(
                UsageMailKind.SIGNED, str(signature.pk), charter, to=invitation.email, invitation=invitation
            )
        ]
    )
    return signature


@transaction.atomic
def refuse(*, invitation: UsageInvitation, reason: str) -> UsageRequest:
    """Refuse to sign, for this reason, which the committee reads. Who refuses may still sign later."""
    from charter.actions.usage_committee import address_from_link

    if invitation.signed:
        raise RefusedError("Vous avez déjà signé\u00a0: écrivez plutôt au comité de la charte.")
    if not invitation.campaign.is_open:
        raise RefusedError(CLOSED)
    UsageInvitation.objects.filter(pk=invitation.pk).update(refused_at=timezone.now())
    note_opening(invitation=invitation)
    return address_from_link(invitation=invitation, category=RequestCategory.REFUSAL, text=reason)


def excuse(*, invitation: UsageInvitation) -> None:
    """Note that this person says not to be concerned: the count and the reminders leave them out."""
    UsageInvitation.objects.filter(pk=invitation.pk, signature=None).update(excused_at=timezone.now())


@transaction.atomic
def misdirect(*, invitation: UsageInvitation) -> None:
    """Close a link whose reader is somebody else, and tell the manager."""
    closed = UsageInvitation.objects.filter(pk=invitation.pk, signature=None, misdirected_at=None)
    if not closed.update(misdirected_at=timezone.now()):
        return
    project = invitation.campaign.charter.project
    notify(
        [project.manager],
        Notice(
            f"usage-misdirected:{invitation.pk}:{invitation.token_sha256[:12]}",
            Kind.MEETING,
            f"Le lien de signature envoyé à {invitation.email} a été ouvert par quelqu’un d’autre",
            reverse("usage_campaign", args=[project.slug]),
            about=project.name,
            detail="Le lien est fermé. Vérifiez l’adresse, puis renvoyez-le, ou ajoutez la bonne adresse.",
        ),
    )
