"""Blocks of the specification: requirements and their cross tables, existing systems, processes."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register
from requirements import blockdata, glossary
from requirements.blockdata import Row, accepted_needs
from requirements.models.needs import Category, Priority
from requirements.models.processes import ProjectPhase, Stage


class NeedsBlock(Block):
    """A view of the accepted requirements, which one screen edits."""

    edit_url = "requirements"


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

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        needs = gathering.once(accepted_needs)
        placed = gathering.once(blockdata.departments_with_a_place)
        others = [row for row in needs.rows if row["department_code"] not in placed]
        return {"rows": _grouped(others, "department", "items")}


class CategoryBlock(NeedsBlock):
    """A compact table of the requirements of one category, across departments."""

    category: ClassVar[Category]

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


@register
class PrioritiesBlock(NeedsBlock):
    """All requirements by priority."""

    name = "priorities"
    title = "Tableau des priorités"
    template = "blocks/priorities.html"
    empty_text = "Aucune exigence retenue : le tableau se remplit avec les exigences des services."

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        needs = gathering.once(accepted_needs)
        groups: list[Json] = []
        for priority in Priority:
            items = needs.of_priority(priority)
            if items:
                short: list[Json] = [
                    _short(row, ("ref"), ("title"), ("department"), ("category_label")) for row in items
                ]
                groups.append({"priority": priority.value, "items": short})
        return {"rows": groups}


@register
class TraceabilityBlock(NeedsBlock):
    """Which requirements serve each objective; what serves nothing, what nothing serves [R-TRACE]."""

    name = "traceability"
    title = "Matrice de traçabilité"
    template = "blocks/traceability.html"
    empty_text = (
        "Ni objectif ni exigence : définissez les objectifs opérationnels, puis rattachez-y les exigences."
    )

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


@register
class GlossaryBlock(Block):
    """Terms of the trade, and what the four priorities mean."""

    name = "glossary"
    title = "Glossaire"
    template = "blocks/glossary.html"

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return {
            "rows": [{"term": term, "definition": text} for term, text in glossary.TERMS.items()],
            "priorities": [
                {"priority": name, "definition": text} for name, text in glossary.PRIORITIES.items()
            ],
        }


class RegisterBlock(Block):
    """Rows that a register edits, shown as they were loaded."""

    edit_url = "register"
    load: ClassVar[Callable[[int], list[Row]]]

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return {"rows": self.arranged(gathering.once(type(self).load))}

    def arranged(self, rows: list[Row]) -> list[Json]:
        return list(rows)


@register
class ExistingToolsBlock(RegisterBlock):
    name = "existing_tools"
    title = "Outils en place"
    template = "blocks/existing_tools.html"
    edit_kwargs = {"register": "outils"}
    empty_text = (
        "Aucun outil recensé. Commencez par ceux que chaque service ouvre tous les jours, tableurs compris."
    )
    load = blockdata.existing_tools


@register
class ToolLinksBlock(RegisterBlock):
    name = "tool_links"
    title = "Connexions entre les outils"
    template = "blocks/tool_links.html"
    edit_kwargs = {"register": "liens"}
    empty_text = (
        "Aucune connexion décrite. Dites comment chaque couple d’outils échange ses données ; l’absence de "
        "connexion est un constat utile."
    )
    load = blockdata.tool_links


@register
class DataSourcesBlock(RegisterBlock):
    name = "data_sources"
    title = "Données existantes et volumétrie"
    template = "blocks/data_sources.html"
    edit_kwargs = {"register": "donnees-existantes"}
    empty_text = (
        "Aucune source de données. Indiquez les volumes, leur croissance, et ce qui doit être repris."
    )
    load = blockdata.data_sources


@register
class CurrentFlowsBlock(RegisterBlock):
    name = "current_flows"
    title = "Flux de travail actuels"
    template = "blocks/current_flows.html"
    edit_kwargs = {"register": "flux"}
    empty_text = (
        "Aucun flux décrit. Suivez une demande réelle, de son arrivée à sa conclusion, et notez où elle "
        "attend."
    )
    load = blockdata.current_flows


@register
class InteractionsBlock(RegisterBlock):
    """Touchpoints by stage of the customer journey."""

    name = "interactions"
    title = "Interactions avec les clients"
    template = "blocks/interactions.html"
    edit_kwargs = {"register": "interactions"}
    empty_text = (
        "Aucune interaction décrite. Parcourez les étapes du client et relevez chaque point de contact."
    )
    load = blockdata.interactions

    def arranged(self, rows: list[Row]) -> list[Json]:
        return _by_choice(rows, "stage", Stage.choices)


@register
class ProcessesBlock(RegisterBlock):
    name = "processes"
    title = "Processus métier"
    template = "blocks/processes.html"
    edit_kwargs = {"register": "processus"}
    empty_text = (
        "Aucun processus décrit. Mettez en regard les étapes d’aujourd’hui et ce qui est attendu demain."
    )
    load = blockdata.processes


@register
class AutomationsBlock(RegisterBlock):
    name = "automations"
    title = "Automatisations attendues"
    template = "blocks/automations.html"
    edit_kwargs = {"register": "automatisations"}
    empty_text = (
        "Aucune automatisation décrite. Pour chacune : ce qui la déclenche, ce qu’elle fait, en combien "
        "de temps."
    )
    load = blockdata.automations


@register
class UseCasesBlock(RegisterBlock):
    name = "use_cases"
    title = "Cas d’usage"
    template = "blocks/use_cases.html"
    edit_kwargs = {"register": "cas-usage"}
    empty_text = "Aucun cas d’usage. Écrivez un scénario pas à pas pour chaque fonction critique."
    load = blockdata.use_cases


@register
class DeliverablesBlock(RegisterBlock):
    """Deliverables by phase."""

    name = "deliverables"
    title = "Livrables attendus"
    template = "blocks/deliverables.html"
    edit_kwargs = {"register": "livrables"}
    empty_text = (
        "Aucun livrable. Dites, phase par phase, ce que le fournisseur et l’équipe projet doivent remettre."
    )
    load = blockdata.deliverables

    def arranged(self, rows: list[Row]) -> list[Json]:
        return _by_choice(rows, "phase", ProjectPhase.choices)


def _short(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}


def _grouped(rows: Iterable[Row], name: str, under: str) -> list[Json]:
    """Rows gathered under each value of `name`, in the order of appearance."""
    groups: dict[Json, list[Json]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return [{name: value, under: items} for value, items in groups.items()]


def _by_choice(rows: list[Row], name: str, choices: Iterable[tuple[Any, Any]]) -> list[Json]:
    """Rows gathered under each value of a choice that has some, with the choice’s label."""
    groups: list[Json] = []
    for value, label in choices:
        items: list[Json] = [
            {key: row[key] for key in row if key != name} for row in rows if row[name] == value
        ]
        if items:
            groups.append({name: value, "label": str(label), "items": items})
    return groups
