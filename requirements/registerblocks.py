"""Blocks that show what a register edits: existing systems, processes, deliverables."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register
from requirements import blockdata
from requirements.blockdata import Row
from requirements.models.existing import Keep, LinkKind
from requirements.models.needs import Priority
from requirements.models.processes import ProjectPhase, Stage


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
    sources = ("outils en place", "services")
    labels: ClassVar[Mapping[str, str]] = {
        "name": "Outil",
        "department": "Service",
        "role": "Rôle",
        "limits": "Limites",
    }


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
    sources = ("connexions entre les outils", "outils en place")
    labels: ClassVar[Mapping[str, str]] = {
        "source": "De",
        "target": "Vers",
        "kind": "Nature",
        "kind_label": "Échange",
    }
    row_key = ("source+target",)
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {"kind": dict(LinkKind.choices)}
    implied = frozenset({"kind"})


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
    sources = ("données existantes",)
    labels: ClassVar[Mapping[str, str]] = {
        "name": "Données",
        "volume": "Volume (enregistrements)",
        "growth": "Croissance (% par an)",
        "structure": "Structure",
        "source": "Origine",
        "keep": "Reprise (code)",
        "keep_label": "Reprise",
    }
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {"keep": dict(Keep.choices)}
    implied = frozenset({"keep"})


@register
class CurrentFlowsBlock(RegisterBlock):
    name = "current_flows"
    title = "Flux de travail actuels"
    template = "blocks/current_flows.html"
    captioned = False
    edit_kwargs = {"register": "flux"}
    empty_text = (
        "Aucun flux décrit. Suivez une demande réelle, de son arrivée à sa conclusion, et notez où elle "
        "attend."
    )
    load = blockdata.current_flows
    sources = ("flux actuels", "outils en place")
    labels: ClassVar[Mapping[str, str]] = {
        "name": "Flux",
        "steps": "Étapes",
        "pain": "Difficulté",
        "delay": "Délai",
        "loss": "Perte",
        "tools": "Outils",
    }


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
    sources = ("interactions",)
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Étapes du parcours",
        "items": "Points de contact",
        "stage": "Étape",
        "label": "Étape",
        "touchpoint": "Point de contact",
        "journey": "Parcours",
        "priority": "Priorité",
        "problem": "Problème actuel",
        "needs": "Besoins",
        "friction": "Irritant pour le client",
        "emotion": "Émotion du client (de -2 à 2)",
    }
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "priority": dict(Priority.choices),
        "stage": dict(Stage.choices),
    }
    implied = frozenset({"stage"})

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
    sources = ("processus", "services")
    labels: ClassVar[Mapping[str, str]] = {
        "title": "Processus",
        "department": "Service",
        "objective": "Objectif",
        "current": "Aujourd’hui",
        "expected": "Attendu",
    }


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
    sources = ("automatisations", "services")
    labels: ClassVar[Mapping[str, str]] = {
        "title": "Automatisation",
        "trigger": "Déclencheur",
        "actions": "Actions",
        "performance": "Délai attendu",
        "actors": "Services concernés",
    }


@register
class UseCasesBlock(RegisterBlock):
    name = "use_cases"
    title = "Cas d’usage"
    template = "blocks/use_cases.html"
    captioned = False
    edit_kwargs = {"register": "cas-usage"}
    empty_text = "Aucun cas d’usage. Écrivez un scénario pas à pas pour chaque fonction critique."
    load = blockdata.use_cases
    sources = ("cas d’usage", "services")
    labels: ClassVar[Mapping[str, str]] = {"title": "Cas d’usage", "department": "Service", "steps": "Étapes"}


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
    sources = ("livrables",)
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Phases",
        "items": "Livrables",
        "phase": "Phase",
        "label": "Phase",
        "title": "Livrable",
    }
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {"phase": dict(ProjectPhase.choices)}
    implied = frozenset({"phase"})

    def arranged(self, rows: list[Row]) -> list[Json]:
        return _by_choice(rows, "phase", ProjectPhase.choices)


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
