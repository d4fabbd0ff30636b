"""What several pieces of a page ask of a project’s specification, read once for all of them."""

from requirements.models import Specification
from requirements.outline import Outline, outline


def project_outline(project_id: int) -> Outline | None:
    """The outline of this project’s specification, for `Gathering.once`; None when it has none."""
    specification = Specification.objects.filter(project=project_id).select_related("project").first()
    return outline(specification) if specification else None
