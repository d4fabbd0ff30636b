"""Budget lines."""

from charter.access import Permission
from charter.forms.registers import (
    BudgetLineForm,
)
from charter.models import BudgetLine
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import money

NBSP = "\u00a0"


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
