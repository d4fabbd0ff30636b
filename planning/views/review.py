"""The review: what it says, its closing, the versions of it, and how indicators moved between them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED, project_page
from charter.views.single import edit_single
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.http import whole_number
from crmproject.toolkit.refusals import RefusedError
from planning.actions.review import (
    CLOSED,
    ReviewStateError,
    close_review,
    plan_improvement,
    reopen_review,
)
from planning.assigning import telling_owners
from planning.forms.review import CloseForm, ConclusionForm
from planning.models import Improvement, ReviewVersion
from planning.review.comparing import compare, evolution
from planning.review.content import review_content, review_day
from planning.review.parts import BRIEF, shown_parts
from planning.review.reading import load_review, load_versions
from planning.review.when import review_dates

TAB = "planning"
HOME = "planning/review/review.html"
ACTIONS = "optimisation"


@project_view(Permission.VIEW)
@require_safe
def review(request: ProjectRequest) -> HttpResponse:
    """The review as it stands, or as it was closed."""
    return _page(request)


@project_view(Permission.EDIT_PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def review_conclusion(request: ProjectRequest) -> HttpResponse:
    """The day of the review, the conclusion and the opinion."""
    row = request.access.gathering.once(load_review)
    if row is not None and not row.is_open and request.method != "POST":
        return _closed(request)
    return edit_single(
        request,
        ConclusionForm,
        "planning/review/conclusion.html",
        row=row,
        done="Conclusion enregistrée.",
        home=reverse("review", args=[request.project.slug]),
        tab=TAB,
    )


@project_view(Permission.PASS_GATE)
@require_POST
def review_close(request: ProjectRequest) -> HttpResponse:
    """Freeze the review as it was read."""
    form = _close_form(request.access.gathering, request.POST)
    if not form.is_valid():
        return _page(request, closing=form, status=REFUSED)
    member = request.access.membership
    try:
        version = close_review(
            project=request.project,
            read=form.cleaned_data["read"],
            early_reason=form.cleaned_data.get("early_reason", ""),
            by=request.user,
            title=member.title if member else "",
        )
    except RefusedError as refused:
        status = CONFLICT if isinstance(refused, ReviewStateError) else REFUSED
        return _refused(request, str(refused), status)
    messages.success(request, f"Le {version} est clos\u00a0: il ne changera plus.")
    return redirect(version)


@project_view(Permission.PASS_GATE)
@require_POST
def review_reopen(request: ProjectRequest) -> HttpResponse:
    """Begin the next review; the closed one stays as it is."""
    try:
        number = reopen_review(project=request.project)
    except ReviewStateError as refused:
        return _refused(request, str(refused), CONFLICT)
    messages.success(request, f"Le bilan {number} est ouvert\u00a0: donnez-lui sa date et sa conclusion.")
    return redirect("review", request.project.slug)


@project_view(Permission.VIEW)
@require_safe
def review_version(request: ProjectRequest, number: int) -> HttpResponse:
    """A closed review, as it was."""
    version = _version(request, number)
    content = version.content
    context = {
        "version": version,
        "content": content,
        "parts": shown_parts(content, request.project.slug, writes=False, is_open=False),
        "brief": BRIEF,
    }
    return project_page(request, "planning/review/version.html", context, tab=TAB)


@project_view(Permission.VIEW)
@require_safe
def review_evolution(request: ProjectRequest) -> HttpResponse:
    """The indicators from one closed review to the next, and the difference of two of them."""
    versions = list(reversed(request.access.gathering.once(load_versions)))
    first, second = (_asked(request, versions, name) for name in ("de", "a"))
    if len(versions) > 1:
        first, second = first or versions[-2], second or versions[-1]
    context = {
        "versions": versions,
        "rows": evolution(versions),
        "first": first,
        "second": second,
        "changes": compare(first.content, second.content) if first and second else [],
    }
    return project_page(request, "planning/review/evolution.html", context, tab=TAB)


@project_view(Permission.EDIT_PLANNING)
@require_POST
def improvement_plan(request: ProjectRequest, pk: int) -> HttpResponse:
    """Make a task of an action of the optimisation plan."""
    improvement = Improvement.objects.live().filter(project=request.project, pk=pk).first()
    if improvement is None:
        raise Http404("Cette action n’existe pas, ou elle a été supprimée.")
    try:
        with telling_owners(project=request.project, by=request.user):
            task = plan_improvement(improvement=improvement)
    except RefusedError as refused:
        status = CONFLICT if isinstance(refused, ReviewStateError) else REFUSED
        return _refused(request, str(refused), status)
    messages.success(request, f"Au planning\u00a0: {task}. Vérifiez sa durée et ses prédécesseurs.")
    return redirect("register", request.project.slug, ACTIONS)


def _asked(request: ProjectRequest, versions: list[ReviewVersion], name: str) -> ReviewVersion | None:
    number = whole_number(request.GET.get(name, ""))
    return next((one for one in versions if one.number == number), None)


def _version(request: ProjectRequest, number: int) -> ReviewVersion:
    rows = ReviewVersion.objects.select_related("review__project")
    found = rows.filter(number=number, review__project=request.project).first()
    if found is None:
        raise Http404("Ce bilan n’existe pas.")
    return found


def _closed(request: ProjectRequest) -> HttpResponse:
    messages.warning(request, CLOSED)
    return redirect("review", request.project.slug)


def _close_form(gathering: Gathering, data: Any, read: str = "") -> CloseForm:
    live = gathering.derived(review_dates).is_live(review_day(gathering))
    return CloseForm(data, is_live=live, initial={"read": read})


def _refused(request: ProjectRequest, refusal: str, status: int) -> HttpResponse:
    """The page as it is now, with what was typed: sent again, it is about what the page now shows."""
    typed = {"early_reason": request.POST.get("early_reason", "")[:500]}
    now = Gathering(request.project.pk)
    return _page(request, gathering=now, refusal=refusal, typed=typed, status=status)


def _page(
    request: ProjectRequest,
    *,
    gathering: Gathering | None = None,
    closing: CloseForm | None = None,
    refusal: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    gathering = gathering or request.access.gathering
    row, versions = gathering.once(load_review), gathering.once(load_versions)
    is_open = row is None or row.is_open
    content = review_content(gathering) if is_open or not versions else versions[0].content
    may_close = request.access.allows(Permission.PASS_GATE)
    may_edit = request.access.allows(Permission.EDIT_PLANNING)
    if is_open and may_close and closing is None:
        closing = _close_form(gathering, None, fingerprint(content))
        closing.initial.update(typed or {})
    context = {
        "review": row,
        "is_open": is_open,
        "content": content,
        "parts": shown_parts(content, request.project.slug, writes=may_edit, is_open=is_open),
        "brief": BRIEF,
        "dates": gathering.derived(review_dates),
        "versions": versions,
        "number": len(versions) + 1,
        "may_edit": may_edit,
        "may_close": may_close,
        "today": timezone.localdate(),
        "closing": closing if is_open and may_close else None,
        "refusal": refusal,
    }
    return project_page(request, HOME, context, tab=TAB, status=status)
