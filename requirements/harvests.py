"""Answers of staff that become requirements."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.urls import reverse

from accounts.models import User
from charter.access import Permission
from charter.harvest import Destination, HarvestForm, Raw, Target, destination
from charter.models import Department, Project
from crmproject.toolkit.text import shortened
from requirements.actions.needs import add_requirement
from requirements.models import Priority, Requirement
from requirements.models.needs import Category

LONGEST_TITLE, LONGEST_TEXT, LONGEST_QUOTE, LONGEST_SOURCE = 200, 5000, 2000, 200


class RequirementHarvestForm(HarvestForm):
    """A requirement as it is first written; criterion and objective come on its own page."""

    shared: ClassVar[tuple[str, ...]] = ("department", "category", "priority")

    department = forms.ModelChoiceField(
        queryset=Department.objects.none(), label="Service", empty_label="Choisir un service"
    )
    category = forms.ChoiceField(label="Catégorie", choices=Category.choices, initial=Category.FUNCTIONAL)
    priority = forms.ChoiceField(label="Priorité", choices=Priority.choices, initial=Priority.SHOULD)
    text = forms.CharField(
        label="Description", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        field = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        field.queryset = Department.objects.live().filter(project=project)

    @classmethod
    def first_values(cls, raw: Raw) -> dict[str, Any]:
        return {"title": raw.title, "text": raw.text[:LONGEST_TEXT], "department": raw.department}


def create_requirement(project: Project, by: User, values: Mapping[str, Any], raw: Raw) -> int:
    """An accepted requirement under the next reference of its department, its author for source."""
    made = add_requirement(
        requirement=Requirement(
            project=project,
            rationale=f"«\u00a0{raw.text[: LONGEST_QUOTE - 4]}\u00a0»",
            source=shortened(raw.source, LONGEST_SOURCE),
            **{name: values[name] for name in ("title", "text", "department", "category", "priority")},
        ),
        by=by,
    )
    return int(made.pk)


def requirement_targets(project_id: int, ids: Collection[int]) -> dict[int, Target]:
    """These requirements, put aside or not."""
    rows = Requirement.objects.filter(project=project_id, pk__in=ids).select_related("project")
    return {
        row.pk: Target(
            f"{row.ref} – {shortened(row.title, 80)}",
            reverse("requirement_bin", args=[row.project.slug])
            if row.is_deleted
            else reverse("requirement", args=[row.project.slug, row.ref]),
            row.ref,
            row.is_deleted,
        )
        for row in rows
    }


def requirements_by_ref(project_id: int) -> dict[str, int]:
    """Live requirements by their reference."""
    return dict(Requirement.objects.live().filter(project=project_id).values_list("ref", "pk"))


destination(
    Destination(
        name="requirement",
        one="une exigence",
        several="exigences",
        became="devenue",
        icon="card-checklist",
        permission=Permission.DRAFT,
        form=RequirementHarvestForm,
        create=create_requirement,
        targets=requirement_targets,
        named=requirements_by_ref,
        order=10,
    )
)
