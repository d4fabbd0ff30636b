"""What every page of the three-pane workspace shows."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from charter.access import Permission, ProjectRequest
from charter.models import Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Block
from requirements.diffs.quoted import quoted_data
from requirements.diffs.since import told_since
from requirements.forms.sections import SectionTextForm
from requirements.guide import guide_for
from requirements.history import history_of
from requirements.models import DocumentKind, Section, Specification
from requirements.outline import Node, Outline, outline
from requirements.together import NOTE_ASKED
from requirements.views.agreeing import agreeing
from requirements.views.commenting import commenting

GONE = "Cette section n’existe pas ou a été retirée."
PANES = (("aide", "Aide"), ("commentaires", "Commentaires"), ("historique", "Historique"))


@dataclass(frozen=True)
class ShownBlock:
    """A block with its data, and the screen that edits it."""

    block: Block
    data: Any
    is_empty: bool
    edit_url: str


def specification_of(request: ProjectRequest) -> Specification:
    """The project’s cahier des charges."""
    return _document(request, DocumentKind.SPECIFICATION)


def document_asked(request: ProjectRequest) -> Specification:
    """The document that `?document=note` or a field of that name asks for: the cahier des charges without it."""
    asked = request.GET.get("document") or request.POST.get("document")
    return _document(
        request, DocumentKind.FRAMING_NOTE if asked == NOTE_ASKED else DocumentKind.SPECIFICATION
    )


def _document(request: ProjectRequest, kind: DocumentKind) -> Specification:
    found = Specification.objects.filter(project=request.project, kind=kind).first()
    if found is None:
        raise Http404("Ce projet n’a pas ce document.")
    found.project = request.project
    return found


def outline_of(request: ProjectRequest) -> Outline:
    """The outline of the cahier des charges."""
    return outline(specification_of(request))


def opened(request: ProjectRequest, pk: int) -> tuple[Outline, Node]:
    """This section, with its content read, in the outline of its document; 404 for one of another project."""
    found = Specification.objects.filter(project=request.project, sections=pk).first()
    if found is None:
        raise Http404(GONE)
    found.project = request.project
    shown = outline(found)
    node = shown.node(pk)
    if node is None:
        raise Http404(GONE)
    node.read()
    return shown, node


def find_section(request: ProjectRequest, pk: int, *, retired: bool = False) -> Section:
    """A section of this project; 404 for any other."""
    found = Section.objects.filter(pk=pk, specification__project=request.project)
    found = found.select_related("department", "specification")
    section: Section | None = (found.deleted() if retired else found.live()).first()
    if section is None:
        raise Http404(GONE)
    section.specification.project = request.project
    return section


def shown_blocks(content: dict[str, Any], project: Project) -> list[ShownBlock]:
    """The blocks of a content, ready for the page."""
    pairs = [(blocks.get(entry["name"]), entry["data"]) for entry in content["blocks"]]
    return [
        ShownBlock(
            block=block,
            data=data,
            is_empty=block.is_empty(data),
            edit_url=reverse(block.edit_url, kwargs={"slug": project.slug, **block.edit_kwargs})
            if block.edit_url
            else "",
        )
        for block, data in pairs
        if block
    ]


def render_section(
    request: ProjectRequest, shown: Outline, node: Node, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The workspace on this section; `more` replaces forms that come back with errors."""
    return render(
        request, "requirements/sections/section.html", context_of(request, shown, node, **more), status=status
    )


def context_of(request: ProjectRequest, shown: Outline, node: Node, **more: Any) -> dict[str, Any]:
    """What the page of a section, and each part of it, is made from."""
    section, access = node.section, request.access
    pane = str(more.get("pane") or request.GET.get("volet", "aide"))
    return {
        "project": request.project,
        "access": access,
        "active_tab": shown.specification.page,
        "outline": shown,
        "node": node,
        "section": section,
        "blocks": shown_blocks(node.content, request.project),
        "text_form": SectionTextForm(instance=section) if access.allows(Permission.DRAFT) else None,
        **agreeing(request, shown, node),
        **commenting(request, node, pane),
        "since": told_since(node, access.membership),
        "quoted": quoted_data(shown, node),
        "history": history_of(section) if pane == "historique" else [],
        "guide": guide_for(section),
        "panes": PANES,
        **more,
        "pane": pane if pane in dict(PANES) else "aide",
    }
