"""During a workshop: who is there, the sections on the table and what is said of them, the notes."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from charter.access import Permission, ProjectRequest, project_view
from charter.models import Membership
from charter.views.pages import REFUSED, is_htmx, project_page, refusal
from crmproject.toolkit.http import posted_int, whole_numbers
from requirements.actions.workshops import mark_present, put_on_table
from requirements.forms.workshops import ConclusionForm, NotesForm
from requirements.models import Section
from requirements.views.workshop_pages import (
    PAGE,
    TAB,
    done,
    find_on_table,
    find_workshop,
    render_workshop,
    table_form,
)
from requirements.views.workspace import outline_of
from requirements.workshops import on_table


@require_POST
@project_view(Permission.ORGANISE)
def workshop_presence(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Note that one person or several came (`present` = 1), or that they did not."""
    workshop = find_workshop(request, pk)
    wanted = whole_numbers(request.POST.getlist("member"))
    people = Membership.objects.filter(project=request.project, pk__in=wanted).select_related("user")
    if not people:
        text = "Choisissez une personne du projet."
        return render_workshop(request, workshop, part="presents", status=REFUSED, presence_error=text)
    mark_present(workshop=workshop, members=people, here=request.POST.get("present") == "1", by=request.user)
    return done(request, workshop, "presents", just_marked=people[0].pk)


@require_POST
@project_view(Permission.ORGANISE)
def workshop_put(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Put several sections on the table."""
    workshop = find_workshop(request, pk)
    now = outline_of(request)
    form = table_form(request, on_table(workshop, now), now)
    if not form.is_valid():
        return render_workshop(request, workshop, part="sections", status=REFUSED, table_form=form)
    chosen: list[Section] = list(form.cleaned_data["sections"])
    placed = put_on_table(workshop=workshop, sections=chosen)
    return done(request, workshop, "sections", just_put=placed[0].pk)


@require_POST
@project_view(Permission.ORGANISE)
def workshop_take_off(request: ProjectRequest, pk: int, entry: int) -> HttpResponseBase:
    """Take a section off the table; put back, it finds its conclusion again."""
    workshop = find_workshop(request, pk)
    found = find_on_table(on_table(workshop, outline_of(request)), entry)
    found.entry.put_aside(read_version=posted_int(request, "version"))
    return done(request, workshop, "sections")


@require_POST
@project_view(Permission.ORGANISE)
def workshop_conclude(request: ProjectRequest, pk: int, entry: int) -> HttpResponseBase:
    """Write down what the workshop says of a section."""
    workshop = find_workshop(request, pk)
    found = find_on_table(on_table(workshop, outline_of(request)), entry)
    found.entry.workshop = workshop
    form = ConclusionForm(request.POST, instance=found.entry, by=request.user, read=found.fingerprint)
    saved = form.save_row() if form.is_valid() else None
    if saved is None:
        status = refusal(form) if not form.refusal else 409
        return _entry(request, pk, entry, status=status, bound=form)
    if not is_htmx(request):
        messages.success(request, f"Conclusion enregistrée\u00a0: {found.section.title}.")
        return done(request, workshop, f"section-{entry}")
    return _entry(request, pk, entry)


def _entry(
    request: ProjectRequest, pk: int, entry: int, *, status: int = 200, bound: ConclusionForm | None = None
) -> HttpResponse:
    """The section alone for HTMX, else the whole page."""
    workshop = find_workshop(request, pk)
    return render_workshop(
        request, workshop, part="entry", status=status, bound=bound, only_entry=entry, just_saved=entry
    )


@require_POST
@project_view(Permission.ORGANISE)
def workshop_notes(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Save the notes, typed or autosaved; stale ones are given back beside the stored ones."""
    workshop = find_workshop(request, pk)
    form = NotesForm(request.POST, instance=workshop)
    saved = form.save_row() if form.is_valid() else None
    if saved is None:
        again = find_workshop(request, pk)
        response = render_workshop(request, again, part="notes", status=refusal(form), notes_form=form)
        if is_htmx(request):
            response["HX-Retarget"], response["HX-Reswap"] = "#notes", "outerHTML"
        return response
    if not is_htmx(request):
        messages.success(request, "Notes enregistrées.")
        return done(request, workshop, "notes")
    # What is being typed stays as it is: only the version that was read moves on.
    return project_page(request, f"{PAGE}#notes-saved", {"workshop": workshop}, tab=TAB)
