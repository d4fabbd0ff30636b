"""Indicators of success: their page, one of them with its measurements, and the catalogue to pick from."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.indicators import pick_indicators, picked_names
from charter.blocks.indicators import row_of
from charter.forms.indicators import MeasurementForm
from charter.history import last_write
from charter.indicatorcatalogue import CATALOGUE
from charter.indicatordrawings import indicator_trend
from charter.models import Indicator, Measurement
from charter.registers.indicators import indicators as register
from charter.registers.indicators import may_measure
from charter.views.pages import REFUSED, project_page, refusal
from charter.views.registers import DELETED, TRASH_SHOWN, list_page
from crmproject.toolkit.http import posted_int
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.text import normalised

NBSP = "\u00a0"


@project_view(Permission.VIEW)
@require_safe
def indicators(request: ProjectRequest) -> HttpResponse:
    """All of them, with how far each one is."""
    return list_page(request, register)


@project_view(Permission.VIEW)
@require_safe
def indicator(request: ProjectRequest, pk: int) -> HttpResponse:
    """One indicator, drawn and in a table, and the form of a new measurement for who may write it."""
    return _indicator_page(request, _indicator(request, pk))


@project_view(Permission.VIEW)
@require_POST
def measurement_add(request: ProjectRequest, pk: int) -> HttpResponse:
    """Add a measurement: the manager, and the indicator’s owner."""
    one = _measurable(request, pk)
    form = MeasurementForm(request.POST, indicator=one)
    form.instance.author = request.user
    if not form.is_valid() or form.save_row() is None:
        return _indicator_page(request, one, form=form, status=REFUSED)
    messages.success(request, "Mesure enregistrée.")
    return redirect("indicator", request.project.slug, one.pk)


@project_view(Permission.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def measurement_edit(request: ProjectRequest, pk: int, measurement: int) -> HttpResponse:
    """Correct a measurement; a write refused as stale shows both and loses nothing."""
    one = _measurable(request, pk)
    row = _measurement(one, measurement)
    form = MeasurementForm(request.POST or None, instance=row, indicator=one)
    if request.method != "POST":
        return _measurement_page(request, one, form)
    if not form.is_valid():
        return _measurement_page(request, one, form, status=REFUSED)
    if form.save_row() is None:
        return _measurement_page(request, one, form, status=refusal(form), last=last_write(row))
    messages.success(request, "Mesure corrigée.")
    return redirect("indicator", request.project.slug, one.pk)


@project_view(Permission.VIEW)
@require_POST
def measurement_delete(request: ProjectRequest, pk: int, measurement: int) -> HttpResponse:
    """Put a measurement aside."""
    one = _measurable(request, pk)
    row = _measurement(one, measurement)
    row.put_aside(read_version=posted_int(request, "version"))
    url = reverse("indicator", args=[request.project.slug, one.pk])
    return HttpResponseRedirect(f"{url}?{DELETED}={row.pk}")


@project_view(Permission.VIEW)
@require_POST
def measurement_restore(request: ProjectRequest, pk: int, measurement: int) -> HttpResponse:
    """Bring a measurement back."""
    one = _measurable(request, pk)
    row = _measurement(one, measurement, deleted_too=True)
    if row.is_deleted:
        _restore(request, row)
    return redirect("indicator", request.project.slug, one.pk)


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_catalogue(request: ProjectRequest) -> HttpResponse:
    """Indicators to pick, several at once; those that the project has already are told."""
    if request.method != "POST":
        return _catalogue_page(request)
    try:
        added, known = pick_indicators(project=request.project, keys=request.POST.getlist("choix"))
    except RefusedError as refused:
        return _catalogue_page(request, refusal=str(refused), status=REFUSED)
    if known:
        names = ", ".join(f"«{NBSP}{one.name}{NBSP}»" for one in known)
        messages.info(request, f"Déjà dans le projet{NBSP}: {names}.")
    if added:
        count = f"{len(added)} indicateurs ajoutés" if len(added) > 1 else "Un indicateur ajouté"
        messages.success(request, f"{count}{NBSP}: fixez le départ, la cible, la date et le propriétaire.")
    return redirect("indicators", request.project.slug)


def _indicator(request: ProjectRequest, pk: int) -> Indicator:
    rows = Indicator.objects.live().filter(project=request.project, pk=pk).with_measurements()
    found: Indicator | None = rows.first()
    if found is None:
        raise Http404("Cet indicateur n’existe pas, ou il a été supprimé.")
    return found


def _measurable(request: ProjectRequest, pk: int) -> Indicator:
    one = _indicator(request, pk)
    if not may_measure(request, one):
        raise PermissionDenied(
            "Seuls le chef de projet et le propriétaire de l’indicateur écrivent ses mesures."
        )
    return one


def _measurement(one: Indicator, pk: int, *, deleted_too: bool = False) -> Measurement:
    rows = Measurement.objects.filter(indicator=one, pk=pk)
    found: Measurement | None = (rows if deleted_too else rows.filter(deleted_at=None)).first()
    if found is None:
        raise Http404("Cette mesure n’existe pas, ou elle a été supprimée.")
    return found


def _restore(request: ProjectRequest, row: Measurement) -> None:
    try:
        with transaction.atomic():
            row.restore(read_version=row.version)
    except IntegrityError:
        messages.error(request, f"Une autre mesure porte déjà cette date{NBSP}: supprimez-la d’abord.")
    else:
        messages.success(request, "Mesure restaurée.")


def _indicator_page(
    request: ProjectRequest, one: Indicator, *, form: MeasurementForm | None = None, status: int = 200
) -> HttpResponse:
    writes = may_measure(request, one)
    trash: list[Any] = []
    if writes:
        trash = list(Measurement.objects.deleted().filter(indicator=one)[:TRASH_SHOWN])
    just_deleted = request.GET.get(DELETED, "")
    context = {
        "indicator": one,
        "drawing": indicator_trend(row_of(one)),
        "measurements": list(reversed(one.measured)),
        "form": (form or MeasurementForm(indicator=one)) if writes else None,
        "may_measure": writes,
        "may_write": request.access.allows(Permission.EDIT_CHARTER),
        "trash": trash,
        "undo": next((row for row in trash if str(row.pk) == just_deleted), None),
    }
    return project_page(request, "charter/indicators/indicator.html", context, tab="charter", status=status)


def _measurement_page(
    request: ProjectRequest, one: Indicator, form: MeasurementForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "indicator": one,
        "form": form,
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{each.label}\u00a0: {each.typed}" for each in form.conflicts),
        "theirs": "\n".join(f"{each.label}\u00a0: {each.stored}" for each in form.conflicts),
        **extra,
    }
    return project_page(request, "charter/indicators/measurement.html", context, tab="charter", status=status)


def _catalogue_page(request: ProjectRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    standing = picked_names(request.project)
    chosen = set(request.POST.getlist("choix"))
    choices = [
        {"entry": entry, "picked": normalised(entry.name) in standing, "chosen": entry.key in chosen}
        for entry in CATALOGUE
    ]
    context = {"choices": choices, "refusal": refusal}
    return project_page(request, "charter/indicators/catalogue.html", context, tab="charter", status=status)
