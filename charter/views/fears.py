"""Fears left without a name: the page where they are left, and what the manager does of them."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions import fears
from charter.forms.risks import CollectionForm, FearForm, LeaveFearForm
from charter.models import AnonymousFear, FearCollection
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.marks import open_view
from crmproject.toolkit.refusals import RefusedError

WHY = "on y laisse une crainte sans dire qui l’on est\u00a0: l’adresse, secrète, tient lieu de clef"

type Anonymous = Callable[[HttpRequest, FearCollection], HttpResponse]


def _page(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page made without its request, which knows nothing of who reads it."""
    return HttpResponse(render_to_string(template, context), status=status)


def _at_the_collection(view: Anonymous) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the open collection of this address. No token against forgery: it would be a cookie."""

    @functools.wraps(view)
    @csrf_exempt
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        found = FearCollection.objects.filter(token=token, is_open=True, project__deleted_at=None)
        collection = found.select_related("project").first()
        if collection is None:
            return _page("charter/fears/closed.html", {}, status=404)
        return view(request, collection)

    return guarded


@open_view(WHY)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@_at_the_collection
def fear_leave(request: HttpRequest, collection: FearCollection) -> HttpResponse:
    """One question, one answer, nothing else."""
    form = LeaveFearForm(request.POST if request.method == "POST" else None)
    context = {"collection": collection, "form": form, "batch": fears.batch_size()}
    if request.method != "POST":
        return _page("charter/fears/leave.html", context)
    if not form.is_valid():
        return _page("charter/fears/leave.html", context, status=REFUSED)
    if not fears.may_leave(collection):
        return _page("charter/fears/leave.html", {**context, "too_many": True}, status=429)
    try:
        fears.leave_fear(collection=collection, text=form.cleaned_data["text"])
    except RefusedError:
        return _page("charter/fears/closed.html", {}, status=404)
    return redirect("fear_left", collection.token)


@open_view(WHY)
@require_safe
@_at_the_collection
def fear_left(request: HttpRequest, collection: FearCollection) -> HttpResponse:
    """Thanks, and what happens next."""
    return _page("charter/fears/left.html", {"collection": collection, "batch": fears.batch_size()})


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def fear_collection(request: ProjectRequest) -> HttpResponse:
    """The collection: open it, say why, read what was left."""
    if request.method != "POST":
        return _collection_page(request)
    form = CollectionForm(request.POST)
    if not form.is_valid():
        return _collection_page(request, form=form, status=REFUSED)
    fears.open_collection(project=request.project, invitation=form.cleaned_data["invitation"])
    messages.success(request, "Le recueil est ouvert\u00a0: diffusez son adresse.")
    return redirect("fear_collection", request.project.slug)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def fear_collection_close(request: ProjectRequest) -> HttpResponse:
    """Close the address that was shown; it never opens again."""
    if fears.close_collection(project=request.project, token=request.POST.get("token", "")):
        messages.success(request, "Recueil fermé\u00a0: son adresse ne mène plus à rien.")
    else:
        messages.info(request, "Cette adresse était déjà fermée.")
    return redirect("fear_collection", request.project.slug)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def fear_release(request: ProjectRequest) -> HttpResponse:
    """Read what waits, when it is enough."""
    try:
        number = fears.release_fears(project=request.project)
    except RefusedError as refused:
        return _collection_page(request, refusal=str(refused), status=REFUSED)
    messages.success(request, f"{number} craintes relevées, dans un ordre tiré au sort.")
    return redirect("fear_collection", request.project.slug)


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def fear_take(request: ProjectRequest, pk: uuid.UUID) -> HttpResponse:
    """Make an entry of the charter from a fear, worded by the manager."""
    fear = _fear(request, pk)
    if fear.is_taken:
        messages.info(request, "Cette crainte est déjà reprise.")
        return redirect("fear_collection", request.project.slug)
    form = FearForm(request.POST or None, project=request.project, initial={"title": fear.text})
    if request.method == "POST" and form.is_valid():
        try:
            taken = fears.take_fear(fear=fear, form=form)
        except RefusedError as refused:
            messages.error(request, str(refused))
            return _collection_page(request, status=CONFLICT)
        if taken is not None:
            messages.success(request, "Crainte reprise dans la note de cadrage.")
            return redirect(reverse("register", args=[request.project.slug, "craintes"]))
    status = REFUSED if request.method == "POST" else 200
    context = {"fear": fear, "form": form}
    return project_page(request, "charter/fears/take.html", context, tab="charter", status=status)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def fear_aside(request: ProjectRequest, pk: uuid.UUID) -> HttpResponse:
    """Leave a fear out, or bring it back (`retablir`)."""
    fear = _fear(request, pk)
    fears.put_fear_aside(fear=fear, aside="retablir" not in request.POST)
    return redirect("fear_collection", request.project.slug)


def _fear(request: ProjectRequest, pk: uuid.UUID) -> AnonymousFear:
    found = AnonymousFear.objects.filter(project=request.project, pk=pk).select_related("risk").first()
    if found is None:
        raise Http404("Cette crainte n’existe pas.")
    return found


def _collection_page(
    request: ProjectRequest, *, form: CollectionForm | None = None, status: int = 200, **extra: Any
) -> HttpResponse:
    collection = FearCollection.objects.filter(project=request.project).first()
    is_open = collection is not None and collection.is_open
    read = list(AnonymousFear.objects.filter(project=request.project).select_related("risk"))
    initial = {"invitation": collection.invitation if collection else ""}
    context = {
        "collection": collection if is_open else None,
        "address": settings.SITE_URL + reverse("fear_leave", args=[collection.token])
        if is_open and collection
        else "",
        "form": form or CollectionForm(initial=initial),
        "ready": fears.is_ready(request.project),
        "batch": fears.batch_size(),
        "untaken": [one for one in read if not one.is_taken and not one.is_aside],
        "taken": [one for one in read if one.is_taken],
        "aside": [one for one in read if one.is_aside and not one.is_taken],
        **extra,
    }
    return project_page(request, "charter/fears/collection.html", context, tab="charter", status=status)
