"""Forms of agreement: submission, decision, signature, withdrawal."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from charter.models import Membership, Role
from crmproject.toolkit.forms import CadrageForm
from requirements.models import Specification
from requirements.states import Record

REQUIRED, OPTIONAL, NOT_ASKED = "required", "optional", "none"
PLACES = ((REQUIRED, "Obligatoire"), (OPTIONAL, "Facultative"), (NOT_ASKED, "Non demandée"))
PREFIX = "place_"


class ReasonArea(forms.Textarea):
    """A few lines to say why."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 3})


class SubmitForm(CadrageForm):
    """To whom a section is submitted, until when, and with what message. `read` is the fingerprint that was on screen.

    Each person who may decide has a field of their own; those who were named before are proposed again.
    """

    read = forms.CharField(label="Version lue", widget=forms.HiddenInput, max_length=64)
    due = forms.DateField(
        label="Réponse attendue le",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Facultatif. Un rappel part avant cette date, et après si la réponse manque.",
    )
    note = forms.CharField(
        label="Message aux validateurs", required=False, max_length=2000, widget=ReasonArea()
    )

    def __init__(
        self,
        *args: Any,
        specification: Specification,
        record: Record,
        proposed: list[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = self._members(specification, record)
        named = {one.member_id: REQUIRED if one.required else OPTIONAL for one in record.validators}
        before = named or {member.pk: REQUIRED for member in proposed}
        for member in self.members:
            # Somebody who left is proposed no more, and refused by name if asked all the same.
            place = NOT_ASKED if member.is_deleted else before.get(member.pk, NOT_ASKED)
            self.fields[f"{PREFIX}{member.pk}"] = forms.ChoiceField(
                label=member.display_name,
                choices=PLACES,
                initial=place,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["due"].widget.attrs["min"] = timezone.localdate().isoformat()

    @staticmethod
    def _members(specification: Specification, record: Record) -> list[Membership]:
        """Those who may validate, and those who are named already, whatever they became."""
        able = Membership.objects.filter(project=specification.project_id).select_related(
            "user", "department", "project"
        )
        named = {one.member_id for one in record.validators}
        deciders = {Role.HEAD.value, Role.SPONSOR.value}
        return [
            member
            for member in able.order_by("position", "pk")
            if member.pk in named or (not member.is_deleted and deciders.intersection(member.roles))
        ]

    def places(self) -> Iterator[tuple[Membership, BoundField]]:
        """Each person with the field that says what is asked of them."""
        for member in self.members:
            yield member, self[f"{PREFIX}{member.pk}"]

    def clean_due(self) -> datetime.date | None:
        due: datetime.date | None = self.cleaned_data["due"]
        if due is not None and due < timezone.localdate():
            raise forms.ValidationError(
                "Cette date est passée\u00a0: choisissez aujourd’hui ou un jour à venir."
            )
        return due

    def asked(self, place: str) -> list[Membership]:
        """Those of whom this is asked."""
        return [member for member in self.members if self.cleaned_data.get(f"{PREFIX}{member.pk}") == place]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if not self.asked(REQUIRED):
            self.add_error(None, "Choisissez au moins un validateur dont l’approbation est obligatoire.")
        return cleaned


class DecisionForm(CadrageForm):
    """A validator asks for changes. `read` is the fingerprint that was on screen, `pour` whose place is taken."""

    # The page itself says that a reason is needed, and why, rather than the browser.
    use_required_attribute = False

    read = forms.CharField(label="Version lue", widget=forms.HiddenInput, max_length=64)
    pour = forms.IntegerField(label="À la place de", widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Motif",
        max_length=2000,
        widget=ReasonArea(),
        help_text="Dites ce qu’il faut changer. Votre approbation, elle, se signe sur la page suivante.",
        error_messages={"required": "Dites ce qu’il faut modifier."},
    )


class SignForm(CadrageForm):
    """A signature: the content that was read, a remark if any, and the password."""

    read = forms.CharField(label="Version lue", widget=forms.HiddenInput, max_length=64)
    pour = forms.IntegerField(label="À la place de", widget=forms.HiddenInput, required=False)
    atelier = forms.IntegerField(label="Atelier", widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Remarque jointe à votre approbation",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Facultatif. Une remarque ne suspend pas l’approbation.",
    )
    password = forms.CharField(
        label="Votre mot de passe",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Il prouve que c’est bien vous qui signez, maintenant.",
        error_messages={"required": "Tapez votre mot de passe pour signer."},
    )


class WithdrawForm(CadrageForm):
    """Why an approval is taken back."""

    reason = forms.CharField(
        label="Motif du retrait",
        max_length=2000,
        widget=ReasonArea(),
        error_messages={"required": "Dites pourquoi vous retirez votre approbation."},
    )
