"""Forms of the choice of a solution."""

from charter.forms.rows import ProjectRowForm
from selection.models import Criterion


class CriterionForm(ProjectRowForm[Criterion]):
    class Meta:
        model = Criterion
        fields = ("title", "weight")
        help_texts = {
            "title": "Objectif et vérifiable : couverture des exigences, facilité d’usage, support…",
            "weight": "De 1 à 100, relatif à la somme des poids.",
        }
