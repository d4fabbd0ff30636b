"""Editing list of the criteria."""

from charter.access import Permission
from charter.register import Column, Register, register
from selection.forms import CriterionForm
from selection.models import Criterion

register(
    Register(
        slug="criteres",
        model=Criterion,
        form=CriterionForm,
        title="Critères de choix",
        add_label="Ajouter un critère",
        permission=Permission.EDIT_SELECTION,
        tab="selection",
        columns=[Column("Critère", "title"), Column("Poids", "weight", numeric=True)],
        empty_text="Aucun critère : choisissez avec les services ce qui départagera les solutions.",
        lead="Des critères objectifs et pondérés, choisis avec les services.",
    )
)
