"""Forms of risks, and of fears told in the words of those who fear."""

from typing import Any, ClassVar

from django import forms

from charter import treatments
from charter.forms.people import PersonField
from charter.forms.rows import ProjectRowForm
from charter.forms.when import StartedForm
from charter.models import Membership, Risk
from charter.models.risks import RiskKind
from crmproject.toolkit.forms import CadrageForm

SCORES = [
    (1, "1 – très faible"),
    (2, "2 – faible"),
    (3, "3 – moyenne"),
    (4, "4 – forte"),
    (5, "5 – très forte"),
]


def owner_field() -> PersonField:
    """A live member who answers for a row, or nobody."""
    return PersonField(
        Membership.objects.all(),
        label="Responsable",
        required=False,
        error_messages={
            "invalid_choice": "Cette personne n’est pas membre du projet\u00a0: invitez-la d’abord."
        },
    )


class RiskForm(StartedForm[Risk]):
    probability = forms.TypedChoiceField(label="Probabilité", choices=SCORES, coerce=int)
    impact = forms.TypedChoiceField(label="Gravité", choices=SCORES, coerce=int)
    owner = owner_field()
    dates: ClassVar[tuple[str, ...]] = ("due",)

    class Meta:
        model = Risk
        fields = [
            "title", "kind", "probability", "impact", "score_reason", "strategy", "response", "owner", "due",
            "status",
        ]  # fmt: skip
        help_texts = {
            "kind": "Une crainte se note telle quelle, sans la minimiser\u00a0; sa cotation n’est pas montrée.",
            "score_reason": "Pourquoi cette probabilité et cette gravité\u00a0; gardé dans l’historique.",
            "due": "D’ici quand la parade doit être en place.",
        }
        widgets = {"response": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        """A new score doesn’t keep the reason of the one before."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        scored_anew = {"probability", "impact"} & set(self.changed_data)
        if self.instance.pk and scored_anew and "score_reason" not in self.changed_data:
            cleaned["score_reason"] = ""
        return cleaned


class FearForm(ProjectRowForm[Risk]):
    """A fear, with what was answered and where; its score stays the middle one that nothing shows."""

    workshop_key = forms.ChoiceField(label="Atelier où elle a été traitée", required=False)
    owner = owner_field()

    class Meta:
        model = Risk
        fields = ["title", "profile", "department", "response", "workshop_key", "workshop", "owner"]
        labels = {
            "title": "Ce qui est craint",
            "profile": "Par qui",
            "response": "Réponse apportée",
            "workshop": "Ou autre rencontre",
            "owner": "Qui en répond",
        }
        help_texts = {
            "title": "Dans les mots entendus, sans les adoucir ni nommer quelqu’un.",
            "profile": "Un profil, pas une personne\u00a0: «\u00a0commerciaux itinérants\u00a0».",
            "response": "Ce qui a été répondu ou décidé\u00a0; vide tant que rien ne l’a été.",
            "workshop": "Réunion d’équipe, entretien… si ce n’est pas un atelier de la liste.",
        }
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "response": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.kind = RiskKind.FEAR
        self._labels = {one.key: one.label for one in treatments.treatments(self.project)}
        gone = self.instance.workshop_key
        if gone and gone not in self._labels:
            self._labels[gone] = self.instance.workshop
        field = self.fields["workshop_key"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", "—"), *self._labels.items()]

    def clean(self) -> dict[str, Any]:
        """The name of the chosen workshop is kept beside it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("workshop_key"):
            cleaned["workshop"] = self._labels[cleaned["workshop_key"]]
        elif "workshop_key" in self.changed_data and "workshop" not in self.changed_data:
            cleaned["workshop"] = ""
        return cleaned


class LeaveFearForm(forms.Form):
    """What a person leaves without a name."""

    text = forms.CharField(
        label="Ce que je crains",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": "Écrivez ce que vous craignez, en quelques mots."},
    )


class CollectionForm(CadrageForm):
    """What the page where fears are left says first."""

    invitation = forms.CharField(
        label="Mot d’accueil (facultatif)",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Au-dessus de la question\u00a0: pourquoi vous demandez, ce que vous ferez des réponses.",
    )
