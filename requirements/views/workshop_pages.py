"""What the page of a workshop, and each part of it, is made from."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from charter.access import Permission, ProjectRequest
from charter.models import Membership
from charter.views.pages import is_htmx, project_page
from requirements.forms.workshops import ActionForm, ConclusionForm, NotesForm, TableForm
from requirements.models import Workshop, WorkshopAction
from requirements.outline import Outline
from requirements.views.workspace import outline_of
from requirements.workshops import (
    Confirmation,
    OnTable,
    actions_of,
    attendance_of,
    not_on_table,
    on_table,
    sign_url,
)

PAGE = "requirements/workshops/workshop.html"
TAB = "specification"


@dataclass(frozen=True)
class EntryLine:
    """A section on the table as this person sees it; `form` writes its conclusion, for who may."""

    shown: OnTable
    form: ConclusionForm | None
    confirmation: Confirmation | None
    sign_url: str


def find_workshop(request: ProjectRequest, pk: int, *, deleted: bool = False) -> Workshop:
    """A workshop of this project; 404 for any other."""
    rows = Workshop.objects.deleted() if deleted else Workshop.objects.live()
    found: Workshop = get_object_or_404(rows, pk=pk, project=request.project)
    found.project = request.project
    return found


def render_workshop(
    request: ProjectRequest, workshop: Workshop, *, part: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    """The page of this workshop, or one `part` of it; `more` replaces forms that come back with errors."""
    template = f"{PAGE}#{part}" if part and is_htmx(request) else PAGE
    return project_page(
        request, template, workshop_context(request, workshop, **more), tab=TAB, status=status
    )


def done(request: ProjectRequest, workshop: Workshop, part: str, **more: Any) -> HttpResponse:
    """After a write: the part that changed for HTMX, else the page at that part."""
    if is_htmx(request):
        return render_workshop(request, workshop, part=part, **more)
    return HttpResponseRedirect(f"{workshop.get_absolute_url()}#{part}")


def workshop_context(request: ProjectRequest, workshop: Workshop, **more: Any) -> dict[str, Any]:
    """All that the page shows."""
    access, now = request.access, outline_of(request)
    may_write = access.allows(Permission.ORGANISE)
    shown = on_table(workshop, now)
    attendance = attendance_of(workshop)
    member = access.membership
    was_present = member is not None and any(one.present and one.member == member for one in attendance)
    may_sign = member if was_present and access.allows(Permission.VALIDATE) else None
    actions = actions_of(workshop)
    context = {
        "workshop": workshop,
        "may_write": may_write,
        "lines": entry_lines(request, workshop, shown, may_sign, bound=more.pop("bound", None)),
        "left": not_on_table(shown, now) if may_write else [],
        "attendance": attendance,
        "present_count": sum(one.present for one in attendance),
        "others": _others(request, attendance) if may_write else [],
        "actions": actions,
        "open_actions": sum(action.done_at is None for action in actions),
        "removed_actions": _removed_actions(workshop) if may_write else [],
    }
    if may_write:
        context |= {
            "notes_form": NotesForm(instance=workshop),
            "action_form": ActionForm(workshop=workshop),
        }
    return {**context, **more}


def entry_lines(
    request: ProjectRequest,
    workshop: Workshop,
    shown: list[OnTable],
    member: Membership | None,
    *,
    bound: ConclusionForm | None = None,
) -> list[EntryLine]:
    """The sections on the table; `bound` is the one form that comes back with errors."""
    slug = request.project.slug
    lines = []
    for one in shown:
        form = None
        if request.access.allows(Permission.ORGANISE) and one.node is not None:
            is_bound = bound is not None and bound.instance.pk == one.entry.pk
            form = (
                bound
                if is_bound
                else ConclusionForm(instance=one.entry, by=request.user, read=one.fingerprint)
            )
        confirmation = one.confirmation(member)
        url = sign_url(workshop, one.section, slug) if confirmation is Confirmation.SIGN else ""
        lines.append(EntryLine(one, form, confirmation, url))
    return lines


def find_on_table(shown: list[OnTable], pk: int) -> OnTable:
    """The section of this entry, among those on the table."""
    found = next((one for one in shown if one.entry.pk == pk), None)
    if found is None:
        raise Http404("Cette section n’est pas sur la table de l’atelier.")
    return found


def table_form(request: ProjectRequest, shown: list[OnTable], now: Outline) -> TableForm:
    return TableForm(request.POST, nodes=not_on_table(shown, now))


def _others(request: ProjectRequest, attendance: list[Any]) -> list[Membership]:
    """Members who were neither invited nor noted as present."""
    known = [one.member.pk for one in attendance]
    people = Membership.objects.live().filter(project=request.project).exclude(pk__in=known)
    return list(people.select_related("user", "project"))


def _removed_actions(workshop: Workshop) -> list[WorkshopAction]:
    return list(WorkshopAction.objects.deleted().filter(workshop=workshop))
