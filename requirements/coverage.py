"""Which requirements serve each objective [R-TRACE]."""

from collections import Counter
from urllib.parse import urlencode

from django.urls import reverse

from charter.blocks import load_project
from charter.coverage import Coverage, covers
from crmproject.toolkit.blocks import Gathering
from requirements.blockdata import accepted_needs
from requirements.models.needs import Priority


@covers
def requirements_by_objective(gathering: Gathering) -> dict[str, Coverage]:
    """Accepted requirements only: a proposal covers nothing yet."""
    needs = gathering.once(accepted_needs)
    served = Counter(str(one["objective_ref"]) for one in needs.rows if one["objective_ref"])
    must = Counter(
        str(one["objective_ref"]) for one in needs.of_priority(Priority.MUST) if one["objective_ref"]
    )
    listing = reverse("requirements", args=[gathering.once(load_project).slug])
    return {
        ref: Coverage(total, must[ref], f"{listing}?{urlencode({'objectif': ref})}")
        for ref, total in served.items()
    }
