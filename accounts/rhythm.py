"""When a person’s e-mails may leave: rhythm, quiet hours, and how many an hour. Pure functions of what is given.

`sent` are the moments at which e-mails left for this person lately, in any order.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from accounts.models import Notification, Preferences, Rhythm

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
# How far back `sent` must go for these functions.
MEMORY = datetime.timedelta(hours=26)
MAILS_PER_HOUR = 30


@dataclass(frozen=True)
class Plan:
    """What to do with the notices that wait: those that get no e-mail, and when the others leave together."""

    unwanted: list[Notification] = field(default_factory=list)
    together: list[Notification] = field(default_factory=list)
    leaves: datetime.datetime | None = None


def plan(
    waiting: Sequence[Notification],
    *,
    wants: Preferences,
    sent: Sequence[datetime.datetime],
    now: datetime.datetime,
) -> Plan:
    """Sort the waiting notices of one person; those that leave go in one e-mail, at `leaves`."""
    unwanted = [notice for notice in waiting if not is_wanted(notice, wants)]
    together = [notice for notice in waiting if is_wanted(notice, wants)]
    if not together:
        return Plan(unwanted)
    oldest = min(notice.created_at for notice in together)
    leaves = (
        _daily(wants, oldest, sent, now) if wants.rhythm == Rhythm.DAILY else _immediate(oldest, sent, now)
    )
    return Plan(unwanted, together, after_quiet_hours(wants, leaves))


def is_wanted(notice: Notification, wants: Preferences) -> bool:
    """Whether this person wants an e-mail of this kind at all."""
    return wants.rhythm != Rhythm.NONE and notice.kind not in wants.muted


def after_quiet_hours(wants: Preferences, moment: datetime.datetime) -> datetime.datetime:
    """This moment, or the end of the quiet hours that it lies in."""
    local = timezone.localtime(moment)
    if wants.quiet_until is None or not wants.is_quiet(local.time()):
        return moment
    end = _local(local.date(), wants.quiet_until)
    return end if end > local else _local(local.date() + DAY, wants.quiet_until)


def was_held_back(notices: Sequence[Notification], sent: Sequence[datetime.datetime]) -> bool:
    """Whether these notices had to wait because too many e-mails had left within the hour."""
    oldest = min(notice.created_at for notice in notices)
    return sum(moment > oldest - HOUR for moment in sent) >= MAILS_PER_HOUR


def _immediate(
    oldest: datetime.datetime, sent: Sequence[datetime.datetime], now: datetime.datetime
) -> datetime.datetime:
    """At once when nothing left a moment ago; else what comes meanwhile goes together, a while after."""
    leaves = [now]
    if sent:
        leaves.append(max(sent) + datetime.timedelta(seconds=settings.MAIL_GROUP_SECONDS))
    lately = sorted(moment for moment in sent if moment > now - HOUR)
    if len(lately) >= MAILS_PER_HOUR:
        leaves.append(lately[-MAILS_PER_HOUR] + HOUR)
    return max(leaves)


def _daily(
    wants: Preferences, oldest: datetime.datetime, sent: Sequence[datetime.datetime], now: datetime.datetime
) -> datetime.datetime:
    """Now when the last hour of the digest found something and nothing left since; else at the next one.

    It catches up by itself: a digest whose hour fell into an outage leaves when the outage is over.
    """
    today = timezone.localtime(now).date()
    at = datetime.time(wants.daily_hour)
    last = _local(today, at)
    if last > now:
        last = _local(today - DAY, at)
    if oldest <= last and not any(moment >= last for moment in sent):
        return now
    return _local(timezone.localtime(last).date() + DAY, at)


def _local(day: datetime.date, at: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, at, timezone.get_current_timezone())
