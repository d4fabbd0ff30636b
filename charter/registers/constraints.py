"""What binds the project."""

from charter.access import Permission
from charter.forms.feasibility import ConstraintForm
from charter.models import ProjectConstraint
from charter.register import Column, Register, register

register(
    Register(
        slug="contraintes",
        model=ProjectConstraint,
        form=ConstraintForm,
        title="Impératifs et contraintes",
        lead="Ce qui s’impose au projet\u00a0: un impératif ne se négocie pas, une contrainte se contourne.",
        add_label="Ajouter une contrainte",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(
            Column("Contrainte", "text"),
            Column("Nature", "nature"),
            Column("Portée", lambda row: "Impératif" if row.imperative else "Contrainte"),
        ),
        empty_text="Cherchez dans la technique, les règles, le calendrier, l’organisation et l’argent.",
    )
)
