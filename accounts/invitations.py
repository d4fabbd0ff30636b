"""Invitations: an account without a password, and a link that lets its person choose one, once."""

import logging
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts import limits
from accounts.mails import compose, one_line
from accounts.models import User

logger = logging.getLogger(__name__)

INVITATIONS_PER_HOUR = 60


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens that die when a password is chosen, and after PASSWORD_RESET_TIMEOUT."""

    key_salt = "accounts.invitation"


tokens = InvitationTokens()


def person_for(email: str) -> User:
    """The account of this address, opened without a password when there was none."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user:
        return user
    try:
        with transaction.atomic():
            return User.objects.create_user(email)
    except IntegrityError:
        # Another manager has just invited the same person.
        return User.objects.get(email=email)


def may_invite(user: User, *, count: int = 1) -> bool:
    """Whether this person may send that many invitations more within the hour."""
    allowed = True
    for _ in range(count):
        allowed = limits.take(f"invitations:{user.pk}", limit=INVITATIONS_PER_HOUR, seconds=3600)
    return allowed


def invitation_url(user: User) -> str:
    """The one-time link of this person."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.SITE_URL + reverse("invitation", args=[uid, tokens.make_token(user)])


def invited_person(uid: str, token: str) -> User | None:
    """The person of a link that still holds; None when it was used, is too old, or was made up."""
    try:
        user = User.objects.filter(pk=int(force_str(urlsafe_base64_decode(uid))), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    if user is None or user.has_usable_password() or not tokens.check_token(user, token):
        return None
    return user


def send_invitation(*, user: User, by: User, project_name: str, organisation: str, project_url: str) -> bool:
    """Send the link; False, and a line in the log, when the mail server refuses or is silent."""
    joined = user.has_usable_password()
    context = {
        "user": user,
        "by": by,
        "project_name": project_name,
        "organisation": organisation,
        "joined": joined,
        "url": settings.SITE_URL + project_url if joined else invitation_url(user),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    subject = one_line(render_to_string("accounts/email/invitation_subject.txt", context))
    message = compose(
        to=user.email,
        subject=subject,
        text="accounts/email/invitation.txt",
        html="accounts/email/invitation.html",
        context=context,
    )
    try:
        message.send()
    except (SMTPException, OSError):
        logger.exception("invitation of user %s was not sent", user.pk)
        return False
    return True


def accept(*, user: User, token: str, name: str, password: str) -> bool:
    """Give the account its name and password; False when the link was used in the meantime."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if not tokens.check_token(locked, token):
            return False
        locked.name, locked.joined_at = name, timezone.now()
        locked.set_password(password)
        locked.save()
        # The link came by e-mail: the address is the person’s.
        EmailAddress.objects.update_or_create(
            user=locked, email=locked.email, defaults={"verified": True, "primary": True}
        )
    return True
