"""One’s notifications: the bell, the list, and opening one."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.context import Bell
from accounts.models import Kind, Notification
from accounts.models.notices import NotificationQuerySet
from crmproject.toolkit.http import posted_int, whole_number
from crmproject.toolkit.marks import open_view

PAGE_SIZE = 30
UNREAD = "non-lues"


@open_view("chacun lit ses propres notifications")
@login_required
@require_safe
def listing(request: Any) -> HttpResponse:
    """All that one was told, by day, unread first within a day; filtered by state, project and subject."""
    own = Notification.objects.filter(user=request.user)
    projects = list(own.exclude(about="").order_by("about").values_list("about", flat=True).distinct())
    chosen = _chosen(request, projects)
    rows = _filtered(own, chosen).annotate(day=TruncDate("created_at"))
    rows = rows.order_by("-day", F("read_at").asc(nulls_first=True), "-created_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "projects": projects,
        "kinds": Kind.choices,
        "chosen": chosen,
        "unread": UNREAD,
        "newest": own.order_by("-pk").values_list("pk", flat=True).first() or 0,
    }
    return render(request, "accounts/notices.html", context)


def _chosen(request: Any, projects: list[str]) -> dict[str, str]:
    """The filters of the address that mean something."""
    asked = {name: request.GET.get(name, "") for name in ("etat", "projet", "sujet")}
    known = {"etat": [UNREAD], "projet": projects, "sujet": Kind.values}
    return {name: value for name, value in asked.items() if value in known[name]}


def _filtered(own: NotificationQuerySet, chosen: dict[str, str]) -> NotificationQuerySet:
    if "etat" in chosen:
        own = own.unread()
    if "projet" in chosen:
        own = own.filter(about=chosen["projet"])
    if "sujet" in chosen:
        own = own.filter(kind=chosen["sujet"])
    return own


@open_view("la cloche ne compte que ses propres notifications")
@never_cache
@require_safe
def bell(request: Any) -> HttpResponse:
    """The bell when its count differs from « vu », nothing (204) when it doesn’t; asked for again and again."""
    if not request.user.is_authenticated:
        # The page tells by itself, at the next real move, that its session ended.
        return HttpResponse(status=204)
    counted = Bell(request.user)
    seen = whole_number(request.GET.get("vu", ""))
    if seen == counted.count:
        return HttpResponse(status=204)
    answer = render(request, "accounts/_bell.html", {"bell": counted})
    if seen is not None and counted.count > seen:
        new = counted.count - seen
        text = (
            "Vous avez une nouvelle notification."
            if new == 1
            else f"Vous avez {new} nouvelles notifications."
        )
        answer["HX-Trigger"] = json.dumps({"toast": {"level": "info", "text": text}})
    return answer


@open_view("chacun ouvre ses propres notifications")
@login_required
@require_POST
def open_one(request: Any, pk: int) -> HttpResponse:
    """Mark a notification as read and go to its page."""
    notice = get_object_or_404(Notification, pk=pk, user=request.user)
    _mark(notice.pk, read=True)
    return redirect(notice.url if is_local(notice.url) else "notices")


@open_view("chacun marque ses propres notifications")
@login_required
@require_POST
def mark(request: Any, pk: int) -> HttpResponse:
    """Mark a notification as read, or as unread again."""
    notice = get_object_or_404(Notification, pk=pk, user=request.user)
    _mark(notice.pk, read=request.POST.get("lue") != "non")
    return _back(request)


@open_view("chacun marque ses propres notifications")
@login_required
@require_POST
def read_all(request: Any) -> HttpResponse:
    """Mark as read all that the page showed; what came meanwhile stays unread."""
    shown = Notification.objects.filter(user=request.user, pk__lte=posted_int(request, "jusque"))
    count = shown.unread().update(read_at=timezone.now())
    if count:
        plural = "s" if count > 1 else ""
        messages.success(request, f"{count} notification{plural} marquée{plural} comme lue{plural}.")
    return _back(request)


def is_local(path: str) -> bool:
    """Whether this is a path of this site."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def _mark(pk: int, *, read: bool) -> None:
    # The first reading counts.
    rows = Notification.objects.filter(pk=pk, read_at__isnull=read)
    rows.update(read_at=timezone.now() if read else None)


def _back(request: Any) -> HttpResponse:
    """To the list, filtered as it was."""
    back = request.POST.get("retour", "")
    return redirect(back if is_local(back) else "notices")
