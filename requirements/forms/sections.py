"""Forms over sections: text, settings, submission, decision, comment."""

from typing import Any, cast

from django import forms

from charter.models import Department, Membership, Role
from crmproject.toolkit import blocks
from crmproject.toolkit.forms import CadrageForm, RowForm
from crmproject.toolkit.rows import next_position
from requirements.models import Comment, Section, Specification
from requirements.models.validation import Verdict

MAX_TEXT = 200_000


class SectionTextForm(RowForm[Section]):
    """The section’s text, saved as it is typed."""

    class Meta:
        model = Section
        fields = ("text",)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if len(text) > MAX_TEXT:
            raise forms.ValidationError(
                f"Ce texte est trop long ({len(text)} caractères, la limite est de {MAX_TEXT})\u00a0: "
                "répartissez-le en plusieurs sections."
            )
        return text


class SectionForm(RowForm[Section]):
    """Title, place, department and data of a section."""

    blocks = forms.MultipleChoiceField(
        label="Données affichées sous le texte", required=False, widget=forms.CheckboxSelectMultiple
    )
    parent = forms.ModelChoiceField(
        Section.objects.none(), label="Sous-section de", required=False, empty_label="— (section principale)"
    )

    class Meta:
        model = Section
        fields = ("title", "parent", "department", "blocks")

    def __init__(self, *args: Any, specification: Specification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.specification = specification
        self.instance.specification = specification
        department = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        department.queryset = Department.objects.live().filter(project=specification.project_id)
        roots = Section.objects.live().filter(specification=specification, parent=None)
        parent = cast("forms.ModelChoiceField[Section]", self.fields["parent"])
        parent.queryset = roots.exclude(pk=self.instance.pk)
        shown = cast("forms.MultipleChoiceField", self.fields["blocks"])
        shown.choices = [(block.name, block.title) for block in blocks.all_blocks()]

    def context(self) -> dict[str, Any]:
        return {"specification": self.specification}

    def clean_parent(self) -> Section | None:
        parent = cast("Section | None", self.cleaned_data["parent"])
        has_children = bool(self.instance.pk and self.instance.children.filter(deleted_at=None).exists())
        if parent and has_children:
            raise forms.ValidationError(
                "Cette section a des sous-sections\u00a0: déplacez-les d’abord, le plan n’a que deux niveaux."
            )
        return parent

    def clean_blocks(self) -> list[str]:
        """Blocks already shown keep their order; new ones come after."""
        chosen = self.cleaned_data["blocks"]
        kept = [name for name in self.instance.blocks if name in chosen]
        return kept + [name for name in chosen if name not in kept]

    def save_row(self) -> Section | None:
        if self.instance._state.adding:
            siblings = Section.objects.filter(
                specification=self.specification, parent=self.cleaned_data["parent"]
            )
            self.instance.position = next_position(siblings)
        return super().save_row()


class ValidatorChoiceField(forms.ModelMultipleChoiceField[Membership]):
    """Members shown with their title and department."""

    def label_from_instance(self, obj: Membership) -> str:
        department = f" — {obj.department}" if obj.department else ""
        return f"{obj.display_name}{department}"


class SubmitForm(CadrageForm):
    """To whom a section is submitted, and with what message. `read` is the fingerprint that was on screen."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    validators = ValidatorChoiceField(
        Membership.objects.none(),
        label="Validateurs",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un validateur."},
    )
    note = forms.CharField(
        label="Message aux validateurs",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, specification: Specification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = Membership.objects.live().filter(
            project=specification.project_id, roles__overlap=[Role.HEAD, Role.SPONSOR]
        )
        field = cast("ValidatorChoiceField", self.fields["validators"])
        field.queryset = able.select_related("user", "department", "project").order_by("position", "pk")


class DecisionForm(CadrageForm):
    """A validator’s decision. `read` is the fingerprint that was on screen."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire pour demander des modifications\u00a0: dites ce qu’il faut changer.",
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("verdict") == Verdict.CHANGES and not cleaned.get("reason"):
            self.add_error("reason", "Dites ce qu’il faut modifier.")
        return cleaned


class CommentForm(forms.ModelForm[Comment], CadrageForm):
    """A remark on a section."""

    class Meta:
        model = Comment
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": "Votre commentaire"}
        error_messages = {"text": {"required": "Écrivez votre commentaire avant de l’envoyer."}}
