"""The lists of the charter."""

from charter.access import Permission
from charter.forms.registers import (
    BudgetLineForm,
    DepartmentForm,
    OperationalObjectiveForm,
    RiskForm,
    ScopeItemForm,
)
from charter.models import BudgetLine, Department, OperationalObjective, Risk, ScopeItem
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import long_date, money, number

NBSP = "\u00a0"


def _reach(objective: OperationalObjective) -> str:
    if objective.target is None:
        return ""
    start = f"{number(objective.baseline)} → " if objective.baseline is not None else ""
    return f"{start}{number(objective.target)}{NBSP}{objective.unit}".strip()


register(
    Register(
        slug="objectifs",
        model=OperationalObjective,
        form=OperationalObjectiveForm,
        title="Objectifs opérationnels",
        lead="Ce que chaque service attend du CRM, avec une cible et une échéance.",
        add_label="Ajouter un objectif",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("department",),
        columns=(
            Column("Réf.", "ref"),
            Column("Objectif", "title"),
            Column("Service", lambda row: row.department.name),
            Column("Horizon", "horizon"),
            Column("Cible", _reach),
            Column("Échéance", lambda row: long_date(row.due)),
            Column("Signal", lambda row: "" if row.is_smart else "Cible ou échéance manquante"),
        ),
        empty_text="Déclinez l’objectif stratégique par service\u00a0: un résultat, une cible, une échéance.",
    )
)

register(
    Register(
        slug="perimetre",
        model=ScopeItem,
        form=ScopeItemForm,
        title="Périmètre",
        lead="Ce que le projet couvre, et ce qu’il laisse dehors.",
        add_label="Ajouter un élément",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(Column("Élément", "text"), Column("Position", "included")),
        empty_text="Nommez ce qui est dedans, puis dehors\u00a0: les fournisseurs liront les deux.",
    )
)

register(
    Register(
        slug="budget",
        model=BudgetLine,
        form=BudgetLineForm,
        title="Budget",
        lead="Montants hors taxes, internes et externes, ponctuels et récurrents.",
        add_label="Ajouter une ligne",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(
            Column("Poste", "category"),
            Column("Libellé", "label"),
            Column("Montant HT", lambda row: money(row.amount), numeric=True),
            Column("Fréquence", lambda row: "Chaque année" if row.recurring else "Une fois"),
            Column("Origine", lambda row: "Interne" if row.internal else "Externe"),
        ),
        empty_text="Prévoyez aussi la reprise des données, la formation et une réserve d’après-déploiement.",
    )
)

register(
    Register(
        slug="risques",
        model=Risk,
        form=RiskForm,
        title="Risques, freins et craintes",
        lead="Ce qui pourrait faire échouer le projet, et la réponse apportée.",
        add_label="Ajouter un risque",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("owner__user",),
        columns=(
            Column("Intitulé", "title"),
            Column("Nature", "kind"),
            Column("Criticité", lambda row: f"{row.criticality} – {row.level}", numeric=True),
            Column("Parade", "response"),
            Column("Responsable", lambda row: row.owner.display_name if row.owner else ""),
        ),
        empty_text="Nommez les freins internes et externes, et les craintes entendues, sans les minimiser.",
    )
)

register(
    Register(
        slug="services",
        model=Department,
        form=DepartmentForm,
        title="Services",
        lead="Les services concernés\u00a0; chacun a un responsable et ses exigences.",
        add_label="Ajouter un service",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(Column("Code", "code"), Column("Nom", "name")),
        empty_text="Ajoutez les services concernés\u00a0: commercial, marketing et service client au moins.",
    )
)
