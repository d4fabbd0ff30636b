"""Messages of the usage charter that wait, and their sending: each once, whatever the workers and outages.

A message is a row, written in the transaction of what it tells. A worker claims it for a while, looks whether it still
makes sense, sends it, and marks it; a worker that dies leaves a claim that expires, and the message is sent again under
the same Message-ID. A mail server that is away costs nothing: everything waits for the next round.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.core.mail import mailers
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerUnreachable

from accounts.delivery import BACKOFF, CLAIM, MAX_ATTEMPTS, PERMANENT
from charter.models import UsageCharter, UsageInvitation, UsageMail, UsageRequest
from charter.models.usage_mails import UsageMailKind, UsageMailState
from charter.usage.mails import mail_of

log = logging.getLogger(__name__)

MOST_PER_ROUND = 2000


def written(
    kind: UsageMailKind,
    key: str,
    charter: UsageCharter,
    *,
    to: str,
    invitation: UsageInvitation | None = None,
    request: UsageRequest | None = None,
) -> UsageMail:
    """A message to put in the outbox."""
    return UsageMail(
        kind=kind, key=f"{kind}:{key}", charter=charter, to=to, invitation=invitation, request=request
    )


def post(mails: Iterable[UsageMail]) -> None:
    """Put these messages in the outbox, those already there apart; they leave after the commit."""
    UsageMail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=500)
    # Once for all that this transaction writes.
    if not any(_send_soon in registered for registered in connection.run_on_commit):
        transaction.on_commit(_send_soon)


def _send_soon() -> None:
    """Ask a worker to send what waits; beat asks again within a minute."""
    from charter.tasks.usage import send_usage_mails

    try:
        send_usage_mails.delay()
    except (BrokerUnreachable, OSError):
        log.warning("queue unreachable: messages of the usage charter wait", exc_info=True)


def send_round() -> int:
    """Send what may leave now; how many messages left."""
    mailer = mailers.default
    count = 0
    try:
        for _ in range(MOST_PER_ROUND):
            mail = take()
            if mail is None:
                break
            if not _open(mailer, mail):
                break
            count += _send(mail, mailer)
    finally:
        with suppress(OSError):
            mailer.close()
    return count


@transaction.atomic
def take() -> UsageMail | None:
    """Claim the next message; None when none may leave now, or when others are at them."""
    now = timezone.now()
    mail = UsageMail.objects.owed(now).select_for_update(skip_locked=True).order_by("pk").first()
    if mail is None:
        return None
    mail.state, mail.claimed_until, mail.attempts = UsageMailState.SENDING, now + CLAIM, mail.attempts + 1
    mail.save(update_fields=["state", "claimed_until", "attempts"])
    return mail


def _open(mailer: Any, mail: UsageMail) -> bool:
    """Whether the mail server is there; when it isn’t, the message waits and this was no attempt."""
    try:
        mailer.open()
    except (OSError, ValueError) as error:
        log.warning("mail server unreachable: messages of the usage charter wait: %s", error)
        _end(mail, state=UsageMailState.WAITING, attempts=F("attempts") - 1)
        return False
    return True


def _send(mail: UsageMail, mailer: Any) -> int:
    try:
        message = mail_of(mail)
        if message is None:
            _end(mail, state=UsageMailState.DROPPED)
            return 0
        mailer.send_messages([message])
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        _retry(mail, refused, hopeless=min(codes, default=0) >= PERMANENT)
    except (SMTPException, OSError) as error:
        _retry(mail, error)
        with suppress(OSError):
            mailer.close()
    except Exception as error:
        # One message that can’t be written must not keep the others from leaving.
        log.exception("message %s of the usage charter", mail.pk)
        _retry(mail, error)
    else:
        _end(mail, state=UsageMailState.SENT, sent_at=timezone.now())
        return 1
    return 0


def _retry(mail: UsageMail, error: Exception, *, hopeless: bool = False) -> None:
    """Try again later, or give up: the campaign’s page then says that the address was refused."""
    if hopeless or mail.attempts >= MAX_ATTEMPTS:
        log.warning("message %s of the usage charter given up: %s", mail.pk, error)
        _end(mail, state=UsageMailState.FAILED)
        return
    pause = BACKOFF[min(mail.attempts, len(BACKOFF)) - 1]
    _end(mail, state=UsageMailState.WAITING, after=timezone.now() + pause)


def _end(mail: UsageMail, **values: Any) -> None:
    """Write how it ended, unless another worker took it over meanwhile."""
    mine = UsageMail.objects.filter(
        pk=mail.pk, state=UsageMailState.SENDING, claimed_until=mail.claimed_until
    )
    mine.update(claimed_until=None, **values)
