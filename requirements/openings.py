"""Who opened an edition, when and how: written when a page says that it is really shown, read by the committee."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from accounts.models import User
from charter.access import Access, Permission
from charter.models import Membership
from requirements.models import Edition, Opening, OpeningWay, ShareLink

# Within this time, the same person opening the same thing again is one opening.
ONE_OPENING = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class Reading:
    """How one person, or the holder of one link, opened an edition: `ways` says what, and how many times."""

    user_id: int | None
    name: str
    title: str
    ways: str
    first: datetime.datetime
    last: datetime.datetime


def record_opening(
    *, edition: Edition, way: OpeningWay, user: User | None = None, link: ShareLink | None = None
) -> bool:
    """Note that this person, or the holder of this link, opened the edition; False within ten minutes of the last time.

    The edition is locked meanwhile, so that ten windows opened at once count for one.
    """
    with transaction.atomic():
        Edition.objects.select_for_update(no_key=True).only("pk").get(pk=edition.pk)
        recent = Opening.objects.filter(
            edition=edition, user=user, link=link, way=way, opened_at__gt=timezone.now() - ONE_OPENING
        )
        if recent.exists():
            return False
        Opening.objects.create(edition=edition, user=user, link=link, way=way)
    return True


def may_see_all(access: Access) -> bool:
    """The manager and the committee see everyone’s openings; others their own."""
    return access.allows(Permission.ORGANISE) or access.allows(Permission.DECIDE)


def readings_of(edition: Edition, *, only: User | None = None) -> list[Reading]:
    """Who opened this edition and how, the latest first."""
    rows = Opening.objects.filter(edition=edition)
    if only is not None:
        rows = rows.filter(user=only)
    grouped = (
        rows.values(
            "user", "link", "user__name", "user__email", "link__recipient", "link__organisation", "way"
        )
        .annotate(times=Count("pk"), first=Min("opened_at"), last=Max("opened_at"))
        .order_by("-last")
    )
    people: dict[tuple[int | None, int | None], list[Any]] = {}
    for row in grouped:
        people.setdefault((row["user"], row["link"]), []).append(row)
    titles = _titles(edition, [user for user, _ in people if user])
    return [_reading(rows, titles) for rows in people.values()]


def _reading(rows: list[Any], titles: dict[int, str]) -> Reading:
    one = rows[0]
    return Reading(
        user_id=one["user"],
        name=one["user__name"] or one["user__email"] or one["link__recipient"],
        title=titles.get(one["user"], "") if one["user"] else _outside(one["link__organisation"]),
        ways=", ".join(_way(row["way"], row["times"]) for row in rows),
        first=min(row["first"] for row in rows),
        last=max(row["last"] for row in rows),
    )


def _way(way: str, times: int) -> str:
    label = str(OpeningWay(way).label)
    return label if times == 1 else f"{label} ({times} fois)"


def readings_for(edition: Edition, access: Access) -> list[Reading]:
    """What this person may see of who opened this edition."""
    return readings_of(edition, only=None if may_see_all(access) else access.user)


def _titles(edition: Edition, people: Iterable[int]) -> dict[int, str]:
    members = Membership.objects.filter(project=edition.specification.project_id, user__in=set(people))
    return dict(members.values_list("user_id", "title"))


def _outside(organisation: str) -> str:
    return f"{organisation}, par lien de partage" if organisation else "par lien de partage"
