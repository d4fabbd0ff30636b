"""Budget lines, with what they come to."""

from charter.access import Permission
from charter.budgetpage import budget_context
from charter.budgetsheet import reckoned, spread
from charter.forms.budget import BudgetLineForm
from charter.models import BudgetLine
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import money


def _label(line: BudgetLine) -> str:
    counted = reckoned(line)
    return f"{line.label} ({counted})" if counted else line.label


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
            Column("Libellé", _label),
            Column("Montant HT", lambda row: money(row.amount), numeric=True),
            Column("Fréquence", spread),
            Column("Origine", lambda row: "Interne" if row.internal else "Externe"),
        ),
        empty_text="Prévoyez aussi la reprise des données, la formation et une réserve d’après-déploiement.",
        template="charter/budget/list.html",
        form_template="charter/budget/form.html",
        context=budget_context,
    )
)
