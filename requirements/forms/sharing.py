"""Forms of links for people outside, and what those people type."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from crmproject.toolkit.forms import CadrageForm
from requirements.models import ShareLink

DEFAULT_DAYS = 30
LONGEST_DAYS = 365
PASSWORD_LENGTH = 8
NAME_LENGTH = 100


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


class LastDay(forms.DateField):
    """The last day of a link: today at the earliest, within a year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Ouvert jusqu’au",
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            initial=lambda: in_days(DEFAULT_DAYS),
            help_text="Inclus. Un an au plus.",
            **kwargs,
        )

    def clean(self, value: Any) -> datetime.date | None:
        day: datetime.date | None = super().clean(value)
        if day and day < timezone.localdate():
            raise forms.ValidationError("Cette date est passée\u00a0: choisissez aujourd’hui ou plus tard.")
        if day and day > in_days(LONGEST_DAYS):
            raise forms.ValidationError(
                "Un lien reste ouvert un an au plus\u00a0: choisissez une date plus proche."
            )
        return day


class ShareForm(forms.ModelForm[ShareLink], CadrageForm):
    """For whom a link is, until when, and what it asks."""

    recipient = forms.CharField(
        label="Destinataire",
        max_length=NAME_LENGTH,
        help_text="Nom de la personne. Il est imprimé sur chaque page de son exemplaire.",
    )
    organisation = forms.CharField(label="Organisme", max_length=NAME_LENGTH, required=False)
    expires_on = LastDay()
    password = forms.CharField(
        label="Mot de passe (facultatif)",
        min_length=PASSWORD_LENGTH,
        max_length=128,
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="Huit caractères au moins. Il ne sera plus jamais affiché\u00a0: donnez-le de vive voix, jamais "
        "avec le lien.",
    )

    class Meta:
        model = ShareLink
        fields = ["recipient", "organisation", "email", "expires_on", "password"]
        help_texts = {"email": "Facultative\u00a0: le lien y est envoyé."}

    field_order = ["recipient", "organisation", "email", "expires_on", "password"]


class ExtendForm(CadrageForm):
    """Another last day."""

    expires_on = LastDay()


class SharedPasswordForm(CadrageForm):
    """The password of a link."""

    password = forms.CharField(
        label="Mot de passe",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class CodeForm(CadrageForm):
    """The code that a copy bears."""

    code = forms.CharField(
        label="Code de vérification",
        max_length=64,
        help_text="Dix lettres et chiffres, imprimés sous le code QR de la page «\u00a0Contrôle du document\u00a0».",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
