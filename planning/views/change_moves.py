"""Moves of a change request: what the matrix gives to each, refused to anybody else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from charter.access import Permission, ProjectRequest, project_view
from charter.harvest import Raw
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.forms import CadrageForm
from crmproject.toolkit.refusals import RefusedError
from planning.actions.changes import (
    MovedError,
    NotEntitledError,
    check_entitled,
    decide_change,
    finish_change,
    give_opinion,
    make_requirement,
    reopen_change,
    study_change,
    withdraw_change,
)
from planning.forms.changes import DecisionForm, NoteForm, OpinionForm, ReopenForm, StudyForm
from planning.models import ChangeRequest, ChangeState, Move
from planning.models.changes import AMENDING
from planning.views.changes import change_page, find_change
from requirements.harvests import RequirementHarvestForm

REQUIREMENT = "planning/execution/change_requirement.html"
# Which form of the page makes which move.
MOVES = {
    "study_form": Move.STUDIED,
    "decision_form": Move.ACCEPTED,
    "opinion_form": Move.OPINION,
    "reopen_form": Move.REOPENED,
    "done_form": Move.DONE,
    "withdraw_form": Move.WITHDRAWN,
}


@require_POST
@project_view(Permission.VIEW)
def change_study(request: ProjectRequest, number: int) -> HttpResponse:
    """Write the instruction, by those who hold R."""

    def act(change: ChangeRequest, typed: dict[str, Any]) -> None:
        version = typed.pop("version")
        study_change(request=change, values=typed, by=request.user, read_version=version)

    return _move(request, number, StudyForm(request.POST), "study_form", act, "Instruction enregistrée.")


@require_POST
@project_view(Permission.VIEW)
def change_decide(request: ProjectRequest, number: int) -> HttpResponse:
    """Accept or refuse, by who holds A."""

    def act(change: ChangeRequest, typed: dict[str, Any]) -> None:
        decide_change(
            request=change,
            accepted=typed["verdict"] == ChangeState.ACCEPTED,
            reason=typed["reason"],
            by=request.user,
            read_version=typed["version"],
        )

    return _move(request, number, DecisionForm(request.POST), "decision_form", act, "Décision enregistrée.")


@require_POST
@project_view(Permission.VIEW)
def change_opinion(request: ProjectRequest, number: int) -> HttpResponse:
    """Say what one thinks, by those who hold C."""

    def act(change: ChangeRequest, typed: dict[str, Any]) -> None:
        give_opinion(request=change, text=typed["text"], by=request.user)

    return _move(request, number, OpinionForm(request.POST), "opinion_form", act, "Avis enregistré.")


@require_POST
@project_view(Permission.VIEW)
def change_reopen(request: ProjectRequest, number: int) -> HttpResponse:
    """Take a decided request back to its instruction, by who holds A."""

    def act(change: ChangeRequest, typed: dict[str, Any]) -> None:
        reopen_change(request=change, reason=typed["reason"], by=request.user, read_version=typed["version"])

    return _move(request, number, ReopenForm(request.POST), "reopen_form", act, "Demande rouverte.")


@require_POST
@project_view(Permission.VIEW)
def change_done(request: ProjectRequest, number: int) -> HttpResponse:
    """Note that an accepted request is done, by those who hold R or the manager."""

    def act(change: ChangeRequest, typed: dict[str, Any]) -> None:
        finish_change(request=change, note=typed["note"], by=request.user, read_version=typed["version"])

    return _move(request, number, NoteForm(request.POST), "done_form", act, "Demande notée comme réalisée.")


@require_POST
@project_view(Permission.REQUEST_CHANGE)
def change_withdraw(request: ProjectRequest, number: int) -> HttpResponse:
    """Take one’s own request back before it is decided."""

    def act(change: ChangeRequest, typed: dict[str, Any]) -> None:
        withdraw_change(request=change, note=typed["note"], by=request.user, read_version=typed["version"])

    return _move(request, number, NoteForm(request.POST), "withdraw_form", act, "Demande retirée.")


def _move(
    request: ProjectRequest,
    number: int,
    form: CadrageForm,
    name: str,
    act: Callable[[ChangeRequest, dict[str, Any]], None],
    said: str,
) -> HttpResponse:
    """Do this move; refused, the page comes back with what was typed. Who may not is told so, whatever was typed."""
    change = find_change(request, number)
    try:
        check_entitled(request=change, move=MOVES[name], by=request.user)
        if not form.is_valid():
            return _again(request, number, form, name, "", REFUSED)
        act(change, dict(form.cleaned_data))
    except NotEntitledError as refused:
        raise PermissionDenied(str(refused)) from refused
    except MovedError as refused:
        return _again(request, number, form, name, str(refused), CONFLICT)
    except RefusedError as refused:
        return _again(request, number, form, name, str(refused), REFUSED)
    messages.success(request, said)
    return redirect(change)


def _again(
    request: ProjectRequest, number: int, form: CadrageForm, name: str, refusal: str, status: int
) -> HttpResponse:
    """The page as it is now, with what was typed: sent again, it is about what the page now shows."""
    fresh = find_change(request, number)
    again = form
    if status == CONFLICT:
        data = request.POST.copy()
        data["version"] = str(fresh.version)
        again = type(form)(data)
    return change_page(request, fresh, status=status, refusal=refusal, retyped=(name, again))


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.DRAFT)
def change_requirement(request: ProjectRequest, number: int) -> HttpResponse:
    """Make a requirement of an accepted request: its reference is its source, and it stays linked."""
    change = find_change(request, number)
    if change.state not in AMENDING:
        refusal = "Seule une demande acceptée devient une exigence."
        return change_page(request, change, refusal=refusal, status=REFUSED)
    raw = Raw(
        title=change.title,
        text="\n\n".join(filter(None, [change.description, change.need])),
        source=f"Demande d’évolution {change.ref}",
        department=change.department,
    )
    form = RequirementHarvestForm(
        request.POST or None, project=request.project, initial=RequirementHarvestForm.first_values(raw)
    )
    if request.method == "POST" and form.is_valid():
        made = make_requirement(request=change, values=form.cleaned_data, raw=raw, by=request.user)
        messages.success(request, f"{made.ref} ajoutée au cahier des charges.")
        return redirect(change)
    status = REFUSED if request.method == "POST" else 200
    return project_page(request, REQUIREMENT, {"form": form, "change": change}, tab="planning", status=status)
