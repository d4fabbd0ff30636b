"""The note de cadrage: its chapters with their state, what it takes to have it signed, its editions."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from charter import homepanel
from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from crmproject.toolkit import documents
from requirements.actions.sections import start_framing_note
from requirements.documents import FRAMING_NOTE
from requirements.gathered import note_outline
from requirements.models import Section
from requirements.together import to_sign, to_submit
from requirements.views.workspace import shown_blocks

EXPORTS = 3


@require_safe
@project_view(Permission.VIEW)
def charter(request: ProjectRequest) -> HttpResponseBase:
    """All that the note de cadrage says, in the order in which it is read."""
    shown = request.access.gathering.derived(note_outline)
    if shown is None:
        return project_page(request, "requirements/note/none.html", tab="charter")
    note = shown.specification
    member = request.access.membership
    context = {
        "outline": shown,
        "chapters": [(node, shown_blocks(node.content, request.project)) for node in shown],
        "retired": Section.objects.filter(specification=note).deleted(),
        "editions": list(note.editions.select_related("specification__project")),
        "printed": documents.get(FRAMING_NOTE),
        "ready": to_submit(shown) if request.access.allows(Permission.SUBMIT) else [],
        "awaiting": to_sign(shown, member),
        "panels": homepanel.panels(request.project, request.access, homepanel.NOTE),
    }
    return project_page(request, "requirements/note/note.html", context, tab="charter")


@require_POST
@project_view(Permission.EDIT_CHARTER)
def note_start(request: ProjectRequest) -> HttpResponseBase:
    """Give its note de cadrage to a project that has none."""
    return redirect(start_framing_note(request.project))
