"""The change plan on one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from charter import register as registry
from charter.access import Permission, ProjectRequest, project_view
from charter.blocks.change import load_benefits, load_communications, load_supports, load_trainings
from charter.views.pages import project_page
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.diagnostics import Diagnosis, rules

LISTS: dict[str, Callable[[int], Sequence[object]]] = {
    "communications": load_communications,
    "benefices": load_benefits,
    "formations": load_trainings,
    "accompagnement": load_supports,
}
# What this page is checked for, as the coherence page is.
RULES = {"E-COMMUNICATION", "R-LANCEMENT", "R-BENEFICE", "R-PERFECTIONNEMENT", "R-PERFECTIONNEMENT-DELAI"}


@dataclass(frozen=True)
class Part:
    """A list of the plan, and how many rows it has."""

    slug: str
    title: str
    count: int


@project_view(Permission.VIEW)
@require_safe
def change_plan(request: ProjectRequest) -> HttpResponse:
    """What is said, gained, taught and accompanied; what is missing of it."""
    gathering = request.access.gathering
    block = blocks.get("change_plan")
    assert block is not None  # noqa: S101  # the charter’s own
    data = block.collect(gathering, Place())
    today = timezone.localdate()
    talks = gathering.once(load_communications)
    trainings = gathering.once(load_trainings)
    context = {
        "plan": block,
        "data": data,
        "is_empty": block.is_empty(data),
        "parts": [
            Part(slug, found.title, len(gathering.once(load)))
            for slug, load in LISTS.items()
            if (found := registry.get(slug))
        ],
        "diagnoses": _diagnoses(gathering),
        "launch": next((one for one in talks if one.is_launch), None),
        "next_talk": next((one for one in talks if one.held_on >= today and not one.is_done), None),
        "late": [one for one in talks if one.held_on < today and not one.is_done],
        "hours": sum(one.hours * (one.people or 1) for one in trainings if one.hours),
        "people": sum(one.people or 0 for one in trainings),
        "may_write": request.access.allows(Permission.EDIT_CHARTER),
    }
    return project_page(request, "charter/change/plan.html", context, tab="charter")


def _diagnoses(gathering: Gathering) -> list[Diagnosis]:
    return [Diagnosis(one, finding) for one in rules() if one.id in RULES for finding in one.check(gathering)]
