"""What could make the project fail."""

from collections.abc import Mapping
from typing import ClassVar

from charter.blocks.reading import (
    load_risks,
)
from charter.models import (
    Risk,
)
from charter.models.risks import RiskKind
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


@register
class RisksBlock(Block):
    name = "risks"
    title = "Risques, freins et craintes"
    template = "blocks/risks.html"
    edit_url = "register"
    edit_kwargs = {"register": "risques"}
    empty_text = "Aucun risque n’est encore nommé."
    sources = ("risques", "membres")
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Risques et freins",
        "fears": "Craintes",
        "title": "Risque",
        "kind": "Nature",
        "probability": "Probabilité",
        "impact": "Gravité",
        "criticality": "Criticité",
        "level": "Niveau",
        "response": "Parade",
        "owner": "Responsable",
    }
    implied = frozenset({"criticality", "level"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        risks = sorted(gathering.once(load_risks), key=lambda risk: -risk.criticality)
        return {
            "rows": [_risk(risk) for risk in risks if risk.kind != RiskKind.FEAR],
            "fears": [_risk(risk) for risk in risks if risk.kind == RiskKind.FEAR],
        }


def _risk(risk: Risk) -> Json:
    return {
        "title": risk.title,
        "kind": risk.get_kind_display(),
        "probability": risk.probability,
        "impact": risk.impact,
        "criticality": risk.criticality,
        "level": risk.level,
        "response": risk.response,
        "owner": risk.owner.display_name if risk.owner else "",
    }
