"""What several pieces of a page ask of a project’s documents, read once for all of them."""

from crmproject.toolkit.blocks import Gathering
from requirements.models import DocumentKind, Specification
from requirements.models.sections import SpecificationQuerySet
from requirements.outline import Outline, outline


def project_outline(gathering: Gathering) -> Outline | None:
    """The outline of this project’s specification, for `Gathering.derived`; None when it has none."""
    return _outline(Specification.objects.specifications(), gathering)


def note_outline(gathering: Gathering) -> Outline | None:
    """The outline of this project’s note de cadrage, for `Gathering.derived`; None when it has none."""
    return _outline(Specification.objects.framing_notes(), gathering)


def _outline(documents: SpecificationQuerySet, gathering: Gathering) -> Outline | None:
    found = documents.filter(project=gathering.project_id).select_related("project").first()
    return outline(found, gathering=gathering) if found else None


# What reads the outline of each document of a project.
OUTLINES = {DocumentKind.SPECIFICATION: project_outline, DocumentKind.FRAMING_NOTE: note_outline}
