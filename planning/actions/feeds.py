"""Writes on links of calendars: made anew, revoked, and the day on which one was read."""

import datetime
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from charter.models import Membership
from crmproject.toolkit.tokens import digest_of
from planning.models import CalendarFeed

TOKEN_BYTES = 32


@transaction.atomic
def make_feed(*, member: Membership, scope: str, alarm: int) -> str:
    """Give this person a new link and close the former one of the same scope; returns its token, kept nowhere."""
    Membership.objects.select_for_update().get(pk=member.pk)
    standing = CalendarFeed.objects.filter(member=member, scope=scope, revoked_at=None)
    standing.update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.create(member=member, scope=scope, alarm=alarm, token_sha256=digest_of(token))
    return token


def revoke_feed(*, feed: CalendarFeed) -> bool:
    """Close a link; False when it was closed already."""
    standing = CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None)
    return bool(standing.update(revoked_at=timezone.now()))


def note_reading(*, feed: int, at: datetime.datetime) -> None:
    """Note when a calendar read a feed; an older word changes nothing."""
    older = Q(last_read_at=None) | Q(last_read_at__lt=at)
    CalendarFeed.objects.filter(older, pk=feed, revoked_at=None).update(last_read_at=at)
