"""The matrix out as Excel, and that of somebody else in: read over, then applied whole."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.forms import CadrageForm
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.shelf import Reading, Shelf
from crmproject.toolkit.xlsx import CONTENT_TYPE
from raci.actions.exchange import apply_matrix
from raci.exchange.compare import compare
from raci.exchange.reading import (
    MAX_BYTES,
    MEGABYTE,
    MatrixDraft,
    MatrixFileError,
    read_matrix,
    read_pasted,
    too_big,
)
from raci.exchange.workbook import matrix_workbook
from raci.matrix import load_matrix

TAB, USE = "raci_matrix", "raci"
GONE = 404
PASTED = "matrice collée"


class MatrixImportForm(CadrageForm):
    """A file, or a matrix pasted from a spreadsheet; `draft` is what it says."""

    file = forms.FileField(
        label="Fichier de la matrice",
        required=False,
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=f"Excel (.xlsx) ou CSV, {MAX_BYTES // MEGABYTE} Mo au plus.",
    )
    pasted = forms.CharField(
        label="Ou collez-la ici",
        required=False,
        strip=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="Copiez la matrice dans Excel, ligne d’en-têtes comprise, et collez-la.",
    )
    draft: MatrixDraft

    def clean(self) -> dict[str, object]:
        upload, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        if self.errors:
            return self.cleaned_data
        if not upload and not pasted.strip():
            raise forms.ValidationError("Choisissez un fichier, ou collez une matrice.")
        try:
            if upload and upload.size > MAX_BYTES:
                raise too_big(upload.size)
            self.draft = read_matrix(upload.read()) if upload else read_pasted(pasted)
        except MatrixFileError as unreadable:
            self.add_error("file" if upload else "pasted", str(unreadable))
        return self.cleaned_data


@project_view(Permission.VIEW)
@require_safe
def raci_exchange(request: ProjectRequest) -> HttpResponse:
    """The matrix as a workbook, and the way in for those who edit it."""
    return _page(request, MatrixImportForm())


@project_view(Permission.VIEW)
@require_safe
def raci_export(request: ProjectRequest) -> HttpResponse:
    """The matrix of now, its legend and the load of each."""
    matrix = request.access.gathering.once(load_matrix)
    content = matrix_workbook(matrix, title=f"Matrice RACI – {request.project.name}")
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="raci-{request.project.slug}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@project_view(Permission.EDIT_RACI)
@require_POST
def raci_import(request: ProjectRequest) -> HttpResponse:
    """Read a matrix and keep what it says; nothing of ours is written."""
    form = MatrixImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=REFUSED)
    upload = form.cleaned_data["file"]
    reading = _shelf(request).put(upload.name if upload else PASTED, form.draft)
    return redirect("raci_import_review", request.project.slug, reading.token)


@project_view(Permission.EDIT_RACI)
@require_safe
def raci_import_review(request: ProjectRequest, token: str) -> HttpResponse:
    """What applying the matrix would write, cell by cell."""
    reading = _shelf(request).take(token, MatrixDraft)
    if reading is None:
        return _gone(request)
    return _review(request, reading, makes=bool(request.GET.get("fonctions")))


@project_view(Permission.EDIT_RACI)
@require_POST
def raci_import_apply(request: ProjectRequest, token: str) -> HttpResponse:
    """Write what was read over: all of it, or nothing when the matrix moved since."""
    reading = _shelf(request).take(token, MatrixDraft)
    if reading is None:
        return _gone(request)
    makes = bool(request.POST.get("fonctions"))
    stamp = request.POST.get("stamp", "")
    try:
        run = apply_matrix(project=request.project, draft=reading.draft, read=token, make=makes, stamp=stamp)
    except ContentChangedError as moved:
        return _review(request, reading, makes=makes, refused=str(moved), status=CONFLICT)
    except RefusedError as refused:
        return _review(request, reading, makes=makes, refused=str(refused), status=REFUSED)
    _shelf(request).forget(token)
    told = [counted(run.cells, "case écrite", "cases écrites")]
    if run.new_lines:
        told.append(counted(run.new_lines, "activité ajoutée", "activités ajoutées"))
    messages.success(
        request, f"Matrice mise à jour depuis «\u00a0{reading.filename}\u00a0»\u00a0: {', '.join(told)}."
    )
    return redirect(TAB, request.project.slug)


@project_view(Permission.EDIT_RACI)
@require_POST
def raci_import_drop(request: ProjectRequest, token: str) -> HttpResponse:
    """Give the reading up; the matrix stays as it is."""
    _shelf(request).forget(token)
    messages.info(request, "Lecture abandonnée\u00a0: la matrice n’a pas changé.")
    return redirect("raci_exchange", request.project.slug)


def _shelf(request: ProjectRequest) -> Shelf:
    return Shelf(USE, request.project.pk, request.user.pk)


def _page(request: ProjectRequest, form: MatrixImportForm, *, status: int = 200) -> HttpResponse:
    may_edit = request.access.allows(Permission.EDIT_RACI)
    context = {"form": form, "may_edit": may_edit}
    return project_page(request, "raci/exchange/page.html", context, tab=TAB, status=status)


def _gone(request: ProjectRequest) -> HttpResponse:
    return project_page(request, "raci/exchange/gone.html", tab=TAB, status=GONE)


def _review(
    request: ProjectRequest,
    reading: Reading[MatrixDraft],
    *,
    makes: bool,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    run = compare(request.project, reading.draft, make=makes, read=reading.token)
    context = {"reading": reading, "run": run, "makes": makes, "refused": refused}
    return project_page(request, "raci/exchange/review.html", context, tab=TAB, status=status)
