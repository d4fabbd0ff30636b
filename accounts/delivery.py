"""Sending what waits: each notice in one e-mail, whatever the number of workers, outages and restarts.

A worker claims the notices of one e-mail by an update that holds for a while, sends it, and marks them. A worker that
dies leaves a claim that expires; the e-mail is then sent again as it was, under the same Message-ID, so that mail
servers which got it know it. A mail server that is away costs nothing: everybody waits for the next round.
"""

import datetime
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.core.mail import mailers
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Min
from django.utils import timezone

from accounts import rhythm
from accounts.mails import notices_mail
from accounts.models import MailState, Notification, Preferences, User

log = logging.getLogger(__name__)

# Longer than any server takes to accept one e-mail, each of its answers within EMAIL_TIMEOUT.
CLAIM = datetime.timedelta(minutes=5)
# How long the end of a sending waits for a database that is away.
PATIENCE_SECONDS = 60
MAX_ATTEMPTS = 6
BACKOFF = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240)]
# After so long, an e-mail that no server took says nothing useful any more: the site still does.
GIVE_UP = datetime.timedelta(days=3)
PEOPLE_PER_ROUND = 500
PERMANENT = 500


@dataclass(frozen=True)
class Claim:
    """The notices of one e-mail, held by this worker until a moment."""

    user: User
    notices: list[Notification]
    until: datetime.datetime
    wants: Preferences
    held_back: bool

    def end(self, **values: Any) -> None:
        """Write how it ended, unless another worker took over meanwhile.

        A database that restarts at this moment is waited for: forgetting what was sent would send it again.
        """
        mine = Notification.objects.filter(
            pk__in=[one.pk for one in self.notices], mail=MailState.SENDING, claimed_until=self.until
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                written = mine.update(**values)
            except (OperationalError, InterfaceError):
                if time.monotonic() > deadline:
                    raise
                connection.close()
                time.sleep(1)
            else:
                break
        if not written:
            log.warning("e-mail to user %s took so long that another worker took it over", self.user.pk)


def send_round() -> int:
    """Send what may leave now; how many e-mails left."""
    now = timezone.now()
    people = list(
        Notification.objects.owed(now)
        .values_list("user_id", flat=True)
        .annotate(first=Min("pk"))
        .order_by("first")[:PEOPLE_PER_ROUND]
    )
    if not people:
        return 0
    mailer = mailers.default
    try:
        return _send_to(people, mailer)
    except _ServerAwayError as away:
        log.warning("mail server unreachable, %s people wait: %s", len(people), away)
        _give_up(now)
        return 0
    finally:
        with suppress(OSError):
            mailer.close()


class _ServerAwayError(Exception):
    """No connection to the mail server: nobody’s fault, and nobody’s attempt."""


def _send_to(people: Sequence[int], mailer: Any) -> int:
    _open(mailer)
    count = 0
    for user_id in people:
        claim = take(user_id)
        if claim is not None:
            count += _send(claim, mailer)
    return count


def _open(mailer: Any) -> None:
    try:
        mailer.open()
    except (OSError, ValueError) as error:  # SMTPException is an OSError
        raise _ServerAwayError(error) from error


@transaction.atomic
def take(user_id: int) -> Claim | None:
    """Claim this person’s next e-mail; None when there is none now, or when another worker is at it."""
    user = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=user_id).first()
    if user is None:
        return None
    now = timezone.now()
    own = Notification.objects.filter(user=user)
    if own.filter(mail=MailState.SENDING, claimed_until__gt=now).exists():
        return None
    wants = Preferences.objects.filter(user=user).first() or Preferences(user=user)
    sent = _sent_lately(user, now)
    notices = _begun(user, wants, now) or _fresh(user, wants, sent, now)
    if not notices:
        return None
    until = now + CLAIM
    own.filter(pk__in=[one.pk for one in notices]).update(
        mail=MailState.SENDING, claimed_until=until, attempts=F("attempts") + 1
    )
    for notice in notices:
        notice.attempts += 1
    return Claim(user, notices, until, wants, rhythm.was_held_back(notices, sent))


def _begun(user: User, wants: Preferences, now: datetime.datetime) -> list[Notification]:
    """The notices of an e-mail tried before, together again: what was sent under one Message-ID never changes."""
    begun = Notification.objects.filter(user=user).owed(now).exclude(claimed_until=None)
    batches: dict[datetime.datetime | None, list[Notification]] = {}
    for notice in begun.order_by("claimed_until", "pk"):
        batches.setdefault(notice.claimed_until, []).append(notice)
    for batch in batches.values():
        if batch[0].attempts >= MAX_ATTEMPTS:
            _fail(batch, "its worker died each time")
        elif not user.is_active or not any(rhythm.is_wanted(notice, wants) for notice in batch):
            _skip(batch)
        elif rhythm.after_quiet_hours(wants, now) > now:
            _postpone(batch, rhythm.after_quiet_hours(wants, now))
        else:
            return batch
    return []


def _fresh(
    user: User, wants: Preferences, sent: list[datetime.datetime], now: datetime.datetime
) -> list[Notification]:
    """The notices never tried, when they leave now; else they are put off, or dropped as unwanted."""
    waiting = list(Notification.objects.filter(user=user).fresh().order_by("created_at", "pk"))
    if not user.is_active:
        _skip(waiting)
        return []
    plan = rhythm.plan(waiting, wants=wants, sent=sent, now=now)
    _skip(plan.unwanted)
    if plan.leaves is None:
        return []
    if plan.leaves > now:
        _postpone(plan.together, plan.leaves)
        return []
    return plan.together


def _sent_lately(user: User, now: datetime.datetime) -> list[datetime.datetime]:
    """When e-mails left for this person; the notices of one e-mail bear one moment."""
    sent = Notification.objects.filter(user=user, mail=MailState.SENT, sent_at__gt=now - rhythm.MEMORY)
    return [
        moment for moment in sent.order_by("sent_at").values_list("sent_at", flat=True).distinct() if moment
    ]


def _send(claim: Claim, mailer: Any) -> int:
    """Send one claimed e-mail and note how it went; how many left."""
    try:
        _open(mailer)
        mailer.send_messages(
            [notices_mail(claim.user, claim.notices, claim.wants, held_back=claim.held_back)]
        )
    except _ServerAwayError:
        # Nothing was said to the server: this was no attempt, and binds together only what was bound before.
        bound = claim.until if claim.notices[0].attempts > 1 else None
        claim.end(mail=MailState.WAITING, claimed_until=bound, attempts=F("attempts") - 1)
        raise
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        _retry(claim, refused, hopeless=min(codes, default=0) >= PERMANENT)
    except (SMTPException, OSError) as error:
        _retry(claim, error)
        if isinstance(error, SMTPServerDisconnected | TimeoutError | ConnectionError):
            with suppress(OSError):
                mailer.close()
    except Exception as error:
        # One notice that can’t be written must not keep the others from leaving.
        log.exception("e-mail to user %s", claim.user.pk)
        _retry(claim, error)
    else:
        claim.end(mail=MailState.SENT, sent_at=timezone.now(), claimed_until=None, mail_after=None)
        return 1
    return 0


def _retry(claim: Claim, error: Exception, *, hopeless: bool = False) -> None:
    attempts = claim.notices[0].attempts
    if hopeless or attempts >= MAX_ATTEMPTS:
        log.error("e-mail to user %s failed after %s attempts: %s", claim.user.pk, attempts, error)
        claim.end(mail=MailState.FAILED, claimed_until=None)
        return
    log.warning("e-mail to user %s not sent (attempt %s): %s", claim.user.pk, attempts, error)
    # `claimed_until` stays: it is what holds the notices of this e-mail together.
    claim.end(mail=MailState.WAITING, mail_after=timezone.now() + BACKOFF[attempts - 1])


def _give_up(now: datetime.datetime) -> None:
    """Fail what no server took for days."""
    old = Notification.objects.owed(now).filter(created_at__lt=now - GIVE_UP)
    failed = old.update(mail=MailState.FAILED, claimed_until=None)
    if failed:
        log.error("%s notices got no e-mail: no mail server for %s days", failed, GIVE_UP.days)


def _fail(notices: Sequence[Notification], why: str) -> None:
    log.error("e-mail to user %s failed: %s", notices[0].user_id, why)
    _write(notices, mail=MailState.FAILED, claimed_until=None)


def _skip(notices: Sequence[Notification]) -> None:
    _write(notices, mail=MailState.SKIPPED, claimed_until=None)


def _postpone(notices: Sequence[Notification], until: datetime.datetime) -> None:
    _write(notices, mail=MailState.WAITING, mail_after=until)


def _write(notices: Sequence[Notification], **values: Any) -> None:
    """Write to these notices, whose person’s row is locked."""
    if notices:
        Notification.objects.filter(pk__in=[one.pk for one in notices]).update(**values)
