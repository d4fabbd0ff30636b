"""The form of the exit plan."""

from typing import Any

from django import forms

from charter.forms.rows import ProjectRowForm
from charter.models import ExitPlan


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ExitPlanForm(ProjectRowForm[ExitPlan]):
    class Meta:
        model = ExitPlan
        fields = [
            "role", "liked", "contract_end", "notice_months", "overlap_start", "overlap_end", "data", "closes_on",
            "archives", "decider",
        ]  # fmt: skip
        widgets = {"role": _lines(3), "liked": _lines(3), "data": _lines(3), "archives": _lines(3)}
        help_texts = {
            "role": "Les tâches de tous les jours, et ce que les autres outils lui demandent.",
            "liked": "Ce qu’ils regretteraient\u00a0: le nouvel outil devra l’offrir, ou l’on dira pourquoi non.",
            "notice_months": "Combien de mois avant la fin du contrat il faut prévenir.",
            "overlap_start": "Du jour où les deux outils vivent ensemble…",
            "overlap_end": "… au jour où seul le nouveau fait foi.",
            "data": "Lesquelles, de quelle année, qui les nettoie\u00a0; et celles que l’on laisse.",
            "closes_on": "Le jour où plus personne n’entre dans l’ancien outil. Un mois au plus après le recouvrement.",
            "archives": "Ce que l’on garde, où, combien de temps, et qui peut encore le lire.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            # Two people may write the first one at the same time: the second must not pass for its reader.
            self.fields["version"].initial = 0

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("overlap_start"), data.get("overlap_end")
        if start and end and end <= start:
            self.add_error("overlap_end", "La fin du recouvrement suit son début.")
        closes = data.get("closes_on")
        if start and closes and closes < start:
            self.add_error("closes_on", "L’ancien outil ne ferme pas avant que le recouvrement commence.")
        return data
