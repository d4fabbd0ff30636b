"""A gate: what it requires, what was decided, and the conditions to lift."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.identity import TooManyTriesError, proves
from charter.access import Permission, ProjectRequest, project_view
from charter.models.people import Role
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.http import posted_int
from crmproject.toolkit.refusals import RefusedError
from planning.actions.gates import (
    GateMovedError,
    add_launch_gate,
    decide_gate,
    lift_condition,
    reopen_condition,
)
from planning.forms.decisions import GateDecisionForm, LiftForm, conditions_of
from planning.gates import Facts, GateReview, gates_of, review_gate
from planning.models import Gate, GateCondition, GateKind, Outcome

TEMPLATE = "planning/gates/gate.html"
TOO_MANY = 429


@require_safe
@project_view(Permission.VIEW)
def gate(request: ProjectRequest, key: str) -> HttpResponse:
    """What the gate requires and lacks, and the decisions taken at it."""
    return _page(request, _review(request, key))


@require_POST
@project_view(Permission.EDIT_PLANNING)
def launch_gate_add(request: ProjectRequest) -> HttpResponse:
    """Prepare the gate at which the direction launches the project."""
    return redirect(add_launch_gate(project=request.project))


@never_cache
@sensitive_post_parameters("password")
@require_POST
@project_view(Permission.PASS_GATE)
def gate_decide(request: ProjectRequest, key: str) -> HttpResponse:
    """Record what was decided; nothing passes while something lacks. The direction alone launches, by its password."""
    review = _review(request, key)
    if not may_decide(request, review.gate):
        raise PermissionDenied("Le lancement est décidé par la direction\u00a0: le sponsor du projet.")
    conditions = conditions_of(request.project, request.POST)
    form = GateDecisionForm(request.POST, review=review)
    if "more" in request.POST:
        return _page(request, review, **_with_a_blank_line(request, review))
    if not (form.is_valid() & conditions.is_valid()):
        return _page(request, review, form=form, conditions=conditions, status=REFUSED)
    try:
        if "password" in form.fields and not proves(request.user, form.cleaned_data["password"]):
            form.add_error("password", "Ce mot de passe n’est pas le vôtre\u00a0: rien n’a été enregistré.")
            return _page(request, review, form=form, conditions=conditions, status=REFUSED)
        decision = decide_gate(
            gate=review.gate,
            outcome=Outcome(form.cleaned_data["outcome"]),
            text=form.cleaned_data["text"],
            edition=form.cleaned_data["edition"],
            conditions=conditions.drafts,
            accepted=form.cleaned_data.get("accepted", set()),
            read=form.cleaned_data["read"],
            by=request.user,
            title=request.access.membership.title if request.access.membership else "",
        )
    except TooManyTriesError as stopped:
        return _refused(request, key, str(stopped), TOO_MANY)
    except RefusedError as refused:
        status = CONFLICT if isinstance(refused, GateMovedError) else REFUSED
        return _refused(request, key, str(refused), status)
    verdict = str(decision.get_outcome_display()).lower()
    messages.success(request, f"Décision enregistrée\u00a0: «\u00a0{review.gate.title}\u00a0», {verdict}.")
    return redirect(review.gate)


@require_POST
@project_view(Permission.VIEW)
def gate_condition_lift(request: ProjectRequest, key: str, pk: int) -> HttpResponse:
    """Lift a condition, by its owner or the manager."""
    condition = _condition(request, key, pk)
    form = LiftForm(request.POST)
    refusal = "Dites en 500 caractères au plus ce qui permet de lever la condition."
    if form.is_valid():
        try:
            lift_condition(
                condition=condition,
                note=form.cleaned_data["note"],
                by=request.user,
                read_version=posted_int(request, "version"),
            )
        except RefusedError as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Condition levée.")
            return HttpResponseRedirect(condition.decision.gate.get_absolute_url())
    typed = {"lifting": condition.pk, "typed_note": request.POST.get("note", "")[:5000]}
    return _page(request, _review(request, key), refusal=refusal, status=REFUSED, **typed)


@require_POST
@project_view(Permission.VIEW)
def gate_condition_reopen(request: ProjectRequest, key: str, pk: int) -> HttpResponse:
    """Undo the lifting of a condition, by its owner or the manager."""
    condition = _condition(request, key, pk)
    try:
        reopen_condition(condition=condition, read_version=posted_int(request, "version"))
    except RefusedError as refused:
        return _page(request, _review(request, key), refusal=str(refused), status=REFUSED)
    messages.success(request, "Condition de nouveau à lever.")
    return HttpResponseRedirect(condition.decision.gate.get_absolute_url())


def may_decide(request: ProjectRequest, gate: Gate) -> bool:
    """Who records a decision at this gate: for the launch, the sponsor alone."""
    if gate.kind == GateKind.LAUNCH:
        return Role.SPONSOR in request.access.roles
    return request.access.allows(Permission.PASS_GATE)


def _review(request: ProjectRequest, key: str, gathering: Gathering | None = None) -> GateReview:
    found = gates_of(request.project.pk).filter(key=key).first()
    if found is None:
        raise Http404("Ce point de validation n’existe pas, ou il a été supprimé.")
    return review_gate(found, Facts(request.project, gathering or request.access.gathering))


def _condition(request: ProjectRequest, key: str, pk: int) -> GateCondition:
    """A condition of this gate, for who may lift it; 404 for any other."""
    found = GateCondition.objects.live().filter(
        pk=pk,
        decision__gate__key=key,
        decision__gate__project=request.project,
        decision__gate__deleted_at=None,
    )
    related = ("decision__gate__project__manager", "decision__decided_by", "owner")
    condition: GateCondition | None = found.select_related(*related).first()
    if condition is None:
        raise Http404("Cette condition n’existe pas.")
    if not _may_lift(request, condition):
        raise PermissionDenied("Le responsable de la condition ou le chef de projet la lève.")
    return condition


def _may_lift(request: ProjectRequest, condition: GateCondition) -> bool:
    member = request.access.membership
    return request.access.is_manager or (member is not None and condition.owner_id == member.pk)


def _with_a_blank_line(request: ProjectRequest, review: GateReview) -> dict[str, Any]:
    """The forms as they were typed, with one more line for a condition."""
    typed = conditions_of(request.project, request.POST)
    lines = [{name: form[name].data for name in form.fields} for form in typed.forms]
    kept = [line for line in lines if any(line.values())]
    initial = {name: request.POST.get(name, "") for name in ("outcome", "text", "edition")}
    initial |= {"accepted": request.POST.getlist("accepted")}  # type: ignore[dict-item]  # a list for this one
    blank = len(lines) + 1
    return {
        "form": GateDecisionForm(review=review, initial=initial),
        "conditions": conditions_of(request.project, initial=kept, blank=blank),
    }


def _refused(request: ProjectRequest, key: str, refusal: str, status: int) -> HttpResponse:
    """The page as it is now, with what was typed: sent again, it is about what the page now shows."""
    review = _review(request, key, Gathering(request.project.pk))
    data = request.POST.copy()
    data["read"] = review.stamp
    form = GateDecisionForm(data, review=review)
    conditions = conditions_of(request.project, request.POST)
    return _page(request, review, form=form, conditions=conditions, refusal=refusal, status=status)


def _page(request: ProjectRequest, review: GateReview, *, status: int = 200, **extra: Any) -> HttpResponse:
    decides = may_decide(request, review.gate)
    if decides and "form" not in extra:
        extra |= {
            "form": GateDecisionForm(review=review),
            "conditions": conditions_of(request.project),
        }
    context = {
        "review": review,
        "gate": review.gate,
        "may_decide": decides,
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
        "lifts": [one.pk for one in _conditions(review) if _may_lift(request, one)],
        **extra,
    }
    return project_page(request, TEMPLATE, context, tab="planning", status=status)


def _conditions(review: GateReview) -> list[GateCondition]:
    return list(review.decision.conditions.all()) if review.decision else []
