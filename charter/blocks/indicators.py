"""How success will be told."""

from collections.abc import Mapping
from typing import ClassVar

from charter.blocks.reading import figure, load_indicators
from charter.models import Indicator
from crmproject.toolkit.blocks import NAMING, Block, Gathering, Json, Place, register


@register
class IndicatorsBlock(Block):
    """Indicators in their order; what was measured is there once something was."""

    name = "indicators"
    title = "Indicateurs de succès"
    template = "blocks/indicators.html"
    edit_url = "indicators"
    empty_text = "Aucun indicateur de succès n’est encore fixé."
    sources = ("indicateurs", "membres", "objectifs opérationnels")
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Indicateurs",
        "name": "Indicateur",
        "baseline": "Valeur de départ",
        "target": "Cible",
        "unit": "Unité",
        "due": "Date de mesure",
        "owner": "Propriétaire",
        "objective": "Objectif servi",
        "progress": "Chemin parcouru",
        "measurements": "Mesures",
        "date": "Date",
        "value": "Valeur",
        "author": "Mesuré par",
        "comment": "Commentaire",
    }
    row_key = (*NAMING, "date")
    implied = frozenset({"progress"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return {"rows": [row_of(one) for one in gathering.once(load_indicators)]}


def row_of(one: Indicator) -> dict[str, Json]:
    """An indicator as plain data."""
    measured: list[Json] = [
        {
            "date": each.measured_on.isoformat(),
            "value": figure(each.value),
            "author": str(each.author or ""),
            "comment": each.comment,
        }
        for each in one.measured
    ]
    told: dict[str, Json] = {"progress": one.progress.words, "measurements": measured} if measured else {}
    return {
        "name": one.name,
        "baseline": figure(one.baseline),
        "target": figure(one.target),
        "unit": one.unit,
        "due": one.due.isoformat() if one.due else "",
        "owner": one.owner.display_name if one.owner else "",
        "objective": one.objective.ref if one.objective else "",
        **told,
    }
