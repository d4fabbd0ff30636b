"""What is in and out."""

from charter.access import Permission
from charter.forms.registers import (
    ScopeItemForm,
)
from charter.models import ScopeItem
from charter.register import Column, Register, register

NBSP = "\u00a0"


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
