"""The criteria of choice as a block of the specification."""

from collections.abc import Mapping
from typing import ClassVar

from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register
from selection.reading import load_criteria


@register
class CriteriaBlock(Block):
    """Criteria with their weights, and their shares of the whole."""

    name = "criteria"
    title = "Critères de choix"
    template = "blocks/criteria.html"
    edit_url = "selection"
    empty_text = "Aucun critère de choix. Choisissez-les avec les services, et donnez un poids à chacun."
    sources = ("critères de choix",)
    labels: ClassVar[Mapping[str, str]] = {
        "title": "Critère",
        "weight": "Poids",
        "share": "Part (%)",
        "total": "Somme des poids",
    }
    implied = frozenset({"share"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return gathering.once(load_criteria)
