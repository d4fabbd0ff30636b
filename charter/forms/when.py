"""Dates of a form that can’t come before the project begins."""

from typing import Any, ClassVar

from charter.forms.rows import ProjectRowForm
from charter.models import ProjectRow
from crmproject.toolkit.templatetags.french import long_date


class StartedForm[R: ProjectRow](ProjectRowForm[R]):
    """Refuses, in the fields that `dates` names, a day before the project’s first one.

    A day that stood already is left alone: the project’s own dates may have moved since.
    """

    dates: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.dates:
            day = cleaned.get(name)
            if day and day < self.project.start and name in self.changed_data:
                self.add_error(
                    name,
                    f"Cette date précède le début du projet, le {long_date(self.project.start)}.",
                )
        return cleaned
