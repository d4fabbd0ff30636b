"""Forms of the agenda: progress of a task, link of a calendar."""

from typing import ClassVar

from django import forms

from crmproject.toolkit.forms import CadrageForm
from planning.models import CalendarFeed


class ProgressForm(CadrageForm):
    """How far a task is, in per cent; `done` for all of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    progress = forms.IntegerField(
        label="Avancement (%)",
        min_value=0,
        max_value=100,
        required=False,
        error_messages={
            "invalid": "Donnez un nombre entier, de 0 à 100.",
            "min_value": "De 0 à 100\u00a0%%.",
            "max_value": "De 0 à 100\u00a0%%.",
        },
    )
    done = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if data.get("done"):
            data["progress"] = 100
            self.errors.pop("progress", None)
        elif data.get("progress") is None and "progress" not in self.errors:
            self.add_error("progress", "Dites où en est la tâche, de 0 à 100\u00a0%.")
        return data


class FeedForm(forms.ModelForm[CalendarFeed], CadrageForm):
    """What a calendar shows, and when it rings."""

    class Meta:
        model = CalendarFeed
        fields: ClassVar[list[str]] = ["scope", "alarm"]
        labels: ClassVar[dict[str, str]] = {"scope": "Ce que montre l’agenda", "alarm": "Rappel"}
        widgets: ClassVar[dict[str, forms.Widget]] = {"scope": forms.RadioSelect()}
