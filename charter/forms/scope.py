"""The form of an item of the scope."""

from typing import Any

from django import forms

from charter.forms.rows import ProjectRowForm
from charter.models import ScopeItem
from charter.models.scope import ScopeNature


class ScopeItemForm(ProjectRowForm[ScopeItem]):
    nature = forms.ChoiceField(
        label="Nature",
        required=False,
        choices=ScopeNature.choices,
        initial=ScopeNature.FUNCTION,
        help_text="Une filiale ou un service se nomment aussi\u00a0: qui est concerné, qui ne l’est pas.",
    )

    class Meta:
        model = ScopeItem
        fields = ["included", "nature", "text", "department"]
        widgets = {"included": forms.RadioSelect}
        help_texts = {
            "department": "Facultatif. Pour un service, il suffit de le choisir\u00a0: son nom sert d’élément.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    def clean_nature(self) -> str:
        return str(self.cleaned_data["nature"] or ScopeNature.FUNCTION.value)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        department = data.get("department")
        if not data.get("text") and "text" not in self.errors:
            if department and data.get("nature") == ScopeNature.DEPARTMENT:
                data["text"] = department.name
            else:
                self.add_error("text", "Ce champ est obligatoire.")
        return data
