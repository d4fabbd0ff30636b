"""Links that stop e-mails without signing in: signed, for one person, and for one kind or for all."""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from accounts.models import Kind, Notification, Preferences, Rhythm, User
from crmproject.toolkit.http import whole_number

ALL = "tout"
# They never expire: whoever finds an old message may stop those to come.
_signer = Signer(salt="accounts.unsubscribe")


@dataclass(frozen=True)
class Refusal:
    """Whose e-mails, and of which kind; None means all."""

    user: User
    kind: Kind | None


def unsubscribe_url(user: User, kind: str | None) -> str:
    """The full link that stops this person’s e-mails of this kind, or all of them."""
    token = _signer.sign(f"{user.pk}:{kind or ALL}")
    return settings.SITE_URL + reverse("unsubscribe", args=[token])


def read_token(token: str) -> Refusal | None:
    """What a link stands for; None when it was cut or made up, or when its person left."""
    try:
        number, _, kind = _signer.unsign(token).partition(":")
    except BadSignature:
        return None
    user = User.objects.filter(pk=whole_number(number) or 0, is_active=True).first()
    if user is None or kind not in {ALL, *Kind.values}:
        return None
    return Refusal(user, None if kind == ALL else Kind(kind))


@transaction.atomic
def stop(*, user: User, kind: Kind | None) -> None:
    """Send this person no more e-mails of this kind, or none at all; what waits is not sent either."""
    wants = _own(user)
    if kind is None:
        wants.rhythm = Rhythm.NONE
    elif kind not in wants.muted:
        wants.muted = [*wants.muted, kind]
    wants.save()
    decide_again(user)


@transaction.atomic
def resume(*, user: User, kind: Kind | None) -> None:
    """Send these e-mails again: the opposite of `stop`."""
    wants = _own(user)
    if kind is None and wants.rhythm == Rhythm.NONE:
        wants.rhythm = Rhythm.IMMEDIATE
    wants.muted = [one for one in wants.muted if one != kind]
    wants.save()
    decide_again(user)


def decide_again(user: User) -> None:
    """Let the next round decide anew when the waiting e-mails of this person leave: the wishes changed."""
    Notification.objects.filter(user=user).fresh().update(mail_after=None)


def _own(user: User) -> Preferences:
    Preferences.objects.get_or_create(user=user)
    return Preferences.objects.select_for_update().get(user=user)
