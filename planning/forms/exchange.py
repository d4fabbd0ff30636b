"""The form that sends a planning made elsewhere."""

from django import forms

from crmproject.toolkit.forms import CadrageForm
from planning.exchange.draft import MAX_BYTES, Draft, ExchangeError
from planning.exchange.files import MEGABYTE, read_file, too_big


class ImportForm(CadrageForm):
    """A file, read as soon as it comes; `draft` is what it says."""

    file = forms.FileField(
        label="Fichier du planning",
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.xml,.txt"}),
        help_text=(
            f"Excel (.xlsx), CSV ou XML de MS Project, {MAX_BYTES // MEGABYTE} Mo au plus. "
            "Rien n’est écrit avant que vous ayez relu ce qui changerait."
        ),
        error_messages={"required": "Choisissez un fichier."},
    )
    draft: Draft

    def clean_file(self) -> object:
        upload = self.cleaned_data["file"]
        try:
            if upload.size > MAX_BYTES:
                raise too_big(upload.size)
            self.draft = read_file(upload.read())
        except ExchangeError as unreadable:
            raise forms.ValidationError(str(unreadable)) from unreadable
        return upload
