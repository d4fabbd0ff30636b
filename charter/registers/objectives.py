"""Objectives by department."""

from django.template.loader import render_to_string
from django.utils.html import format_html

from charter import smart
from charter.access import Permission
from charter.forms.objectives import OperationalObjectiveForm
from charter.models import OperationalObjective
from charter.register import Column, Register, register
from charter.smart import Goal
from crmproject.toolkit.templatetags.french import long_date, number

NBSP = "\u00a0"


def _reach(objective: OperationalObjective) -> str:
    if objective.target is None:
        return ""
    start = f"{number(objective.baseline)} → " if objective.baseline is not None else ""
    return f"{start}{number(objective.target)}{NBSP}{objective.unit}".strip()


def _signal(objective: OperationalObjective) -> str:
    goal = Goal.of(objective, objective.project.start)
    context = {"lacking": smart.lacking(goal), "signalled": smart.is_signalled(goal)}
    return render_to_string("charter/objectives/_signal.html", context)


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
        related=("department", "project"),
        template="charter/objectives/list.html",
        form_template="charter/objectives/form.html",
        columns=(
            Column("Réf.", lambda row: format_html("<span class='ref'>{}</span>", row.ref)),
            Column("Objectif", "title"),
            Column("Service", lambda row: row.department.name),
            Column("Horizon", "horizon"),
            Column("Cible", _reach),
            Column("Échéance", lambda row: long_date(row.due)),
            Column("Grille SMART", _signal),
        ),
        empty_text="Déclinez l’objectif stratégique par service\u00a0: un résultat, une cible, une échéance.",
    )
)
