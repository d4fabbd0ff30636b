"""What several pieces of a page ask of a project’s documents, read once for all of them."""

from requirements.models import Specification
from requirements.models.sections import SpecificationQuerySet
from requirements.outline import Outline, outline


def project_outline(project_id: int) -> Outline | None:
    """The outline of this project’s specification, for `Gathering.once`; None when it has none."""
    return _outline(Specification.objects.specifications(), project_id)


def note_outline(project_id: int) -> Outline | None:
    """The outline of this project’s note de cadrage, for `Gathering.once`; None when it has none."""
    return _outline(Specification.objects.framing_notes(), project_id)


def _outline(documents: SpecificationQuerySet, project_id: int) -> Outline | None:
    found = documents.filter(project=project_id).select_related("project").first()
    return outline(found) if found else None
