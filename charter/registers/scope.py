"""What is in and out."""

from charter.access import Permission
from charter.forms.scope import ScopeItemForm
from charter.models import ScopeItem
from charter.register import Column, Register, register

register(
    Register(
        slug="perimetre",
        model=ScopeItem,
        form=ScopeItemForm,
        title="Périmètre",
        lead="Ce que le projet couvre, et ce qu’il laisse dehors\u00a0: fonctions, filiales, services.",
        add_label="Ajouter un élément",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("department",),
        columns=(
            Column("Élément", "text"),
            Column("Nature", "nature"),
            Column("Service concerné", lambda row: row.department.name if row.department else ""),
            Column("Position", "included"),
        ),
        empty_text="Nommez ce qui est dedans, puis dehors\u00a0: fonctions, filiales, services. On lira les deux.",
    )
)
