"""The criteria of a project with their shares, read in one query."""

from decimal import ROUND_HALF_UP, Decimal

from crmproject.toolkit.blocks import Json
from selection.models import Criterion

TENTH = Decimal("0.1")


def load_criteria(project_id: int) -> dict[str, Json]:
    """Criteria with weight and share (percent, to the tenth, as text), and the sum of the weights."""
    criteria = list(Criterion.objects.live().filter(project_id=project_id))
    total = sum(criterion.weight for criterion in criteria)
    rows: list[Json] = [
        {
            "title": criterion.title,
            "weight": criterion.weight,
            "share": str((Decimal(criterion.weight) * 100 / total).quantize(TENTH, ROUND_HALF_UP)),
        }
        for criterion in criteria
    ]
    return {"rows": rows, "total": total}
