"""Blocks of the specification: requirements, their cross tables, the glossary, and those of the registers."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register
from requirements import blockdata, blockruns, glossary
from requirements import registerblocks as registerblocks
from requirements.blockdata import Row, accepted_needs
from requirements.models.needs import Category, Priority

NEED_LABELS = {
    "ref": "Référence",
    "title": "Intitulé",
    "priority": "Priorité",
    "category": "Catégorie (code)",
    "category_label": "Catégorie",
    "text": "Exigence",
    "acceptance": "Critère d’acceptation",
    "rationale": "Justification",
    "source": "Source",
    "department": "Service",
    "department_code": "Code du service",
    "objective_ref": "Objectif servi",
    "objective_title": "Intitulé de l’objectif servi",
}


class NeedsBlock(Block):
    """A view of the accepted requirements, which one screen edits."""

    edit_url = "requirements"
    labels = NEED_LABELS
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {"priority": dict(Priority.choices)}
    # The label beside a code tells its change; the objective’s reference, that of its title.
    implied = frozenset({"category", "department_code", "objective_title"})
    sources: ClassVar[tuple[str, ...]] = ("exigences", "services")


@register
class RequirementsBlock(NeedsBlock):
    """Requirements of the section’s department, in full: the one place where their text is printed."""

    name = "requirements"
    title = "Exigences du service"
    template = "blocks/requirements.html"
    empty_text = (
        "Aucune exigence retenue pour ce service. Ajoutez celles que les entretiens et les ateliers ont fait "
        "apparaître, ou retenez les propositions des contributeurs."
    )
    sources = ("exigences", "services", "objectifs opérationnels")

    captioned = False

    def runs(self, data: dict[str, Json]) -> list[dict[str, Json]]:
        return blockruns.full_runs(data)

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        needs = gathering.once(accepted_needs)
        return {"rows": list(needs.by_department.get(place.department, []))}


@register
class OtherRequirementsBlock(NeedsBlock):
    """Requirements of departments that have no section of their own, so that none is lost in print."""

    name = "other_requirements"
    title = "Exigences des services sans sous-section"
    template = "blocks/other_requirements.html"
    empty_text = "Chaque service qui exprime des exigences a sa sous-section : rien à reprendre ici."
    sources = ("exigences", "services", "objectifs opérationnels")
    labels = NEED_LABELS | {"rows": "Services", "items": "Exigences"}
    captioned = False

    def runs(self, data: dict[str, Json]) -> list[dict[str, Json]]:
        return blockruns.grouped_runs(data, size=blockruns.GROUPED)

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        needs = gathering.once(accepted_needs)
        placed = gathering.once(blockdata.departments_with_a_place)
        others = [row for row in needs.rows if row["department_code"] not in placed]
        return {"rows": _grouped(others, "department", "items")}


class CategoryBlock(NeedsBlock):
    """A compact table of the requirements of one category, across departments."""

    category: ClassVar[Category]

    def runs(self, data: dict[str, Json]) -> list[dict[str, Json]]:
        return blockruns.flat_runs(data, size=blockruns.IN_ROWS)

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        needs = gathering.once(accepted_needs)
        return {
            "rows": [
                _short(row, ("ref"), ("title"), ("priority"), ("department"))
                for row in needs.of_category(self.category)
            ]
        }


@register
class TechnicalRequirementsBlock(CategoryBlock):
    name = "technical_requirements"
    title = "Exigences techniques"
    template = "blocks/technical_requirements.html"
    category = Category.TECHNICAL
    empty_text = (
        "Aucune exigence technique retenue. Donnez la catégorie « Technique » aux exigences de connecteurs, "
        "de performance, de sécurité ou de mobilité."
    )


@register
class DataRequirementsBlock(CategoryBlock):
    name = "data_requirements"
    title = "Exigences sur les données"
    template = "blocks/data_requirements.html"
    category = Category.DATA
    empty_text = (
        "Aucune exigence sur les données. Donnez la catégorie « Données » aux exigences de reprise, de "
        "qualité, de dédoublonnage ou de consentement."
    )


@register
class OrganisationalRequirementsBlock(CategoryBlock):
    name = "organisational_requirements"
    title = "Exigences organisationnelles"
    template = "blocks/organisational_requirements.html"
    category = Category.ORGANISATIONAL
    empty_text = (
        "Aucune exigence organisationnelle. Donnez la catégorie « Organisationnelle » aux exigences de "
        "formation, de calendrier, de support ou de conduite du changement."
    )


@register
class CriticalNeedsBlock(NeedsBlock):
    """How many requirements per priority, and the list of the « Must »."""

    name = "critical_needs"
    title = "Besoins critiques"
    template = "blocks/critical_needs.html"
    empty_text = (
        "Aucune exigence retenue : les besoins critiques s’affichent dès la première exigence « Must »."
    )
    labels = NEED_LABELS | {
        "rows": "Exigences «\u00a0Must\u00a0»",
        "counts": "Nombre par priorité",
        "count": "Nombre",
        "total": "Nombre d’exigences",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        needs = gathering.once(accepted_needs)
        counts: list[Json] = [
            {"priority": priority.value, "count": len(needs.of_priority(priority))} for priority in Priority
        ]
        return {
            "total": len(needs.rows),
            "counts": counts if needs.rows else [],
            "rows": [_short(row, "ref", "title", "department") for row in needs.of_priority(Priority.MUST)],
        }

    def runs(self, data: dict[str, Json]) -> list[dict[str, Json]]:
        return blockruns.flat_runs(data, size=blockruns.IN_ROWS, first=data)


@register
class PrioritiesBlock(NeedsBlock):
    """All requirements by priority, with the importance and the urgency of those that are scored."""

    name = "priorities"
    title = "Tableau des priorités"
    template = "blocks/priorities.html"
    empty_text = "Aucune exigence retenue : le tableau se remplit avec les exigences des services."
    labels = NEED_LABELS | {
        "rows": "Priorités",
        "items": "Exigences",
        "importance": "Importance",
        "urgency": "Urgence",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        needs = gathering.once(accepted_needs)
        groups: list[Json] = []
        for priority in Priority:
            items = needs.of_priority(priority)
            if items:
                short: list[Json] = [
                    _short(row, "ref", "title", "department", "category_label")
                    | needs.scores.get(str(row["ref"]), {})
                    for row in items
                ]
                groups.append({"priority": priority.value, "items": short})
        return {"rows": groups}

    def runs(self, data: dict[str, Json]) -> list[dict[str, Json]]:
        return blockruns.priority_runs(data)


@register
class TraceabilityBlock(NeedsBlock):
    """Which requirements serve each objective; what serves nothing, what nothing serves [R-TRACE]."""

    name = "traceability"
    title = "Matrice de traçabilité"
    template = "blocks/traceability.html"
    empty_text = (
        "Ni objectif ni exigence : définissez les objectifs opérationnels, puis rattachez-y les exigences."
    )
    sources = ("exigences", "objectifs opérationnels", "services")
    labels = NEED_LABELS | {
        "rows": "Objectifs",
        "requirements": "Exigences qui le servent",
        "orphans": "Exigences sans objectif",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        needs = gathering.once(accepted_needs)
        serving: dict[Json, list[Json]] = {}
        orphans: list[Json] = []
        for row in needs.rows:
            if row["objective_ref"]:
                serving.setdefault(row["objective_ref"], []).append(row["ref"])
            else:
                orphans.append(_short(row, "ref", "title", "department"))
        rows: list[Json] = [
            {**objective, "requirements": serving.get(objective["ref"], [])}
            for objective in gathering.once(blockdata.objectives)
        ]
        return {"rows": rows, "orphans": orphans}

    def runs(self, data: dict[str, Json]) -> list[dict[str, Json]]:
        return blockruns.traceability_runs(data)


@register
class GlossaryBlock(Block):
    """Terms of the trade, and what the four priorities mean."""

    name = "glossary"
    title = "Glossaire"
    template = "blocks/glossary.html"
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Termes",
        "priorities": "Priorités",
        "term": "Terme",
        "definition": "Définition",
        "priority": "Priorité",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return {
            "rows": [{"term": term, "definition": text} for term, text in glossary.TERMS.items()],
            "priorities": [
                {"priority": name, "definition": text} for name, text in glossary.PRIORITIES.items()
            ],
        }


def _short(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}


def _grouped(rows: Iterable[Row], name: str, under: str) -> list[Json]:
    """Rows gathered under each value of `name`, in the order of appearance."""
    groups: dict[Json, list[Json]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return [{name: value, under: items} for value, items in groups.items()]
