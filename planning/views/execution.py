"""The phase after go-live in brief, and who helps users first."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.blocks import load_indicators
from charter.views.pages import project_page
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Diagnosis, rules
from planning.execution.changes import TASKS, ChangeLine, counts_of, load_requests, pending_lines
from planning.execution.governance import body_lines, load_open_items
from planning.execution.newcomers import follows_of, load_steps
from planning.execution.support import support_of

# What this page is checked for, as the coherence page is.
RULES = {"R-EVOLUTION", "R-ARRIVANTS", "R-GOUVERNANCE", "R-REFERENT"}
SHOWN = 6


@dataclass(frozen=True)
class Mine:
    """A request that awaits this person, and what it awaits."""

    line: ChangeLine
    tasks: list[str]


@require_safe
@project_view(Permission.VIEW)
def execution(request: ProjectRequest) -> HttpResponse:
    """How the tool lives: requests, newcomers, support, governance, usage."""
    gathering = request.access.gathering
    pending = pending_lines(gathering)
    follows = follows_of(gathering)
    indicators = gathering.once(load_indicators)
    context = {
        "counts": counts_of(gathering.once(load_requests)),
        "late_changes": [line for line in pending if line.is_late],
        "mine": mine_of(pending, request.user.pk),
        "follows": [one for one in follows if not one.is_over][:SHOWN],
        "arriving": sum(not one.is_over for one in follows),
        "late_steps": sum(len(one.late) for one in follows),
        "has_path": bool(gathering.once(load_steps)),
        "support": support_of(gathering),
        "bodies": body_lines(gathering),
        "items": gathering.once(load_open_items)[:SHOWN],
        "indicators": indicators,
        "late_indicators": [one for one in indicators if one.is_late],
        "diagnoses": _diagnoses(gathering),
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
    }
    return project_page(request, "planning/execution/execution.html", context, tab="planning")


@require_safe
@project_view(Permission.VIEW)
def support_contacts(request: ProjectRequest) -> HttpResponse:
    """Who answers first, department by department, and what accompanies users."""
    context = {
        "support": support_of(request.access.gathering),
        "may_edit": request.access.allows(Permission.EDIT_CHARTER),
        "may_export": request.access.allows(Permission.EXPORT),
    }
    return project_page(request, "planning/execution/support.html", context, tab="planning")


def mine_of(lines: list[ChangeLine], user_id: int) -> list[Mine]:
    """The requests that await this person, in order."""
    found = [Mine(line, [TASKS[task] for task in line.awaits(user_id)]) for line in lines]
    return [one for one in found if one.tasks]


def _diagnoses(gathering: Gathering) -> list[Diagnosis]:
    return [Diagnosis(one, finding) for one in rules() if one.id in RULES for finding in one.check(gathering)]
