"""Reminders of what is due: three days before, the day itself, three days after, then every week until it is done.

What is due is asked for by « due <= horizon », and each stage has its own key. So a round that didn’t run is made up
for by the next one, and two rounds at once tell nobody twice. A stage that a later one overtook is not told any more.
"""

import datetime
import hashlib
import logging
from collections.abc import Iterable, Iterator
from itertools import batched

from django.db import transaction
from django.utils import timezone

from accounts.models import Kind, Notification
from accounts.notify import Notice, notify
from accounts.reminders import Obligation, obligations
from crmproject.toolkit.templatetags.french import NBSP, long_date

log = logging.getLogger(__name__)

BEFORE = 3
AFTER = 3
WEEK = 7
# Nobody is reminded at night (local time).
DAY_BEGINS = 8
DAY_ENDS = 20
BATCH = 500
KEY_LENGTH = 200


def remind_all() -> int:
    """Tell everybody what this moment’s reminders are; how many were new."""
    now = timezone.localtime()
    if not DAY_BEGINS <= now.hour < DAY_ENDS:
        return 0
    today = now.date()
    horizon = today + datetime.timedelta(days=BEFORE)
    return sum(_remind(batch, today) for batch in batched(obligations(horizon), BATCH, strict=False))


def _remind(due: Iterable[Obligation], today: datetime.date) -> int:
    stages = {(one.user.pk, key): one for one in due for key in _key(one, today)}
    told = set(
        Notification.objects.filter(
            user__in={user for user, _ in stages}, key__in={key for _, key in stages}
        ).values_list("user_id", "key")
    )
    # In one order: two rounds at once would wait for each other.
    new = sorted(stages.keys() - told)
    if not new:
        return 0
    with transaction.atomic():
        for user, key in new:
            one = stages[user, key]
            text = f"{when(one.due, today)}{NBSP}: {one.text}"
            notify([one.user], Notice(key, Kind.REMINDER, text, one.url, about=one.about))
    return len(new)


def _key(one: Obligation, today: datetime.date) -> Iterator[str]:
    """The key of the stage reached today; none when the first one is still to come.

    The due date is part of it: an obligation that is put off is reminded of anew.
    """
    stage = stage_of((today - one.due).days)
    if stage is None:
        return
    key = f"reminder:{one.key}:{one.due:%Y%m%d}:{stage:+d}"
    yield key if len(key) <= KEY_LENGTH else f"reminder:{hashlib.sha256(key.encode()).hexdigest()}"


def stage_of(late: int) -> int | None:
    """The last stage reached, in days from the due date: -3, 0, 3, 10, 17…; None before the first."""
    if late < -BEFORE:
        return None
    if late < AFTER:
        return 0 if late >= 0 else -BEFORE
    return late - (late - AFTER) % WEEK


def when(due: datetime.date, today: datetime.date) -> str:
    """« Dans 3 jours », « Aujourd’hui », « En retard de 2 jours (prévu le 3 mars 2027) »."""
    late = (today - due).days
    if late == 0:
        return "À faire aujourd’hui"
    if late == -1:
        return "À faire demain"
    if late < 0:
        return f"À faire dans {-late}{NBSP}jours"
    return f"En retard de {late}{NBSP}jour{'s' if late > 1 else ''} (prévu le {long_date(due)})"
