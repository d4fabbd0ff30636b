"""Risks: their matrix, one of them with the history of its score, and the catalogue to pick from."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.risks import pick, picked_titles
from charter.blocks import load_risks
from charter.catalogue import FEARS, RISKS, Entry
from charter.models import Risk
from charter.models.risks import RiskKind, RiskStatus
from charter.register import get as get_register
from charter.registers.risks import marks
from charter.riskgrid import SIDE, grid
from charter.scoring import scorings, trend_of
from charter.treatments import treatments
from charter.views.pages import REFUSED, project_page
from crmproject.toolkit.http import whole_number
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.text import normalised

KINDS = [(one.value, one.label) for one in RiskKind if one is not RiskKind.FEAR]
STATUSES = [(one.value, one.label) for one in RiskStatus if one is not RiskStatus.CLOSED]


@dataclass(frozen=True)
class Filters:
    """What the matrix shows: a kind, a status, one square."""

    kind: str
    status: str
    probability: int | None
    impact: int | None

    @classmethod
    def asked(cls, request: ProjectRequest) -> "Filters":
        kind, status = request.GET.get("nature", ""), request.GET.get("statut", "")
        up, across = (whole_number(request.GET.get(name, "")) for name in ("probabilite", "gravite"))
        on_grid = up in SIDE and across in SIDE
        return cls(
            kind if kind in dict(KINDS) else "",
            status if status in dict(STATUSES) else "",
            up if on_grid else None,
            across if on_grid else None,
        )

    def takes(self, risk: Risk) -> bool:
        return self.kind in {"", risk.kind} and self.status in {"", risk.status}

    def on_square(self, risk: Risk) -> bool:
        return self.probability is None or (risk.probability, risk.impact) == (self.probability, self.impact)


@project_view(Permission.VIEW)
@require_safe
def risk_matrix(request: ProjectRequest) -> HttpResponse:
    """Risks by probability and impact, closed ones apart; fears have no place on a scale."""
    filters = Filters.asked(request)
    every = [one for one in request.access.gathering.once(load_risks) if not one.is_fear]
    kept = [one for one in every if not one.is_closed and filters.takes(one)]
    kept.sort(key=lambda one: -one.criticality)
    context = {
        "rows": grid(kept),
        "side": SIDE,
        "filters": filters,
        "kinds": KINDS,
        "statuses": STATUSES,
        "risks": [one for one in kept if filters.on_square(one)],
        "total": len(kept),
        "closed": [one for one in every if one.is_closed],
        **marks(request),
    }
    return project_page(request, "charter/risks/matrix.html", context, tab="charter")


@project_view(Permission.VIEW)
@require_safe
def risk(request: ProjectRequest, pk: int) -> HttpResponse:
    """One risk, and how it was scored over time."""
    found = (
        Risk.objects.live()
        .filter(project=request.project, pk=pk)
        .select_related("owner__user", "department")
        .first()
    )
    if found is None:
        raise Http404("Ce risque n’existe pas, ou il a été supprimé.")
    scored = [] if found.is_fear else scorings(found)
    slug = "craintes" if found.is_fear else "risques"
    held = [one for one in treatments(request.project) if one.key == found.workshop_key]
    register = get_register(slug)
    context = {
        "risk": found,
        "scored": scored,
        "trend": trend_of(scored),
        "register": register,
        "workshop": held[0] if held else None,
        "may_write": request.access.allows(Permission.EDIT_CHARTER),
    }
    return project_page(request, "charter/risks/risk.html", context, tab="charter")


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def risk_catalogue(request: ProjectRequest) -> HttpResponse:
    """Risks and fears to pick, several at once; those that the project bears already are told."""
    if request.method != "POST":
        return _catalogue_page(request)
    try:
        added, known = pick(project=request.project, keys=request.POST.getlist("choix"))
    except RefusedError as refused:
        return _catalogue_page(request, refusal=str(refused), status=REFUSED)
    if known:
        names = ", ".join(f"«\u00a0{one.title}\u00a0»" for one in known)
        messages.info(request, f"Déjà dans le projet\u00a0: {names}.")
    if added:
        count = f"{len(added)} lignes ajoutées" if len(added) > 1 else "Une ligne ajoutée"
        messages.success(request, f"{count}\u00a0: ajustez la cotation, la parade et le responsable.")
    only_fears = added and all(one.is_fear for one in added)
    slug = "craintes" if only_fears else "risques"
    return redirect(reverse("register", args=[request.project.slug, slug]))


def _catalogue_page(request: ProjectRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
    standing = picked_titles(request.project)
    chosen = set(request.POST.getlist("choix"))

    def lines(entries: tuple[Entry, ...]) -> list[dict[str, object]]:
        return [
            {"entry": one, "picked": normalised(one.title) in standing, "chosen": one.key in chosen}
            for one in entries
        ]

    context = {"risks": lines(RISKS), "fears": lines(FEARS), **extra}
    return project_page(request, "charter/risks/catalogue.html", context, tab="charter", status=status)
