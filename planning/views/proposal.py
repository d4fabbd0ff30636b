"""A planning proposed from the profile of the project: seen first, then applied in one act."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.members import load_members
from charter.models import Project
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Diagnosis, counted, rules
from crmproject.toolkit.refusals import ContentChangedError
from planning.actions.proposals import apply_proposal
from planning.assigning import telling_owners
from planning.charges import person_of
from planning.drafts import Draft, DraftTask, Mode, Standing, compose, load_standing
from planning.effects import Broken, Folded, Moved, broken_dates, moved_tasks
from planning.followers import told
from planning.forms.proposal import WITH, WITHOUT, ProfileForm, initial_of
from planning.prefill import profile_of
from planning.proposal import propose
from planning.reading import Planning, as_data, load_planning
from planning.schedule import ScheduleError, TaskDates
from planning.whatif import Network, what_if

PAGE = "planning/proposal/page.html"
DONE = "planning/proposal/done.html"
# What the rules would say of the planning, once it is written.
WATCHED = (
    "R-PLANNING", "R-COHERENCE", "R-DUREE", "R-REMPL", "R-BILAN", "R-PERFECTIONNEMENT", "E-BIGBANG", "E-ANCIEN"
)  # fmt: skip


class PreviewLine(NamedTuple):
    """A task of the draft and its dates."""

    task: DraftTask
    dates: TaskDates


@dataclass(frozen=True)
class Preview(Folded):
    """What the page shows of a draft."""

    draft: Draft
    planning: Planning
    lines: list[PreviewLine]
    chart: dict[str, Any]
    findings: list[Diagnosis]
    followers: list[str]
    moved: list[Moved]
    broken: list[Broken]


@project_view(Permission.EDIT_PLANNING)
@require_safe
def plan_proposal(request: ProjectRequest) -> HttpResponse:
    """The profile, filled with what the project says, and the planning that follows from it."""
    form = _form(request, request.GET or None)
    if form.is_bound and not form.is_valid():
        return _page(request, form, None, status=REFUSED)
    return _preview(request, form)


@project_view(Permission.EDIT_PLANNING)
@require_POST
def plan_proposal_apply(request: ProjectRequest) -> HttpResponse:
    """Write the proposal that was seen; where its links were ticked or unticked since, show it anew first."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, None, status=REFUSED)
    if request.POST.get("seen", "") in {WITH, WITHOUT} and (request.POST["seen"] == WITH) != form.ties_chosen:
        return _shown_anew(request, form)
    try:
        with telling_owners(project=request.project, by=request.user):
            applied = apply_proposal(
                project=request.project,
                compose=lambda standing: _draft(request, form, standing),
                read=request.POST.get("read", ""),
            )
    except ContentChangedError as moved:
        request.access.gathering.suppose(load_planning, load_planning(request.project.pk))
        again = _form(request, request.POST)
        again.full_clean()
        return _preview(request, again, str(moved), status=CONFLICT)
    except ScheduleError as error:
        form.add_error(None, str(error))
        return _page(request, form, None, status=REFUSED)
    added = counted(applied.added, "tâche ajoutée", "tâches ajoutées")
    aside = counted(applied.put_aside, "mise de côté", "mises de côté")
    tied = counted(applied.ties, "lien ajouté à vos tâches", "liens ajoutés à vos tâches")
    words = [added, *([aside] if applied.put_aside else []), *([tied] if applied.ties else [])]
    messages.success(request, f"{', '.join(words)}.")
    return redirect("plan_proposal_done", request.project.slug)


@project_view(Permission.EDIT_PLANNING)
@require_safe
def plan_proposal_done(request: ProjectRequest) -> HttpResponse:
    """What to do once the planning stands."""
    context = {
        "planning": request.access.gathering.once(load_planning),
        "fills_raci": request.access.allows(Permission.EDIT_RACI),
    }
    return project_page(request, DONE, context, tab="planning")


def _shown_anew(request: ProjectRequest, form: ProfileForm) -> HttpResponse:
    """The preview with the links, or without them: nobody applies dates that they didn’t see."""
    words = "avec ces liens" if form.ties_chosen else "sans ces liens"
    messages.info(request, f"Voici l’aperçu {words}\u00a0; rien n’est encore écrit.")
    typed = {field.html_name: request.POST.get(field.html_name, "") for field in form}
    return redirect(f"{reverse('plan_proposal', args=[request.project.slug])}?{urlencode(typed)}")


def _form(request: ProjectRequest, data: Any) -> ProfileForm:
    gathering = request.access.gathering
    has_tasks = bool(gathering.once(load_planning).tasks)
    initial = initial_of(profile_of(request.project, gathering), request.project.start)
    return ProfileForm(data, initial=initial, has_tasks=has_tasks)


def _draft(request: ProjectRequest, form: ProfileForm, standing: Standing) -> Draft:
    """The draft of this form, its values those of the project where nobody typed any."""
    if form.is_bound:
        profile, start = form.profile(request.project), form.cleaned_data["start"]
        mode, tie = form.mode_chosen, form.ties_chosen
    else:
        profile, start = profile_of(request.project, request.access.gathering), request.project.start
        mode, tie = Mode.MISSING, True
    if not standing.planning.tasks:
        mode = Mode.REPLACE
    people = [person_of(one) for one in request.access.gathering.once(load_members)]
    proposal = propose(profile, start, people=people, closed=standing.planning.closed)
    return compose(standing, proposal, mode, tie=tie)


def _preview(
    request: ProjectRequest, form: ProfileForm, moved: str = "", *, status: int = 200
) -> HttpResponse:
    gathering = request.access.gathering
    standing = load_standing(request.project.pk, gathering.once(load_planning))
    try:
        draft = _draft(request, form, standing)
    except ScheduleError as error:
        return _page(request, form, None, problem=str(error), status=REFUSED)
    people = {one.pk: one for one in gathering.once(load_members)}
    planning = draft.planning(people)
    would_follow = {line.task.pk: draft.successors.get(line.task.pk, "") for line in draft.replaced}
    shifted, broken = _shifted(draft)
    preview = Preview(
        draft,
        planning,
        [PreviewLine(one, draft.dates[one.key]) for one in draft.tasks],
        as_data(planning),
        _findings(request.project, planning),
        told(request.project.pk, would_follow) if would_follow else [],
        shifted,
        broken,
    )
    return _page(request, form, preview, moved=moved, status=status)


def _shifted(draft: Draft) -> tuple[list[Moved], list[Broken]]:
    """The standing tasks that would fall on other dates, and the due dates that they would pass."""
    if not draft.ties.kept:
        return [], []
    changed = [line.planned for line in draft.kept] + [one.planned for one in draft.tasks]
    effect = what_if(Network.of(draft.standing.planning), {one.key: one for one in changed})
    titles = {line.task.key: line.task.title for line in draft.kept}
    return moved_tasks(effect, titles), broken_dates(effect)


def _findings(project: Project, planning: Planning) -> list[Diagnosis]:
    """What the rules of the planning would say of it, were it written."""
    supposed = Gathering(project.pk)
    supposed.suppose(load_planning, planning)
    watched = [one for one in rules() if one.id.startswith(WATCHED)]
    return [Diagnosis(one, finding) for one in watched for finding in one.check(supposed)]


def _page(
    request: ProjectRequest,
    form: ProfileForm,
    preview: Preview | None,
    *,
    moved: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "preview": preview,
        "carried": _carried(form) if preview else [],
        "moved": moved,
        "problem": problem,
        "planning_url": reverse("planning", args=[request.project.slug]),
    }
    return project_page(request, PAGE, context, tab="planning", status=status)


def _carried(form: ProfileForm) -> list[tuple[str, object]]:
    """The values of the form as hidden fields of the one that applies the proposal."""
    return [(field.html_name, "" if (value := field.value()) is None else value) for field in form]
