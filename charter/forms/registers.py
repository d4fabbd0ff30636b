"""Forms of the charter’s lists."""

from typing import Any

from charter.forms.fields import CodeField
from charter.forms.rows import ProjectRowForm, refuse_twin_in_trash
from charter.models import (
    Department,
)


class DepartmentForm(ProjectRowForm[Department]):
    code = CodeField(
        label="Code",
        min_length=2,
        max_length=6,
        help_text="De 2 à 6 capitales ou chiffres, au début des références\u00a0: COM-012.",
    )

    class Meta:
        model = Department
        fields = ["code", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.last_reference:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = "Des exigences portent ce code\u00a0: il ne change plus."

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        refuse_twin_in_trash(self.instance, "code", code, "Un service supprimé porte ce code")
        return code
