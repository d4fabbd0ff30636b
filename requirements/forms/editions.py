"""Forms of editions and of the committee’s decisions."""

from typing import Any

from django import forms

from crmproject.toolkit.forms import CadrageForm
from requirements.models import Decision, Edition
from requirements.models.editions import Opinion


class EditionForm(forms.ModelForm[Edition], CadrageForm):
    """What an edition is called, and what changed since the one before."""

    class Meta:
        model = Edition
        fields = ["title", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "title": "Par exemple : « Édition soumise au comité de mars ».",
            "note": "Ce qui a changé depuis l’édition précédente. Imprimé dans l’historique du document.",
        }


class OpinionForm(forms.ModelForm[Decision], CadrageForm):
    """The decision of a member of the committee; a reserve or a refusal is explained."""

    opinion = forms.ChoiceField(label="Avis", choices=Opinion.choices, widget=forms.RadioSelect)

    class Meta:
        model = Decision
        fields = ["opinion", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"text": "Obligatoire pour une réserve ou un avis défavorable."}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opinion = cleaned.get("opinion")
        if opinion and opinion != Opinion.FAVOURABLE and not cleaned.get("text", "").strip():
            self.add_error("text", "Une réserve ou un avis défavorable s’explique.")
        return cleaned
