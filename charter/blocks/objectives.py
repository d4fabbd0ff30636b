"""Why: the strategic objective, and those that decline it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from charter.blocks.reading import (
    figure,
    load_departments,
    load_objectives,
    load_strategic_objective,
)
from charter.models import (
    OperationalObjective,
)
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register

STRATEGIC_FIELDS = ("key", "teams", "benefits", "results", "reinforces", "ambition")


@register
class StrategicObjectiveBlock(Block):
    name = "strategic_objective"
    title = "Objectif stratégique"
    template = "blocks/strategic_objective.html"
    edit_url = "strategic_objective"
    empty_text = "L’objectif stratégique n’est pas encore formulé."
    sources = ("objectif stratégique",)
    labels: ClassVar[Mapping[str, str]] = {
        "sentence": "Phrase",
        "rows": "Points",
        "label": "Point",
        "text": "Réponse",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        objective = gathering.once(load_strategic_objective)
        if objective is None:
            return {"sentence": "", "rows": []}
        rows: list[Json] = [
            {"label": _label(objective, name), "text": getattr(objective, name)}
            for name in STRATEGIC_FIELDS
            if getattr(objective, name)
        ]
        return {"sentence": objective.sentence, "rows": rows}


def _label(row: Any, name: str) -> str:
    label = str(row._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


@register
class ObjectivesBlock(Block):
    name = "objectives"
    title = "Objectifs opérationnels"
    template = "blocks/objectives.html"
    edit_url = "register"
    edit_kwargs = {"register": "objectifs"}
    empty_text = "Aucun objectif opérationnel n’est encore écrit."
    sources = ("objectifs opérationnels", "services")
    labels: ClassVar[Mapping[str, str]] = {
        "ref": "Référence",
        "department": "Service",
        "horizon": "Horizon",
        "title": "Objectif",
        "crm_action": "Action attendue du CRM",
        "expected": "Résultat attendu",
        "measure": "Indicateur",
        "baseline": "Valeur de départ",
        "target": "Cible",
        "unit": "Unité",
        "how": "Atteignable",
        "relevance": "Pertinent",
        "due": "Échéance",
        "smart": "SMART",
    }
    implied = frozenset({"smart"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        rows: list[Json] = [_objective(one) for one in gathering.once(load_objectives)]
        return {"rows": rows}


def _objective(one: OperationalObjective) -> Json:
    return {
        "ref": one.ref,
        "department": one.department.name,
        "horizon": one.get_horizon_display(),
        "title": one.title,
        "crm_action": one.crm_action,
        "expected": one.expected,
        "measure": one.measure,
        "baseline": figure(one.baseline),
        "target": figure(one.target),
        "unit": one.unit,
        "how": one.how,
        "relevance": one.relevance,
        "due": one.due.isoformat() if one.due else "",
        "smart": one.is_smart,
    }


@register
class ObjectiveTreeBlock(Block):
    name = "objective_tree"
    title = "Arbre des objectifs"
    template = "blocks/objective_tree.html"
    edit_url = "objective_tree"
    empty_text = "Aucun objectif opérationnel ne décline encore l’objectif stratégique."
    sources = ("objectifs opérationnels", "objectif stratégique", "services")
    labels: ClassVar[Mapping[str, str]] = {
        "sentence": "Objectif stratégique",
        "rows": "Services",
        "department": "Service",
        "objectives": "Objectifs",
        "ref": "Référence",
        "title": "Objectif",
        "horizon": "Horizon",
        "baseline": "Valeur de départ",
        "target": "Cible",
        "unit": "Unité",
        "due": "Échéance",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        objectives = gathering.once(load_objectives)
        if not objectives:
            return {"sentence": "", "rows": []}
        strategic = gathering.once(load_strategic_objective)
        rows: list[Json] = [
            {
                "department": department.name,
                "objectives": [_leaf(one) for one in objectives if one.department_id == department.pk],
            }
            for department in gathering.once(load_departments)
        ]
        return {"sentence": strategic.sentence if strategic else "", "rows": rows}


def _leaf(one: OperationalObjective) -> Json:
    return {
        "ref": one.ref,
        "title": one.title,
        "horizon": one.get_horizon_display(),
        "baseline": figure(one.baseline),
        "target": figure(one.target),
        "unit": one.unit,
        "due": one.due.isoformat() if one.due else "",
    }
