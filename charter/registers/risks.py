"""Risks and fears."""

from charter.access import Permission
from charter.forms.registers import (
    RiskForm,
)
from charter.models import Risk
from charter.register import Column, Register, register

NBSP = "\u00a0"


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
