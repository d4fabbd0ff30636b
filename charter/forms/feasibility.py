"""Forms of the feasibility study and of its constraints."""

from typing import Any

from django import forms

from charter.forms.fields import FrenchDecimalField
from charter.forms.rows import ProjectRowForm
from charter.models import Feasibility, ProjectConstraint
from charter.models.feasibility import Opinion


class ConstraintForm(ProjectRowForm[ProjectConstraint]):
    class Meta:
        model = ProjectConstraint
        fields = ["text", "nature", "imperative"]
        help_texts = {
            "text": "Un fait qui s’impose ou qui gêne\u00a0: «\u00a0pas de mise en service en novembre\u00a0».",
            "imperative": "Non négociable\u00a0: si l’on ne peut le tenir, le projet ne se fait pas.",
        }


class FeasibilityForm(ProjectRowForm[Feasibility]):
    known_budget = FrenchDecimalField(
        label="Enveloppe connue (€ HT)",
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=0,
        help_text="Ce que la direction a laissé entendre. Vide tant que rien n’est dit.",
    )

    class Meta:
        model = Feasibility
        fields = [
            "person_days", "people", "known_budget", "tools", "opinion", "reasons", "reserves", "given_by", "given_on",
        ]  # fmt: skip
        widgets = {
            "people": forms.Textarea(attrs={"rows": 3}),
            "tools": forms.Textarea(attrs={"rows": 3}),
            "reasons": forms.Textarea(attrs={"rows": 4}),
            "reserves": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "person_days": "Jours de travail que les équipes peuvent y mettre, sur toute la durée.",
            "people": "Qui est disponible, avec quelles compétences\u00a0; et qui manque.",
            "tools": "Ce que l’entreprise a déjà\u00a0: licences, serveurs, annuaire, postes, téléphones.",
            "opinion": "La direction décide ensuite, dans la note de cadrage\u00a0: cet avis l’éclaire.",
            "reserves": "Ce qui doit être réglé avant de commencer, ou avant telle date.",
            "given_by": "Une personne ou une fonction.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            # Two people may write the first one at the same time: the second must not pass for its reader.
            self.fields["version"].initial = 0

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        opinion = data.get("opinion")
        if opinion == Opinion.RESERVED and not data.get("reserves"):
            self.add_error("reserves", "Un avis sous réserve dit ses réserves\u00a0: lesquelles\u00a0?")
        if opinion == Opinion.UNFAVOURABLE and not data.get("reasons"):
            self.add_error("reasons", "Un avis défavorable dit ses motifs\u00a0: lesquels\u00a0?")
        return data
