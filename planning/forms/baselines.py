"""The form of a reference of the planning."""

from typing import Any

from django import forms

from crmproject.toolkit.forms import CadrageForm
from planning.models import Baseline


class BaselineForm(forms.ModelForm[Baseline], CadrageForm):
    """How a reference is called."""

    class Meta:
        model = Baseline
        fields = ("title",)
        labels = {"title": "Intitulé"}
        help_texts = {
            "title": "Ce qui la distingue\u00a0: «\u00a0Planning présenté au comité\u00a0», par exemple."
        }

    def clean_title(self) -> Any:
        return " ".join(self.cleaned_data["title"].split())
