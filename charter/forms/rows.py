"""The form behind every register."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from charter.models import Project, ProjectRow
from crmproject.toolkit.forms import RowForm
from crmproject.toolkit.rows import next_position


class ProjectRowForm[R: ProjectRow](RowForm[R]):
    """Edits a row of `project`; every choice of a related row is limited to the live rows of that project."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What a saved row should be told of, though it is accepted.
        self.warnings: list[str] = []
        self.project = project
        self.instance.project = project
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = self._choices(field.queryset)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def _choices(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        model = queryset.model
        if not issubclass(model, ProjectRow):
            return queryset
        rows = queryset.filter(project=self.project, deleted_at=None)
        names = {field.name for field in model._meta.fields}
        return rows.select_related("user") if "user" in names else rows

    def context(self) -> dict[str, Any]:
        return {"project": self.project}

    # Unique rules name the project, which no form shows: they are checked all the same.
    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # private in the stubs
        exclusions.discard("project")
        return exclusions

    def save_row(self) -> R | None:
        if self.instance.pk is None and not self.instance.position:
            self.instance.position = next_position(
                type(self.instance)._base_manager.filter(project=self.project)
            )
        return super().save_row()


def refuse_twin_in_trash(row: Any, name: str, value: str, reason: str) -> None:
    """Refuse a value that a row put aside bears, where only one row may."""
    twins = type(row).objects.deleted().filter(project=row.project, **{name: value}).exclude(pk=row.pk)
    if twins.exists():
        raise forms.ValidationError(
            f"{reason}\u00a0: restaurez-le depuis la corbeille, ou donnez une autre valeur."
        )
