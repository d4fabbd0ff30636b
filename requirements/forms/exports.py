"""What to append to a PDF."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from crmproject.toolkit.forms import CadrageForm
from requirements.export_options import ExportOptions
from requirements.models import Edition


class ExportOptionsForm(CadrageForm):
    """The annexes of a PDF and its form; `earlier` are the editions to which it can be compared."""

    since = forms.TypedChoiceField(
        label="Annexe «\u00a0Évolutions\u00a0»", coerce=int, empty_value=None, required=False
    )
    comments = forms.BooleanField(
        label="Annexe «\u00a0Commentaires\u00a0»",
        required=False,
        help_text="Les questions, décisions et remarques du cahier des charges, telles qu’elles sont aujourd’hui.",
    )

    archival = forms.BooleanField(
        label="Format d’archivage PDF/A-3",
        required=False,
        help_text="Demandé par les services d’archives. Le contenu est le même.",
    )

    def __init__(self, earlier: Iterable[Edition], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[Any, str]] = [
            (one.number, f"Depuis l’édition {one.number} – {one.title}") for one in earlier
        ]
        if choices:
            cast("forms.TypedChoiceField", self.fields["since"]).choices = [("", "Sans"), *choices]
        else:
            del self.fields["since"]

    def options(self) -> ExportOptions:
        """What was asked for."""
        data = self.cleaned_data
        return ExportOptions(comments=data["comments"], since=data.get("since"), archival=data["archival"])
