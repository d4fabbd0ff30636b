"""Forms of the governance: bodies, their meetings, what these decide."""

import datetime
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from charter.forms.people import PeopleField, PersonField
from charter.forms.rows import ProjectRowForm
from charter.models import Membership, Project
from crmproject.toolkit.forms import RowForm
from crmproject.toolkit.rows import next_position
from planning.models import GovernanceBody, GovernanceItem, GovernanceMeeting

FAR = datetime.timedelta(days=5 * 366)
LONGEST_MINUTES = 100_000
FAR_TEXT = "Cette date est à plus de cinq ans d’aujourd’hui\u00a0: vérifiez l’année."


def _near(day: datetime.date) -> datetime.date:
    if abs(day - timezone.localdate()) > FAR:
        raise forms.ValidationError(FAR_TEXT)
    return day


class GovernanceBodyForm(ProjectRowForm[GovernanceBody]):
    participants = PeopleField(
        Membership.objects.all(),
        label="Participants",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = GovernanceBody
        fields = [
            "title",
            "purpose",
            "rhythm",
            "first_on",
            "starts_at",
            "minutes",
            "place",
            "link",
            "participants",
        ]
        widgets = {"starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
        help_texts = {
            "title": "Par exemple «\u00a0Comité d’exploitation du CRM\u00a0».",
            "link": "Adresse http ou https.",
        }

    def clean_first_on(self) -> datetime.date:
        return _near(self.cleaned_data["first_on"])

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"] or "")
        if link and not link.startswith(("http://", "https://")):
            raise forms.ValidationError("Donnez une adresse qui commence par http:// ou https://.")
        return link


class GovernanceMeetingForm(ProjectRowForm[GovernanceMeeting]):
    body = forms.ModelChoiceField(
        GovernanceBody.objects.all(), label="Instance", empty_label="Choisir une instance"
    )
    present = PeopleField(
        Membership.objects.all(), label="Présents", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = GovernanceMeeting
        fields = ["body", "held_on", "present", "text"]

    # The page loads the editor by itself, with the nonce of its answer.
    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.include_media = False
        return helper

    def clean_held_on(self) -> datetime.date:
        return _near(self.cleaned_data["held_on"])

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"] or "")
        if len(text) > LONGEST_MINUTES:
            raise forms.ValidationError(
                f"Ce compte rendu est trop long ({len(text)} caractères, la limite est de {LONGEST_MINUTES})."
            )
        return text


class GovernanceItemForm(RowForm[GovernanceItem]):
    """A decision, or an action with its owner and day, of one meeting."""

    owner = PersonField(
        Membership.objects.none(), label="Responsable", required=False, empty_label="Personne"
    )

    class Meta:
        model = GovernanceItem
        fields = ["kind", "text", "owner", "due"]
        widgets = {"due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, meeting: GovernanceMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.instance.meeting = meeting
        people = cast("PersonField", self.fields["owner"])
        people.queryset = _members(meeting.project)

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting}

    def save_row(self) -> GovernanceItem | None:
        if self.instance._state.adding:
            self.instance.position = next_position(GovernanceItem.objects.filter(meeting=self.meeting))
        return super().save_row()

    def clean_due(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["due"]
        return _near(day) if day else None


def _members(project: Project) -> Any:
    return Membership.objects.live().filter(project=project).select_related("user")
