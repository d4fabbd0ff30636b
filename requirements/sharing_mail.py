"""The message that takes a link to its reader."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from requirements.models import ShareLink
from requirements.pdf.front import Front

log = logging.getLogger(__name__)


def shared_url(token: str) -> str:
    """The address that a link’s reader opens."""
    return settings.SITE_URL + reverse("shared", args=[token])


def send_link(*, link: ShareLink, token: str, by: User) -> bool:
    """Send the link; False, and a line in the log, when the mail server refuses or is silent."""
    front = Front.from_json(link.edition.front)
    context = {"link": link, "edition": link.edition, "front": front, "by": by, "url": shared_url(token)}
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string("requirements/sharing/mail_subject.txt", context).split()),
        body=render_to_string("requirements/sharing/mail.txt", context),
        to=[link.email],
        reply_to=[by.email],
    )
    message.attach_alternative(render_to_string("requirements/sharing/mail.html", context), "text/html")
    try:
        message.send()
    except (SMTPException, OSError):
        log.exception("link %s was not sent", link.pk)
        return False
    return True
