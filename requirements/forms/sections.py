"""Forms over sections: text, settings."""

from typing import Any, cast

from django import forms

from charter.models import Department
from crmproject.toolkit import blocks
from crmproject.toolkit.forms import RowForm
from crmproject.toolkit.rows import next_position
from requirements.models import Section, Specification

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
