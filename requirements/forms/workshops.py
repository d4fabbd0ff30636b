"""Forms of workshops: the appointment, what is said of a section, what is promised, the notes."""

import datetime
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as Line
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from charter.forms.people import PeopleField, PersonField
from charter.forms.rows import ProjectRowForm
from charter.models import Membership
from crmproject.toolkit.forms import RowForm
from crmproject.toolkit.refusals import ContentChangedError
from crmproject.toolkit.rows import next_position
from crmproject.toolkit.templatetags.french import long_date
from requirements.actions.workshops import conclude
from requirements.models import Section, Workshop, WorkshopAction, WorkshopSection, WorkshopVerdict
from requirements.outline import Node

# How far from the project a workshop may be held: it prepares the project, or follows it.
BEFORE_START = datetime.timedelta(days=366)
AFTER_END = datetime.timedelta(days=5 * 366)
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WorkshopForm(ProjectRowForm[Workshop]):
    """When, where, what about, and who is expected."""

    attendees = PeopleField(
        Membership.objects.none(),
        label="Participants",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ils reçoivent l’invitation, les changements et le compte rendu.",
    )

    class Meta:
        model = Workshop
        fields = [
            "title", "held_on", "starts_at", "ends_at", "place", "link", "agenda", "attendees", "guests",
        ]  # fmt: skip
        widgets = {"starts_at": TIME, "ends_at": TIME, "agenda": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "link": "Adresse complète, en https://…",
            "guests": "Personnes sans compte, séparées par des virgules.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever left stays among those who were expected, as long as nobody takes them out.
        kept = Q(deleted_at=None)
        if self.instance.pk:
            kept |= Q(workshops=self.instance.pk)
        people = Membership.objects.filter(kept, project=self.project).distinct()
        field = cast("PeopleField", self.fields["attendees"])
        field.queryset = people.select_related("user", "project").order_by("position", "pk")

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            "version",
            "title",
            Line(
                Column("held_on", css_class="col-sm-6"),
                Column("starts_at", css_class="col-6 col-sm-3"),
                Column("ends_at", css_class="col-6 col-sm-3"),
            ),
            Line(Column("place", css_class="col-md-6"), Column("link", css_class="col-md-6")),
            "agenda",
            "attendees",
            "guests",
        )
        return helper

    def clean_held_on(self) -> datetime.date:
        day = cast("datetime.date", self.cleaned_data["held_on"])
        if "held_on" not in self.changed_data and self.instance.pk:
            return day
        start, end = self.project.start, self.project.target_end
        if day < start - BEFORE_START:
            raise ValidationError(
                f"Cette date précède de plus d’un an le début du projet ({long_date(start)})\u00a0: vérifiez l’année."
            )
        if day > end + AFTER_END:
            raise ValidationError(
                f"Cette date suit de plus de cinq ans la fin visée du projet ({long_date(end)})\u00a0: "
                "vérifiez l’année."
            )
        return day

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"] or "")
        if link:
            try:
                URLValidator(schemes=["http", "https"])(link)
            except ValidationError:
                raise ValidationError("Donnez une adresse qui commence par https:// (ou http://).") from None
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if ends and not starts and "starts_at" not in self.errors:
            self.add_error("starts_at", "Donnez aussi l’heure de début.")
        elif starts and ends and ends <= starts:
            self.add_error("ends_at", "L’heure de fin doit suivre l’heure de début.")
        return cleaned


class NotesForm(RowForm[Workshop]):
    """The notes taken in the workshop, saved as they are typed."""

    class Meta:
        model = Workshop
        fields = ["notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 10, "class": "form-control"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "id_notes_%s"


class ConclusionForm(RowForm[WorkshopSection]):
    """What the workshop said of a section. `read` is the fingerprint of the content that was on screen."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    verdict = forms.ChoiceField(
        label="Conclusion",
        choices=WorkshopVerdict.choices,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choisissez la conclusion de l’atelier sur cette section."},
    )
    again = forms.BooleanField(
        label="Conclure à nouveau, sur le contenu actuel",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    class Meta:
        model = WorkshopSection
        fields = ["verdict", "decision"]
        widgets = {
            "decision": forms.Textarea(
                attrs={
                    "rows": 2,
                    "class": "form-control",
                    "placeholder": "Ce qui est décidé, en quelques mots",
                    "data-quick-submit": "",
                }
            )
        }

    def __init__(self, *args: Any, by: User, read: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.shown = by, read
        self.refusal = ""
        # Several of these forms stand on one page: their fields need ids of their own.
        self.auto_id = f"id_section_{self.instance.pk}_%s"
        self.fields["read"].initial = read
        if not self.instance.is_concluded:
            self.initial["verdict"] = ""  # nothing is concluded until somebody chooses
        changed = bool(self.instance.fingerprint) and self.instance.fingerprint != read
        if not changed:
            del self.fields["again"]

    def context(self) -> dict[str, Any]:
        return {"by": self.by, "read": self.shown}

    def _row_fields(self) -> set[str]:
        return {"verdict", "decision"}

    def save_row(self) -> WorkshopSection | None:
        try:
            return super().save_row()
        except ContentChangedError as changed:
            self.refusal = str(changed)
            self.add_error(None, self.refusal)
            # Sent again, it binds to the content that the page now links to.
            data = cast("Any", self.data).copy()
            data[self.add_prefix("read")] = self.shown
            self.data = data
            return None

    def _update(self) -> WorkshopSection:
        return conclude(
            entry=self.instance,
            read_version=self.read_version,
            verdict=self.cleaned_data["verdict"],
            decision=self.cleaned_data["decision"],
            read=self.cleaned_data["read"],
            again=self.cleaned_data.get("again", False),
            by=self.by,
        )


class ActionForm(RowForm[WorkshopAction]):
    """Who promises what, by when."""

    owner = PersonField(
        Membership.objects.none(),
        label="Responsable",
        empty_label="Choisir…",
        error_messages={"required": "Dites qui s’en charge."},
    )

    class Meta:
        model = WorkshopAction
        fields = ["text", "owner", "due"]
        error_messages = {
            "text": {"required": "Dites ce qu’il faut faire."},
            "due": {"required": "Donnez une échéance."},
        }

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        if self.instance._state.adding:
            self.instance.workshop = workshop
        self.auto_id = f"id_action_{self.instance.pk or 'nouvelle'}_%s"
        self.fields["due"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        kept = Q(deleted_at=None) | Q(pk=self.instance.owner_id)
        people = Membership.objects.filter(kept, project=workshop.project_id)
        field = cast("PersonField", self.fields["owner"])
        field.queryset = people.select_related("user", "project").order_by("position", "pk")

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            "version",
            Line(
                Column("text", css_class="col-lg-6"),
                Column("owner", css_class="col-sm-7 col-lg-3"),
                Column("due", css_class="col-sm-5 col-lg-3"),
            ),
        )
        return helper

    def context(self) -> dict[str, Any]:
        return {"workshop": self.workshop}

    def clean_due(self) -> datetime.date:
        due = cast("datetime.date", self.cleaned_data["due"])
        if "due" in self.changed_data and due < timezone.localdate():
            raise ValidationError(
                "Cette échéance est déjà passée\u00a0: choisissez aujourd’hui ou un jour à venir."
            )
        return due

    def save_row(self) -> WorkshopAction | None:
        if self.instance._state.adding:
            self.instance.position = next_position(WorkshopAction.objects.filter(workshop=self.workshop))
        return super().save_row()


class TableForm(forms.Form):
    """Which sections are put on the table."""

    sections = forms.ModelMultipleChoiceField(
        Section.objects.none(),
        error_messages={"required": "Choisissez au moins une section."},
    )

    def __init__(self, *args: Any, nodes: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Section]", self.fields["sections"])
        field.queryset = Section.objects.filter(pk__in=[node.section.pk for node in nodes])
