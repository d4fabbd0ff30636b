"""Registers of the specification: the data that its blocks show."""

from collections.abc import Sequence
from typing import Any

from charter.access import Permission
from charter.forms.rows import ProjectRowForm
from charter.models import ProjectRow
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import number
from requirements.forms import registers as forms
from requirements.forms.interactions import InteractionForm
from requirements.models import (
    Automation,
    BusinessProcess,
    CurrentFlow,
    DataSource,
    Deliverable,
    ExistingTool,
    Interaction,
    ToolLink,
    UseCase,
)


def _steps(name: str) -> Any:
    """The cell of a list of steps: « 1. Saisir · 2. Relire »."""

    def cell(row: Any) -> str:
        return " · ".join(f"{rank}. {step}" for rank, step in enumerate(getattr(row, name), start=1))

    return cell


def _names(name: str) -> Any:
    """The cell of a many-to-many relation, read from what was prefetched; rows put aside are left out."""

    def cell(row: Any) -> str:
        return ", ".join(str(one) for one in getattr(row, name).all() if one.deleted_at is None)

    return cell


def _growth(source: DataSource) -> str:
    return f"{source.growth:+d}\u00a0%" if source.growth else "0\u00a0%"


def _volume(source: DataSource) -> str:
    return number(source.volume)


def _declare(
    slug: str,
    model: type[ProjectRow],
    form: type[ProjectRowForm[Any]],
    *,
    title: str,
    add_label: str,
    columns: Sequence[Column],
    empty_text: str,
    lead: str = "",
    related: Sequence[str] = (),
    prefetched: Sequence[str] = (),
) -> None:
    register(
        Register(
            slug=slug,
            model=model,
            form=form,
            title=title,
            add_label=add_label,
            permission=Permission.DRAFT,
            tab="specification",
            columns=columns,
            empty_text=empty_text,
            lead=lead,
            related=related,
            prefetched=prefetched,
        )
    )


_declare(
    "outils",
    ExistingTool,
    forms.ExistingToolForm,
    title="Outils en place",
    add_label="Ajouter un outil",
    lead="Ce que chaque service utilise aujourd’hui, tableurs compris, et ce qui lui manque.",
    columns=[
        Column("Outil", "name"),
        Column("Service", "department"),
        Column("Rôle", "role"),
        Column("Limites", "limits"),
    ],
    related=["department"],
    empty_text="Commencez par les outils que chaque service ouvre tous les jours.",
)
_declare(
    "liens",
    ToolLink,
    forms.ToolLinkForm,
    title="Connexions entre les outils",
    add_label="Ajouter une connexion",
    lead=(
        "Comment deux outils échangent leurs données. Notez aussi les connexions qui manquent : elles "
        "coûtent une double saisie."
    ),
    columns=[Column("De", "source"), Column("Vers", "target"), Column("Connexion", "kind")],
    related=["source", "target"],
    empty_text=(
        "Recensez d’abord les outils, puis dites pour chaque couple comment les données passent de l’un à "
        "l’autre."
    ),
)
_declare(
    "donnees-existantes",
    DataSource,
    forms.DataSourceForm,
    title="Données existantes",
    add_label="Ajouter une source de données",
    lead="Volumes, croissance annuelle, et ce qui doit être repris dans le nouvel outil.",
    columns=[
        Column("Données", "name"),
        Column("Enregistrements", _volume, numeric=True),
        Column("Croissance annuelle", _growth, numeric=True),
        Column("Structure", "structure"),
        Column("Origine", "source"),
        Column("Reprise", "keep"),
    ],
    empty_text=(
        "Indiquez au moins les contacts clients : combien, d’où ils viennent, à quel rythme leur nombre "
        "croît."
    ),
)
_declare(
    "flux",
    CurrentFlow,
    forms.CurrentFlowForm,
    title="Flux de travail actuels",
    add_label="Ajouter un flux",
    lead="Le chemin que suit une demande aujourd’hui, et l’endroit où elle attend ou se perd.",
    columns=[
        Column("Flux", "name"),
        Column("Étapes", _steps("steps")),
        Column("Point critique", "pain"),
        Column("Délai", "delay"),
        Column("Perte", "loss"),
        Column("Outils", _names("tools")),
    ],
    prefetched=["tools"],
    empty_text="Suivez une demande réelle, de son arrivée à sa conclusion, et notez chaque étape.",
)
_declare(
    "processus",
    BusinessProcess,
    forms.BusinessProcessForm,
    title="Processus métier",
    add_label="Ajouter un processus",
    lead="Ce qui se fait aujourd’hui, en regard de ce qui est attendu avec le CRM.",
    columns=[
        Column("Processus", "title"),
        Column("Service", "department"),
        Column("Objectif", "objective"),
        Column("Aujourd’hui", _steps("current")),
        Column("Attendu", _steps("expected")),
    ],
    related=["department"],
    empty_text="Décrivez un premier processus : celui dont les services se plaignent le plus.",
)
_declare(
    "automatisations",
    Automation,
    forms.AutomationForm,
    title="Automatisations attendues",
    add_label="Ajouter une automatisation",
    lead=(
        "Ce que le CRM doit faire de lui-même : le déclencheur, les actions, le délai, les services "
        "concernés."
    ),
    columns=[
        Column("Automatisation", "title"),
        Column("Déclencheur", "trigger"),
        Column("Actions", _steps("actions")),
        Column("Performance", "performance"),
        Column("Acteurs", _names("actors")),
    ],
    prefetched=["actors"],
    empty_text="Cherchez les gestes répétés à la main : relances, affectations, accusés de réception.",
)
_declare(
    "interactions",
    Interaction,
    InteractionForm,
    title="Interactions avec les clients",
    add_label="Ajouter une interaction",
    lead=(
        "Les points de contact, étape par étape du parcours, avec le problème d’aujourd’hui et ce qu’il "
        "faudrait."
    ),
    columns=[
        Column("Point de contact", "touchpoint"),
        Column("Parcours", "journey"),
        Column("Étape", "stage"),
        Column("Problème actuel", "problem"),
        Column("Irritant", "friction"),
        Column("Émotion", "emotion"),
        Column("Besoins", _steps("needs")),
        Column("Priorité", "priority"),
    ],
    empty_text=(
        "Parcourez le chemin d’un client, de la première visite au réachat, et relevez chaque contact."
    ),
)
_declare(
    "cas-usage",
    UseCase,
    forms.UseCaseForm,
    title="Cas d’usage",
    add_label="Ajouter un cas d’usage",
    lead=(
        "Un scénario pas à pas pour chaque fonction critique : il servira aussi aux démonstrations et à "
        "la recette."
    ),
    columns=[
        Column("Cas d’usage", "title"),
        Column("Service", "department"),
        Column("Scénario", _steps("steps")),
    ],
    related=["department"],
    empty_text="Racontez une journée type : qui fait quoi, dans quel ordre, avec quel résultat.",
)
_declare(
    "livrables",
    Deliverable,
    forms.DeliverableForm,
    title="Livrables attendus",
    add_label="Ajouter un livrable",
    lead="Ce que chaque phase doit remettre pour être considérée comme terminée.",
    columns=[Column("Livrable", "title"), Column("Phase", "phase")],
    empty_text="Nommez au moins la solution paramétrée, les données reprises et les supports de formation.",
)
