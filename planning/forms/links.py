"""Rows that come after tasks; their links are written with the row, under the same version."""

from typing import Any, ClassVar

from django import forms
from django.db import models, transaction

from charter.forms.rows import ProjectRowForm
from charter.models import Project, ProjectRow
from planning.models import Task


class TasksField(forms.ModelMultipleChoiceField[Task]):
    """Several tasks of the project, ticked in a list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Task.objects.all(), required=False, **kwargs)


class LinkedForm[R: ProjectRow](ProjectRowForm[R]):
    """A row that comes after tasks: `after` is read from, and written to, a table of links."""

    link: ClassVar[type[models.Model]]
    owner_name: ClassVar[str]
    task_name: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["after"].initial = self._standing()

    def _links(self) -> "models.QuerySet[Any]":
        """Links to live tasks: one to a task put aside waits for its return."""
        return self.link._base_manager.filter(
            **{self.owner_name: self.instance, f"{self.task_name}__deleted_at": None}
        )

    def _standing(self) -> list[Any]:
        """What the field `after` shows of the links that stand."""
        return list(self._links().values_list(f"{self.task_name}_id", flat=True))

    def save_row(self) -> R | None:
        with transaction.atomic():
            # One writer of links at a time, so that two halves of a cycle can’t be written at once.
            Project.objects.select_for_update().get(pk=self.project.pk)
            if self._refuse_dates():
                return None
            row = super().save_row()
            if row is not None:
                self._write_links(row)
        return row

    def _refuse_dates(self) -> bool:
        """Whether the planning can’t take this row, now that nobody else writes; the form then says why."""
        return False

    def _write_links(self, row: R) -> None:
        wanted = {task.pk for task in self.cleaned_data["after"]}
        standing = set(self._links().values_list(f"{self.task_name}_id", flat=True))
        self._links().filter(**{f"{self.task_name}_id__in": standing - wanted}).delete()
        for pk in sorted(wanted - standing):
            self.link._base_manager.create(**{self.owner_name: row, f"{self.task_name}_id": pk})
