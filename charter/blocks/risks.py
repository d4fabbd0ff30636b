"""What could make the project fail, and what people fear."""

from collections.abc import Mapping
from typing import ClassVar

from charter.blocks.reading import load_risks
from charter.models import Risk
from charter.models.risks import RiskStatus
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


@register
class RisksBlock(Block):
    name = "risks"
    title = "Risques, freins et craintes"
    template = "blocks/risks.html"
    edit_url = "register"
    edit_kwargs: ClassVar[dict[str, str]] = {"register": "risques"}
    empty_text = "Aucun risque n’est encore nommé."
    sources = ("risques", "membres")
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Risques et freins",
        "closed": "Risques clos",
        "fears": "Craintes",
        "title": "Risque",
        "kind": "Nature",
        "probability": "Probabilité",
        "impact": "Gravité",
        "criticality": "Criticité",
        "level": "Niveau",
        "strategy": "Stratégie",
        "response": "Parade",
        "owner": "Responsable",
        "due": "Échéance",
        "status": "Statut",
        "profile": "Par qui",
        "department": "Service",
        "workshop": "Travaillée",
    }
    implied = frozenset({"criticality", "level"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        risks = sorted(gathering.once(load_risks), key=lambda risk: -risk.criticality)
        closed: list[Json] = [_risk(one) for one in risks if one.is_closed and not one.is_fear]
        data: dict[str, Json] = {
            "rows": [_risk(one) for one in risks if not one.is_fear and not one.is_closed],
            "fears": [_risk(one) for one in risks if one.is_fear],
        }
        return {**data, "closed": closed} if closed else data


def _risk(risk: Risk) -> Json:
    data: dict[str, Json] = {
        "title": risk.title,
        "kind": risk.get_kind_display(),
        "probability": risk.probability,
        "impact": risk.impact,
        "criticality": risk.criticality,
        "level": risk.level,
        "response": risk.response,
        "owner": risk.owner.display_name if risk.owner else "",
    }
    # What older versions didn’t hold is there only when it says something: sections validated before stay so.
    told: dict[str, Json] = {
        "strategy": str(risk.get_strategy_display()) if risk.strategy else "",
        "due": risk.due.isoformat() if risk.due else "",
        "status": str(risk.get_status_display()) if risk.status != RiskStatus.OPEN else "",
        "profile": risk.profile,
        "department": risk.department.name if risk.department else "",
        "workshop": risk.workshop,
    }
    return {**data, **{name: value for name, value in told.items() if value}}
