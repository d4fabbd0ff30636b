"""Telling people how something stands, again whenever it changed: each is told each state once, until it moves on.

A topic (« governance-meeting:12:20270303 ») stands in a state, a word without « : » made of what people must know. Who
was told which one last is read in their notices, so nothing else has to be kept.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.models import Notification, User
from accounts.notify import Notice, notify


@dataclass(frozen=True)
class Told:
    """What somebody was told last of a topic, and when."""

    state: str
    at: datetime.datetime
    notice: int


type ToldByTopic = dict[str, dict[int, Told]]


def last_told(prefixes: Collection[str], people: Iterable[int]) -> ToldByTopic:
    """For every topic that begins so, what each of these people was last told of it, by their number; one query."""
    found: ToldByTopic = defaultdict(dict)
    if not prefixes:
        return found
    begins = reduce(or_, (Q(key__startswith=one) for one in prefixes))
    rows = Notification.objects.filter(begins, user__in=list(people)).order_by("pk")
    for pk, user, key, at in rows.values_list("pk", "user_id", "key", "created_at"):
        topic, _, rest = key.rpartition(":")[0].rpartition(":")
        found[topic][user] = Told(rest, at, pk)
    return found


def tell_standing(
    people: Iterable[User], *, topic: str, state: str, notice: Callable[[Told | None], Notice]
) -> list[User]:
    """Tell this state to those of these people who were not told it last; returns them.

    `notice` words it for who was told that before, or nothing; its key is given here. Whoever does it is told like the
    others: the e-mail is what they keep. Two who do it at once tell it once.
    """
    active = [one for one in people if one.is_active]
    told = last_told([f"{topic}:"], [one.pk for one in active])[topic]
    reached = []
    for person in active:
        before = told.get(person.pk)
        if before is not None and before.state == state:
            continue
        # What comes back to a state that it had is told again: the key says after what.
        key = f"{topic}:{state}:{before.notice if before else 0}"
        notify([person], replace(notice(before), key=key))
        reached.append(person)
    return reached
