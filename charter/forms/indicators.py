"""Forms of indicators and of their measurements."""

from typing import Any

from django import forms
from django.utils import timezone

from charter.forms.fields import FrenchDecimalField
from charter.forms.people import PersonField
from charter.forms.rows import ProjectRowForm
from charter.models import Indicator, Measurement, Membership, OperationalObjective
from crmproject.toolkit.forms import RowForm
from crmproject.toolkit.templatetags.french import long_date


class IndicatorForm(ProjectRowForm[Indicator]):
    """What is measured, from where to where, by when, and by whom."""

    baseline = FrenchDecimalField(label="Valeur de départ", required=False, max_digits=14, decimal_places=2)
    target = FrenchDecimalField(label="Cible", required=False, max_digits=14, decimal_places=2)
    owner = PersonField(
        queryset=Membership.objects.all(),
        label="Propriétaire",
        required=False,
        help_text="Qui mesure\u00a0: cette personne peut saisir les mesures, avec le chef de projet.",
        error_messages={
            "invalid_choice": "Cette personne n’est pas membre du projet\u00a0: invitez-la d’abord."
        },
    )
    objective = forms.ModelChoiceField(
        queryset=OperationalObjective.objects.all(),
        label="Objectif opérationnel servi",
        required=False,
        error_messages={"invalid_choice": "Cet objectif n’est pas, ou n’est plus, de ce projet."},
    )

    class Meta:
        model = Indicator
        fields = ["name", "baseline", "target", "unit", "due", "owner", "objective"]
        help_texts = {
            "name": "Ce que l’on compte\u00a0: «\u00a0Fiches clients avec une adresse e-mail\u00a0».",
            "unit": "heures, %, appels par semaine…",
            "due": "Le jour du bilan où la cible doit être atteinte.",
        }

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        due, start = self.cleaned_data.get("due"), self.project.start
        if due is not None and due < start:
            self.add_error(
                "due",
                f"Cette date précède le début du projet, le {long_date(start)}\u00a0: choisissez-en une après.",
            )
        baseline, target = self.cleaned_data.get("baseline"), self.cleaned_data.get("target")
        if baseline is not None and baseline == target:
            self.add_error(
                "target", "La cible égale la valeur de départ\u00a0: il n’y aurait rien à atteindre."
            )
        return data


class MeasurementForm(RowForm[Measurement]):
    """What was found on a day."""

    value = FrenchDecimalField(label="Valeur", max_digits=14, decimal_places=2)

    class Meta:
        model = Measurement
        fields = ["measured_on", "value", "comment"]

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.instance.indicator = indicator
        today = timezone.localdate()
        day = self.fields["measured_on"]
        day.widget = forms.DateInput(attrs={"type": "date", "max": f"{today:%Y-%m-%d}"}, format="%Y-%m-%d")
        day.initial = today

    def context(self) -> dict[str, Any]:
        return {"indicator": self.indicator}

    def clean_measured_on(self) -> Any:
        day = self.cleaned_data["measured_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                "Ce jour n’est pas encore venu\u00a0: une mesure dit ce qui a été constaté."
            )
        twins = Measurement.objects.live().filter(indicator=self.indicator, measured_on=day)
        if twins.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                "Une mesure de cet indicateur porte déjà cette date\u00a0: corrigez-la."
            )
        return day
