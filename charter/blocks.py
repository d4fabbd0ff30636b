"""The charter’s pieces of the specification."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from charter.models import (
    BudgetLine,
    Department,
    OperationalObjective,
    Project,
    Risk,
    ScopeItem,
    StrategicObjective,
)
from charter.models.risks import RiskKind
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register

STRATEGIC_FIELDS = ("key", "teams", "benefits", "results", "reinforces", "ambition")


def _figure(value: Decimal | None) -> Json:
    """A figure as JSON keeps it exactly: whole as integer, else as text."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else str(value.normalize())


def load_strategic_objective(project_id: int) -> StrategicObjective | None:
    found: StrategicObjective | None = StrategicObjective.objects.live().filter(project=project_id).first()
    return found


def load_objectives(project_id: int) -> list[OperationalObjective]:
    return list(OperationalObjective.objects.live().filter(project=project_id).select_related("department"))


def load_project(project_id: int) -> Project:
    return Project.objects.get(pk=project_id)


def load_departments(project_id: int) -> list[Department]:
    return list(Department.objects.live().filter(project=project_id))


def load_scope(project_id: int) -> list[ScopeItem]:
    return list(ScopeItem.objects.live().filter(project=project_id))


def load_budget(project_id: int) -> list[BudgetLine]:
    return list(BudgetLine.objects.live().filter(project=project_id))


def load_risks(project_id: int) -> list[Risk]:
    return list(Risk.objects.live().filter(project=project_id).select_related("owner__user"))


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
        "baseline": _figure(one.baseline),
        "target": _figure(one.target),
        "unit": one.unit,
        "how": one.how,
        "relevance": one.relevance,
        "due": one.due.isoformat() if one.due else "",
        "smart": one.is_smart,
    }


@register
class ProjectIdentityBlock(Block):
    name = "project_identity"
    title = "Le projet en bref"
    template = "blocks/project_identity.html"
    captioned = False
    edit_url = "project_settings"
    sources = ("fiche du projet", "services")
    labels: ClassVar[Mapping[str, str]] = {
        "organisation": "Organisation",
        "activity": "Activité et spécificités",
        "setup": "Configuration",
        "outgoing_tool": "Outil sortant",
        "overlap_months": "Recouvrement des deux outils (mois)",
        "procurement": "Mode d’achat",
        "start": "Début",
        "target_end": "Fin visée",
        "departments": "Services concernés",
        "code": "Code",
        "name": "Service",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        project = gathering.once(load_project)
        departments: list[Json] = [
            {"code": one.code, "name": one.name} for one in gathering.once(load_departments)
        ]
        return {
            "organisation": project.organisation,
            "activity": project.activity,
            "setup": project.get_setup_display(),
            "outgoing_tool": project.outgoing_tool if project.is_replacement else "",
            "overlap_months": project.overlap_months if project.is_replacement else 0,
            "procurement": project.get_procurement_display(),
            "start": project.start.isoformat(),
            "target_end": project.target_end.isoformat(),
            "departments": departments,
        }


@register
class ScopeBlock(Block):
    name = "scope"
    title = "Périmètre"
    template = "blocks/scope.html"
    edit_url = "register"
    edit_kwargs = {"register": "perimetre"}
    empty_text = "Le périmètre n’est pas encore tracé."
    sources = ("périmètre",)
    labels: ClassVar[Mapping[str, str]] = {"included": "Dans le périmètre", "excluded": "Hors périmètre"}

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        items = gathering.once(load_scope)
        return {
            "included": [item.text for item in items if item.included],
            "excluded": [item.text for item in items if not item.included],
        }


@register
class BudgetBlock(Block):
    name = "budget"
    title = "Budget"
    template = "blocks/budget.html"
    edit_url = "register"
    edit_kwargs = {"register": "budget"}
    empty_text = "Aucune ligne de budget n’est encore écrite."
    sources = ("budget",)
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Postes",
        "lines": "Lignes",
        "category": "Poste",
        "label": "Libellé",
        "amount": "Montant (€ HT)",
        "share": "Part (%)",
        "recurring": "Fréquence",
        "internal": "Origine",
        "total": "Total de la première année (€ HT)",
        "one_off": "Dépenses ponctuelles (€ HT)",
        "yearly": "Dépenses récurrentes par an (€ HT)",
    }
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "recurring": {"true": "Chaque année", "false": "Une fois"},
        "internal": {"true": "Interne", "false": "Externe"},
    }
    implied = frozenset({"share"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        lines = gathering.once(load_budget)
        if not lines:
            return {"rows": []}
        total = sum((line.amount for line in lines), Decimal(0))
        recurring = sum((line.amount for line in lines if line.recurring), Decimal(0))
        by_category: dict[str, list[BudgetLine]] = {}
        for line in lines:
            by_category.setdefault(line.get_category_display(), []).append(line)
        rows: list[Json] = [_category(name, group, total) for name, group in by_category.items()]
        return {
            "rows": rows,
            "total": _figure(total),
            "recurring": _figure(recurring),
            "one_off": _figure(total - recurring),
        }

    def compared(self, data: dict[str, Json]) -> dict[str, Json]:
        """The sum of recurring lines under another name than the lines’ own « recurring »."""
        return {("yearly" if name == "recurring" else name): value for name, value in data.items()}


def _category(name: str, lines: list[BudgetLine], total: Decimal) -> Json:
    amount = sum((line.amount for line in lines), Decimal(0))
    entries: list[Json] = [
        {
            "label": line.label,
            "amount": _figure(line.amount),
            "recurring": line.recurring,
            "internal": line.internal,
        }
        for line in lines
    ]
    return {
        "category": name,
        "amount": _figure(amount),
        "share": round(100 * amount / total) if total else 0,
        "lines": entries,
    }


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
