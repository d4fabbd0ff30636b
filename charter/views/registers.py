"""One set of screens for every editable list of a project."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter import register as registry
from charter.access import Permission, ProjectRequest, project_view
from charter.forms.rows import ProjectRowForm
from charter.history import last_write
from charter.models import Project, ProjectRow
from charter.references import in_words, missing_for, uses_of
from charter.register import Column, Register
from charter.views.pages import (
    CONFLICT,
    REFUSED,
    back_url,
    is_htmx,
    keeping_back,
    project_page,
    refusal,
    tab_url,
)
from crmproject.toolkit import rows as toolkit_rows
from crmproject.toolkit.http import posted_int, whole_number, whole_numbers

# Which of these a list asks for is said by its declaration: each view checks it.
WRITES = (
    Permission.EDIT_CHARTER,
    Permission.DRAFT,
    Permission.EDIT_PLANNING,
    Permission.EDIT_RACI,
    Permission.EDIT_SELECTION,
    Permission.ADMINISTER,
)
ROWS = "registers/list.html#rows"
TRASH_SHOWN = 50
DELETED = "supprime"


@dataclass(frozen=True)
class Line:
    """A row of the list, its cells in the order of the columns."""

    row: ProjectRow
    cells: list[tuple[Column, object]]


@project_view(Permission.VIEW)
@require_safe
def listing(request: ProjectRequest, register: str) -> HttpResponse:
    """The list, with what may be done to its rows; one that has a page of its own is there."""
    one = _readable(register)
    return _to_list(request, one) if one.page else list_page(request, one)


@project_view(*WRITES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ProjectRequest, register: str) -> HttpResponse:
    """Add a row at the end."""
    one = _writable(request, register)
    form = one.form(request.POST or None, request.FILES or None, project=request.project)
    if request.method != "POST":
        return _form_page(request, one, form)
    with one.around(request):
        row = form.save_row() if form.is_valid() else None
    if row is None:
        return _form_page(request, one, form, status=REFUSED)
    messages.success(request, f"Ajouté\u00a0: {row}")
    _warn(request, form)
    if "again" not in request.POST:
        return _to_list(request, one)
    return redirect(keeping_back(request, reverse("register_add", args=[request.project.slug, one.slug])))


@project_view(*WRITES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ProjectRequest, register: str, pk: int) -> HttpResponse:
    """Edit a row; a write refused as stale shows both texts and loses nothing."""
    one = _writable(request, register)
    row = _row(request.project, one, pk, deleted_too=request.method == "POST")
    form = one.form(request.POST or None, request.FILES or None, instance=row, project=request.project)
    if request.method != "POST":
        return _form_page(request, one, form, row=row)
    if row.is_deleted:
        return _deleted_meanwhile(request, one, form, row)
    if not form.is_valid():
        return _form_page(request, one, form, row=row, status=REFUSED)
    with one.around(request):
        saved = form.save_row()
    if saved is None:
        if _row(request.project, one, pk, deleted_too=True).is_deleted:
            return _deleted_meanwhile(request, one, form, row)
        return _form_page(request, one, form, row=row, status=refusal(form), last=last_write(row))
    messages.success(request, "Modification enregistrée.")
    _warn(request, form)
    return _to_list(request, one)


def _warn(request: ProjectRequest, form: ProjectRowForm[Any]) -> None:
    for text in form.warnings:
        messages.warning(request, text)


@project_view(*WRITES)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: ProjectRequest, register: str, pk: int) -> HttpResponse:
    """Put a row aside, unless something uses it."""
    one = _writable(request, register)
    row = _row(request.project, one, pk)
    uses = uses_of(row)
    if request.method == "POST" and not uses:
        row.put_aside(read_version=posted_int(request, "version"))
        return _to_list(request, one, deleted=row.pk)
    status = REFUSED if request.method == "POST" else 200
    context = {"register": one, "row": row, "uses": in_words(uses), "list_url": _list_url(request, one)}
    return project_page(request, "registers/delete.html", context, tab=one.tab, status=status)


@project_view(*WRITES)
@require_POST
def restore(request: ProjectRequest, register: str, pk: int) -> HttpResponse:
    """Bring a row back from the trash."""
    one = _writable(request, register)
    row = _row(request.project, one, pk, deleted_too=True)
    missing = missing_for(row)
    if missing:
        messages.error(request, f"Restaurez d’abord ce dont cette ligne dépend\u00a0: {in_words(missing)}.")
    elif row.is_deleted:
        _restore(request, row)
    return _to_list(request, one)


def _restore(request: ProjectRequest, row: ProjectRow) -> None:
    try:
        with transaction.atomic():
            row.restore(read_version=row.version)
    except IntegrityError:
        # A live row took its name meanwhile, which only one of them may bear.
        messages.error(
            request, f"«\u00a0{row}\u00a0» ne peut pas revenir\u00a0: une ligne semblable a pris sa place."
        )
    else:
        messages.success(request, f"Restauré\u00a0: {row}")


@project_view(*WRITES)
@require_POST
def place(request: ProjectRequest, register: str) -> HttpResponse:
    """Order the rows: all of them by `ids`, or one step of one `row` in a `direction` (haut, bas)."""
    one = _writable(request, register)
    ids = whole_numbers(request.POST.getlist("ids"))
    if "row" in request.POST:
        ids = _moved(
            [row.pk for row in one.rows(request.project)],
            request.POST["row"],
            request.POST.get("direction", ""),
        )
    toolkit_rows.place(one.model.objects.live().filter(project=request.project), ids=ids)
    if is_htmx(request):
        return project_page(request, ROWS, _rows_context(request, one), tab=one.tab)
    return _to_list(request, one)


def _moved(ids: list[int], row: str, direction: str) -> list[int]:
    moved = whole_number(row)
    if moved not in ids:
        return ids
    old = ids.index(moved)
    new = max(0, min(len(ids) - 1, old + (-1 if direction == "haut" else 1)))
    ids.insert(new, ids.pop(old))
    return ids


def _readable(slug: str) -> Register:
    one = registry.get(slug)
    if one is None:
        raise Http404("Cette liste n’existe pas.")
    return one


def _writable(request: ProjectRequest, slug: str) -> Register:
    one = _readable(slug)
    if not request.access.allows(one.permission):
        raise PermissionDenied("Votre rôle dans ce projet ne permet pas de modifier cette liste.")
    return one


def _row(project: Project, one: Register, pk: int, *, deleted_too: bool = False) -> ProjectRow:
    rows = one.rows_and_trash(project).filter(pk=pk)
    row: ProjectRow | None = (rows if deleted_too else rows.filter(deleted_at=None)).first()
    if row is None:
        raise Http404("Cette ligne n’existe pas, ou elle a été supprimée.")
    return row


def _list_url(request: ProjectRequest, one: Register, **query: object) -> str:
    url = one.get_url(request.project)
    if query:
        url += "?" + "&".join(f"{key}={value}" for key, value in query.items())
    return keeping_back(request, url)


def _to_list(request: ProjectRequest, one: Register, deleted: int | None = None) -> HttpResponseRedirect:
    query = {DELETED: deleted} if deleted else {}
    return HttpResponseRedirect(_list_url(request, one, **query))


def list_page(request: ProjectRequest, one: Register) -> HttpResponse:
    """The page of a list: its rows, those put aside for who may restore them, and what its own template shows."""
    project = request.project
    trash: list[Any] = []
    if request.access.allows(one.permission):
        trash = list(
            one.rows_and_trash(project).exclude(deleted_at=None).order_by("-deleted_at")[:TRASH_SHOWN]
        )
    just_deleted = request.GET.get(DELETED, "")
    context = {
        **_rows_context(request, one),
        "trash": trash,
        "undo": next((row for row in trash if str(row.pk) == just_deleted), None),
        "back": back_url(request, tab_url(project, one.tab)),
        **one.context(request),
    }
    return project_page(request, one.template, context, tab=one.tab)


def _rows_context(request: ProjectRequest, one: Register) -> dict[str, object]:
    rows = one.rows(request.project)
    return {
        "register": one,
        "lines": [Line(row, [(column, column.value(row)) for column in one.columns]) for row in rows],
        "may_write": request.access.allows(one.permission),
        "back_query": keeping_back(request, ""),
    }


def _form_page(
    request: ProjectRequest,
    one: Register,
    form: ProjectRowForm[Any],
    *,
    row: ProjectRow | None = None,
    status: int = 200,
    **extra: object,
) -> HttpResponse:
    conflicts = form.conflicts
    context = {
        "register": one,
        "form": form,
        "row": row,
        "conflicts": conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in conflicts),
        "list_url": _list_url(request, one),
        "here": request.get_full_path(),
    }
    return project_page(request, one.form_template, {**context, **extra}, tab=one.tab, status=status)


def _deleted_meanwhile(
    request: ProjectRequest, one: Register, form: ProjectRowForm[Any], row: ProjectRow
) -> HttpResponse:
    form.is_valid()
    form.errors.pop("__all__", None)
    form.add_error(
        None,
        "Quelqu’un a supprimé cette ligne pendant votre saisie, qui est toujours ci-dessous. "
        "Restaurez la ligne depuis la corbeille de la liste, puis enregistrez.",
    )
    return _form_page(request, one, form, row=row, status=CONFLICT)
