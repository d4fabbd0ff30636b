"""Calendars that people subscribe to: their secret links, and what these answer without an account."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError as BrokerUnreachable

from accounts import limits
from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import REFUSED, project_page
from crmproject.toolkit.ics import CONTENT_TYPE
from crmproject.toolkit.marks import open_view
from crmproject.toolkit.tokens import digest_of
from planning.actions.feeds import make_feed, revoke_feed
from planning.calendars import feed_content
from planning.forms.agenda import FeedForm
from planning.models import CalendarFeed
from planning.tasks import note_feed_reading

log = logging.getLogger(__name__)

WHY = "le lien secret tient lieu de clef, jusqu’à sa révocation"
TAB = "planning"
# Calendars read every few hours; a person who tries things reads more often.
READINGS, READINGS_SECONDS = 60, 600
NOTED_SECONDS = 300
# How long a calendar may keep what it read before asking again.
FRESH_SECONDS = 900
GONE = "Ce lien d’agenda n’existe pas ou ne répond plus."


@require_safe
@project_view(Permission.VIEW)
def calendar_feeds(request: ProjectRequest) -> HttpResponse:
    """My links for calendars, when each was last read, and how to make one."""
    return _page(request, FeedForm())


@never_cache
@require_POST
@project_view(Permission.VIEW)
def calendar_feed_make(request: ProjectRequest) -> HttpResponse:
    """A new link, shown this once; the former one of the same content is closed."""
    member = request.access.membership
    form = FeedForm(request.POST)
    if member is None:
        form.add_error(None, "Il faut être membre du projet pour avoir un lien d’agenda.")
    if member is None or not form.is_valid():
        return _page(request, form, status=REFUSED)
    token = make_feed(member=member, scope=form.cleaned_data["scope"], alarm=form.cleaned_data["alarm"])
    address = f"{settings.SITE_URL}{reverse('calendar_feed', args=[token])}"
    scheme, _, rest = address.partition("://")
    shown = {"address": address, "webcal": f"webcal://{rest}", "is_plain": scheme != "https"}
    return _page(request, FeedForm(), shown=shown)


@require_POST
@project_view(Permission.VIEW)
def calendar_feed_revoke(request: ProjectRequest, pk: int) -> HttpResponse:
    """Close one of my links for good."""
    feed = CalendarFeed.objects.filter(pk=pk, member__project=request.project).first()
    if feed is None:
        raise Http404("Ce lien d’agenda n’existe pas.")
    if request.access.membership is None or feed.member_id != request.access.membership.pk:
        raise PermissionDenied("Chacun révoque ses propres liens d’agenda.")
    if revoke_feed(feed=feed):
        messages.success(request, "Lien révoqué\u00a0: les agendas qui le lisaient ne reçoivent plus rien.")
    else:
        messages.info(request, "Ce lien était déjà révoqué.")
    return redirect("calendar_feeds", request.project.slug)


@open_view(WHY)
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a calendar reads; the same 404 for a link that is unknown, revoked, or of who left."""
    standing = CalendarFeed.objects.standing().select_related("member__user", "member__project__manager")
    feed = standing.filter(token_sha256=digest_of(token)).first()
    if feed is None:
        raise Http404(GONE)
    if not limits.take(f"feed:{feed.pk}", limit=READINGS, seconds=READINGS_SECONDS):
        slow = HttpResponse("Trop de lectures.", status=429, content_type="text/plain; charset=utf-8")
        slow["Retry-After"] = str(READINGS_SECONDS)
        return slow
    content = feed_content(feed)
    etag = f'"{content.stamp[:32]}"'
    _note(feed)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(content.as_file(), content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = f'inline; filename="{feed.member.project.slug}.ics"'
    answer["ETag"] = etag
    answer["Cache-Control"] = f"private, max-age={FRESH_SECONDS}"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _note(feed: CalendarFeed) -> None:
    """Leave it to a worker to write when the feed was read; not more often than the page needs."""
    if not limits.take(f"feed-noted:{feed.pk}", limit=1, seconds=NOTED_SECONDS):
        return
    try:
        note_feed_reading.delay(feed.pk, timezone.now().isoformat())
    except (BrokerUnreachable, OSError):
        log.warning("queue unreachable: the reading of a calendar is not noted", exc_info=True)


def _page(
    request: ProjectRequest, form: FeedForm, *, status: int = 200, shown: dict[str, Any] | None = None
) -> HttpResponse:
    standing = CalendarFeed.objects.filter(member=request.access.membership, revoked_at=None)
    context = {"form": form, "feeds": list(standing), **(shown or {})}
    return project_page(request, "planning/agenda/feeds.html", context, tab=TAB, status=status)
