"""Telling people something, once, in the site and by e-mail."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from kombu.exceptions import OperationalError as BrokerUnreachable

from accounts.models import Kind, Notification, User

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """What to tell. `key` names the event (« submission:12 »): a person is told each event once.

    `url` is a path of the site; `about` the project’s name; `detail` what a message or a reason says, which the e-mail
    quotes whole when it is told `in_full`. `calendar` is attached to it, as `crmproject.toolkit.ics` writes it.
    """

    key: str
    kind: Kind
    text: str
    url: str
    about: str = ""
    detail: str = ""
    calendar: str = ""
    in_full: bool = False


def notify(people: Iterable[User], notice: Notice, *, but: User | None = None) -> None:
    """Tell these people, in the same transaction as the event itself; whom `but` names did it and knows.

    E-mails leave after the commit, as each person wants them; a queue that is away delays them, no more.
    """
    found = {person.pk: person for person in people if person.is_active and person != but}
    if not found:
        return
    # In one order: two transactions that tell the same people the same thing would wait for each other.
    told = [found[pk] for pk in sorted(found)]
    Notification.objects.bulk_create(
        [
            Notification(
                user=person,
                key=notice.key,
                kind=notice.kind,
                text=notice.text[:500],
                detail=notice.detail,
                url=notice.url,
                about=notice.about[:200],
                calendar=notice.calendar,
                in_full=notice.in_full,
            )
            for person in told
        ],
        ignore_conflicts=True,
    )
    # Once for all that this transaction tells.
    if not any(_send_soon in registered for registered in connection.run_on_commit):
        transaction.on_commit(_send_soon)


def _send_soon() -> None:
    """Ask a worker to send what waits; beat asks again within a minute."""
    from accounts.tasks import send_waiting

    try:
        send_waiting.delay()
    except (BrokerUnreachable, OSError):
        log.warning("queue unreachable: e-mails wait for the next round", exc_info=True)
