"""Objectives by department."""

from charter.access import Permission
from charter.forms.registers import (
    OperationalObjectiveForm,
)
from charter.models import OperationalObjective
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import long_date, number

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
