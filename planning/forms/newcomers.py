"""Forms of the path of newcomers."""

import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone

from charter.forms.people import PersonField
from charter.forms.rows import ProjectRowForm
from charter.models import Department, Membership
from planning.models import Newcomer, PathStep

# An arrival further away than this is a mistyped year.
FAR = datetime.timedelta(days=5 * 366)


class PathStepForm(ProjectRowForm[PathStep]):
    helper = PersonField(
        Membership.objects.all(), label="Aidé par", required=False, empty_label="Personne en particulier"
    )

    class Meta:
        model = PathStep
        fields = ["title", "day", "helper", "helped_by", "page", "link"]
        help_texts = {"link": "Facultatif\u00a0: un tutoriel, une page de l’intranet (http ou https)."}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("helper") and cleaned.get("helped_by"):
            self.add_error("helped_by", "Donnez une personne ou une fonction, pas les deux.")
        if cleaned.get("page") and cleaned.get("link"):
            self.add_error("link", "Choisissez une page de ce site ou une autre adresse, pas les deux.")
        link = cleaned.get("link") or ""
        if link and not link.startswith(("http://", "https://")):
            self.add_error("link", "Donnez une adresse qui commence par http:// ou https://.")
        return cleaned


class NewcomerForm(ProjectRowForm[Newcomer]):
    referent = PersonField(
        Membership.objects.all(), label="Référent", required=False, empty_label="À désigner"
    )

    class Meta:
        model = Newcomer
        fields = ["name", "department", "arrived_on", "referent"]
        help_texts = {
            "name": "Il pourra être effacé\u00a0: ni l’historique ni le fichier projet ne le gardent.",
            "referent": "Il suit le parcours, et reçoit les rappels.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(
            "forms.ModelChoiceField[Department]", self.fields["department"]
        ).empty_label = "Choisir un service"
        if self.instance.forgotten_at:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = "Ce nom est effacé pour de bon."
        else:
            self.fields["name"].required = True

    def clean_arrived_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["arrived_on"]
        if abs(day - timezone.localdate()) > FAR:
            raise forms.ValidationError(
                "Cette date est à plus de cinq ans d’aujourd’hui\u00a0: vérifiez l’année."
            )
        return day
