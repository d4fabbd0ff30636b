"""The matrix on screen, and the writing of its cells."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from crmproject.toolkit.refusals import RefusedError
from planning.models import Task
from raci.actions import CellChange, CellRefusal, CellsRefusedError, add_missing_tasks, set_cells
from raci.filters import PROBLEMS, Filters
from raci.findings import findings
from raci.forms import LABELS
from raci.grid import Grid
from raci.matrix import Matrix, load_matrix
from raci.posted import UnreadableError, read_changes

TAB = "raci_matrix"
# Refused cells that are told one by one; the others are counted.
TOLD = 12


@project_view(Permission.VIEW)
@require_safe
def raci_matrix(request: ProjectRequest) -> HttpResponse:
    """Activities × people and functions, with what the rules find."""
    matrix = request.access.gathering.once(load_matrix)
    may_edit = request.access.allows(Permission.EDIT_RACI)
    filters = Filters.asked(request.GET, matrix)
    placed = {line.activity.task_id for line in matrix.lines}
    tasks = set(Task.objects.live().filter(project=request.project).values_list("pk", flat=True))
    context = {
        **_findings_context(matrix),
        "grid": Grid(matrix, request.project.slug, may_edit, filters),
        "filters": filters,
        "problems": PROBLEMS.items(),
        "choices": LABELS.items(),
        "may_edit": may_edit,
        "missing_tasks": len(tasks - placed),
    }
    return project_page(request, "raci/matrix.html", context, tab=TAB)


@project_view(Permission.EDIT_RACI)
@require_POST
def raci_cells(request: ProjectRequest) -> JsonResponse:
    """Write a range of cells, all or none; answers with what the rules now find, or with what is refused and why."""
    try:
        changes = read_changes(request.POST.get("changes", ""))
        set_cells(project=request.project, changes=changes)
    except UnreadableError as error:
        return _refused(request, [], str(error), 422)
    except CellsRefusedError as error:
        stale = any(one.is_stale for one in error.refusals)
        mended = _mended(changes, error.refusals)
        return _refused(request, error.refusals, "", 409 if stale else 422, mended)
    except RefusedError as error:
        return _refused(request, [], str(error), 409)
    matrix = request.access.gathering.once(load_matrix)
    context = {**_findings_context(matrix), "project": request.project}
    parts = {name: render_to_string(f"raci/_{name}.html", context, request) for name in ("findings", "load")}
    return JsonResponse(parts)


@project_view(Permission.EDIT_RACI)
@require_POST
def raci_take_tasks(request: ProjectRequest) -> HttpResponse:
    """Give a line to every task of the planning that has none."""
    count = add_missing_tasks(project=request.project)
    if count:
        messages.success(
            request, f"{count} ligne{'s' * (count > 1)} ajoutée{'s' * (count > 1)} à la matrice."
        )
    else:
        messages.info(request, "Toutes les tâches du planning ont déjà leur ligne.")
    return redirect("raci_matrix", request.project.slug)


def _findings_context(matrix: Matrix) -> dict[str, Any]:
    return {"matrix": matrix, "findings": findings(matrix)}


def _mended(changes: list[CellChange], refusals: list[CellRefusal]) -> str:
    """The same range as it would pass, knowingly: newest cells read, each A taken from who has it; else nothing."""
    if not all(one.mends for one in refusals):
        return ""
    stored = {(one.change.activity, one.change.holder): one.stored for one in refusals if one.is_stale}
    mended: list[list[object]] = [
        [one.activity, one.holder, one.letters, stored.get((one.activity, one.holder), one.read)]
        for one in changes
    ]
    for one in refusals:
        if one.taken_by:
            left = one.taken_letters.replace("A", "")
            mended.insert(0, [one.change.activity, one.taken_by.key, left, one.taken_letters])
    return json.dumps(mended)


def _refused(
    request: ProjectRequest, refusals: list[CellRefusal], text: str, status: int, mended: str = ""
) -> JsonResponse:
    context = {
        "refusals": refusals[:TOLD],
        "others": max(0, len(refusals) - TOLD),
        "only": refusals[0] if len(refusals) == 1 else None,
        "text": text,
        "mended": mended,
    }
    cells = [[one.change.activity, one.change.holder, one.stored] for one in refusals]
    answer = {"refusal": render_to_string("raci/_refusal.html", context, request), "cells": cells}
    return JsonResponse(answer, status=status)
