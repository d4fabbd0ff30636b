"""The screen of a row of which a project has one at most: written at the first visit, mended at the next ones."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from charter.access import ProjectRequest
from charter.forms.rows import ProjectRowForm
from charter.history import last_write
from charter.models import ProjectRow
from charter.views.pages import REFUSED, back_url, project_page, refusal


def edit_single(
    request: ProjectRequest,
    form_class: type[ProjectRowForm[Any]],
    template: str,
    *,
    row: ProjectRow | None,
    done: str,
    home: str,
    tab: str = "charter",
    **context: Any,
) -> HttpResponse:
    """Show this form, or write its row; `done` says so, and `home` is where it leads then."""
    form = form_class(request.POST or None, instance=row, project=request.project)
    status = 200
    if request.method == "POST":
        if form.is_valid() and form.save_row() is not None:
            messages.success(request, done)
            return redirect(back_url(request, home))
        status = refusal(form) if form.is_valid() or form.conflicts else REFUSED
    conflicts = form.conflicts
    context |= {
        "form": form,
        "conflicts": conflicts,
        "yours": told(form, "typed"),
        "theirs": told(form, "stored"),
        "last": last_write(form.instance) if conflicts else None,
        "back": back_url(request, home),
        "here": request.get_full_path(),
    }
    return project_page(request, template, context, tab=tab, status=status)


def told(form: ProjectRowForm[Any], side: str) -> str:
    """The fields that two people wrote, as one of both wrote them (`typed` or `stored`)."""
    return "\n".join(f"{one.label}\u00a0: {getattr(one, side)}" for one in form.conflicts)
