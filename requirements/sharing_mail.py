"""The message that takes a link to its reader."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.urls import reverse

from accounts import limits
from accounts.mails import compose, one_line
from accounts.models import User
from charter.front import Front
from requirements.models import ShareLink

MESSAGES_PER_HOUR = 60

log = logging.getLogger(__name__)


def shared_url(token: str) -> str:
    """The address that a link’s reader opens."""
    return settings.SITE_URL + reverse("shared", args=[token])


def send_link(*, link: ShareLink, token: str, by: User) -> bool:
    """Send the link; False when the mail server refuses or is silent, or when this person sent too many."""
    if not limits.take(f"share-mails:{by.pk}", limit=MESSAGES_PER_HOUR, seconds=3600):
        return False
    front = Front.from_json(link.edition.front)
    message = compose(
        to=link.email,
        subject=one_line(
            f"{by} partage avec vous {link.edition.specification.the} «\u00a0{front.project}\u00a0»"
        ),
        text="requirements/sharing/mail.txt",
        html="requirements/sharing/mail.html",
        context={"link": link, "edition": link.edition, "front": front, "by": by, "url": shared_url(token)},
    )
    message.reply_to = [by.email]
    try:
        message.send()
    except (SMTPException, OSError):
        log.exception("link %s was not sent", link.pk)
        return False
    return True
