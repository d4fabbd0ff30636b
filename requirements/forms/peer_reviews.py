"""Forms over peer reviews: asking for them, and saying that one has read."""

import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone

from charter.models import Membership
from crmproject.toolkit.forms import CadrageForm
from requirements.actions.peer_reviews import may_review
from requirements.forms.comments import NamedPeopleField

NOT_A_REVIEWER = "Cette personne n’est pas membre du projet\u00a0: elle ne peut pas relire la section."


class ReviewersField(NamedPeopleField):
    default_error_messages = {"invalid_choice": NOT_A_REVIEWER, "invalid_pk_value": NOT_A_REVIEWER}


class ReviewAskForm(CadrageForm):
    """Whom the manager asks to read a section, and by when."""

    prefix = "relecture"

    members = ReviewersField(
        Membership.objects.none(),
        label="Relecteurs",
        widget=forms.SelectMultiple(attrs={"size": 6}),
        error_messages={"required": "Choisissez au moins un relecteur."},
    )
    due = forms.DateField(
        label="Attendue le",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Donnez une date du calendrier."},
    )

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("ReviewersField", self.fields["members"])
        field.offer(people)
        field.choices = [(one.pk, field.label_from_instance(one)) for one in people if may_review(one)]
        self.fields["due"].widget.attrs["min"] = timezone.localdate().isoformat()

    def clean_due(self) -> datetime.date | None:
        due = cast("datetime.date | None", self.cleaned_data["due"])
        if due and due < timezone.localdate():
            raise forms.ValidationError(
                "Cette date est passée\u00a0: choisissez aujourd’hui ou un jour à venir."
            )
        return due


class ReviewDoneForm(CadrageForm):
    """« Relu », with what the reviewer thinks of it. `read` is the fingerprint that was on screen."""

    prefix = "relu"

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label="Votre avis",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Facultatif\u00a0: l’essentiel en quelques mots. Le détail va dans des commentaires.",
    )
