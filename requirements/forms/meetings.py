"""Forms of the committee’s meetings: planning one, closing one."""

import datetime
from typing import Any, cast

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from charter.forms.people import PeopleField
from charter.forms.rows import ProjectRowForm
from charter.models import Membership, Project
from crmproject.toolkit.forms import CadrageForm
from requirements.models import Edition, Meeting
from requirements.models.editions import Opinion

# A meeting further away than this is a mistyped year.
FAR = datetime.timedelta(days=2 * 366)
WEB = URLValidator(
    schemes=["http", "https"], message="Donnez une adresse qui commence par http:// ou https://."
)
MUST_EXPLAIN = "Une réserve ou un avis défavorable s’explique."


class MeetingForm(ProjectRowForm[Meeting]):
    """Object, day, place, agenda, and the edition that is looked at."""

    already_held = forms.BooleanField(
        label="Cette réunion s’est déjà tenue\u00a0: je la note après coup",
        required=False,
        help_text="Une date passée n’est acceptée que dans ce cas.",
    )

    class Meta:
        model = Meeting
        fields = ["title", "held_on", "already_held", "starts_at", "place", "link", "edition", "agenda"]
        widgets = {
            "starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "link": forms.URLInput(attrs={"placeholder": "https://"}),
            "agenda": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "title": "Par exemple\u00a0: «\u00a0Avis sur l’édition soumise à l’appel d’offres\u00a0».",
            "link": "Adresse http ou https.",
            "edition": "Le dossier de la réunion en est tiré. Elle peut être choisie plus tard, avant la clôture.",
        }

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        editions = cast("forms.ModelChoiceField[Edition]", self.fields["edition"])
        editions.queryset = Edition.objects.of_specification(project).order_by("-number")
        editions.empty_label = "À choisir plus tard"
        self.fields["link"].validators.append(WEB)

    def _row_fields(self) -> set[str]:
        return super()._row_fields() - {"already_held"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, held = cleaned.get("held_on"), cleaned.get("already_held")
        if day is None or (self.instance.pk and "held_on" not in self.changed_data):
            return cleaned
        today = timezone.localdate()
        if abs(day - today) > FAR:
            self.add_error(
                "held_on", "Cette date est à plus de deux ans d’aujourd’hui\u00a0: vérifiez l’année."
            )
        elif day < today and not held:
            self.add_error(
                "held_on",
                "Cette date est passée\u00a0: donnez-en une à venir, ou cochez «\u00a0s’est déjà tenue\u00a0».",
            )
        elif day > today and held:
            self.add_error("held_on", "Une réunion qui s’est déjà tenue n’est pas à venir.")
        return cleaned


class ClosingForm(CadrageForm):
    """Who was there, what the committee decided, and its conclusions."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    present = PeopleField(
        label="Personnes présentes",
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une personne présente."},
    )
    opinion = forms.ChoiceField(label="Décision du comité", choices=Opinion.choices, widget=forms.RadioSelect)
    outcome = forms.CharField(
        label="Conclusions",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Ce qui a été dit et décidé, qui fait quoi ensuite. Imprimé tel quel dans le compte rendu.",
        required=False,
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("PeopleField", self.fields["present"])
        field.queryset = Membership.objects.live().filter(project=project).select_related("user")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opinion = cleaned.get("opinion")
        if opinion and opinion != Opinion.FAVOURABLE and not cleaned.get("outcome", "").strip():
            self.add_error("outcome", MUST_EXPLAIN)
        return cleaned
