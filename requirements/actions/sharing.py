"""Writes on links for people outside: making one, extending, revoking."""

import datetime
import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.tokens import digest_of
from requirements.actions.exports import request_export
from requirements.export_options import ExportOptions
from requirements.models import Edition, ShareLink

TOKEN_BYTES = 32
REVOKED = "Ce lien est révoqué\u00a0: faites-en un nouveau."


def end_of(day: datetime.date) -> datetime.datetime:
    """The last second of this day, here."""
    last = datetime.datetime.combine(day, datetime.time(23, 59, 59))
    return timezone.make_aware(last)


@transaction.atomic
def make_link(
    *,
    edition: Edition,
    recipient: str,
    organisation: str,
    email: str,
    expires_on: datetime.date,
    password: str,
    by: User,
) -> tuple[ShareLink, str]:
    """Make a link to this edition, and ask for the copy that bears its reader’s name; with it, its only token."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = ShareLink(
        edition=edition,
        recipient=recipient,
        organisation=organisation,
        email=email,
        token_sha256=digest_of(token),
        password=make_password(password) if password else "",
        expires_at=end_of(expires_on),
        created_by=by,
    )
    link.export = request_export(
        specification=edition.specification,
        edition=edition,
        by=by,
        options=ExportOptions(copy_for=link.copy_label),
    )
    link.save()
    return link, token


def extend_link(*, link: ShareLink, expires_on: datetime.date) -> None:
    """Set another last day, also to a link that had expired. Raises RefusedError where it was revoked."""
    standing = ShareLink.objects.filter(pk=link.pk, revoked_at=None)
    if not standing.update(expires_at=end_of(expires_on)):
        raise RefusedError(REVOKED)


def revoke_link(*, link: ShareLink) -> bool:
    """Close a link for good, at once; False when it was closed already."""
    return bool(ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()))
