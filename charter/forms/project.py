"""The project itself: its settings, its end, and the hand-over of its management."""

import io
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from charter.colours import validate_colour
from charter.forms.people import PersonField
from charter.images import validate_logo
from charter.models import Membership, Project
from crmproject.toolkit.forms import CadrageForm, RowForm
from crmproject.toolkit.pdf.colours import BRAND, normalised

FRAME = ["setup", "outgoing_tool", "overlap_months", "procurement", "start", "target_end"]
HELP = {
    "outgoing_tool": "En cas de remplacement\u00a0: l’outil que le CRM remplace.",
    "overlap_months": "Combien de temps les deux outils vivront ensemble.",
    "activity": "Métier, clients, saisons, particularités\u00a0: ce qu’un fournisseur doit comprendre.",
}


def date_input() -> forms.DateInput:
    """The browser’s own date picker."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def frame_widgets() -> dict[str, forms.Widget]:
    """Widgets of the fields that frame a project."""
    return {
        "setup": forms.RadioSelect(),
        "procurement": forms.RadioSelect(),
        "start": date_input(),
        "target_end": date_input(),
        "activity": forms.Textarea(attrs={"rows": 4}),
    }


class DatesInOrder(forms.Form):
    """Says at the field itself that the end must follow the start."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("target_end")
        if start and end and end <= start:
            self.add_error("target_end", "La fin visée doit suivre le début du projet.")
        return data


class ProjectForm(DatesInOrder, RowForm[Project]):
    # A plain file field: `validate_logo` looks at the bytes itself, and names the limit.
    logo = forms.FileField(
        label="Logo",
        required=False,
        validators=[validate_logo],
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text="Image PNG, JPEG ou WebP, de 2\u00a0Mo au plus\u00a0; elle paraît sur la couverture.",
    )
    remove_logo = forms.BooleanField(label="Retirer le logo", required=False)
    # A text field: the browser’s palette, which cannot be left empty, is added beside it (static/js/colour.js).
    colour = forms.CharField(
        label="Couleur des documents",
        required=False,
        validators=[validate_colour],
        widget=forms.TextInput(
            attrs={"data-colour": BRAND, "placeholder": BRAND, "spellcheck": "false", "autocomplete": "off"}
        ),
        help_text="Celle de votre organisation, par exemple «\u00a0#0d4f5a\u00a0»\u00a0: elle colore les titres et la "
        "couverture des PDF. Vide\u00a0: celle de Cadrage CRM.",
    )

    class Meta:
        model = Project
        fields = ["name", "organisation", "activity", *FRAME, "logo", "colour"]
        widgets = frame_widgets()
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean_colour(self) -> str:
        typed = str(self.cleaned_data["colour"])
        return normalised(typed) if typed else ""

    def save_row(self) -> Project | None:
        upload, stored = self.cleaned_data.get("logo"), ""
        if isinstance(upload, UploadedFile):
            stored = store_logo(upload)
            self.instance.logo = stored
        elif self.cleaned_data.get("remove_logo"):
            # The file stays: history and editions name it.
            self.instance.logo = ""
        saved = super().save_row()
        if saved is None and stored:
            default_storage.delete(stored)
        return saved


def store_logo(upload: "UploadedFile[bytes]") -> str:
    """Keep an image that passed `validate_logo` under a name of our own; returns that name."""
    content = upload.read()
    with Image.open(io.BytesIO(content)) as image:
        kind = (image.format or "png").lower()
    return default_storage.save(f"logos/{uuid4().hex}.{kind}", ContentFile(content))


class DeleteProjectForm(CadrageForm):
    """Asks for the project’s name, so that nobody deletes one by a slip."""

    typed = forms.CharField(label="Nom du projet", max_length=300)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_typed(self) -> str:
        typed = " ".join(str(self.cleaned_data["typed"]).split())
        if typed.casefold() != " ".join(self.project.name.split()).casefold():
            raise forms.ValidationError("Ce n’est pas le nom du projet\u00a0: rien n’a été supprimé.")
        return typed


class HandOverForm(CadrageForm):
    """Names the next manager, among those who have joined."""

    to = PersonField(label="Nouveau chef de projet", queryset=Membership.objects.none())
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = (
            Membership.objects.live().filter(project=project, user__is_active=True).select_related("user")
        )
        field: Any = self.fields["to"]
        field.queryset = members.exclude(user=project.manager_id)
        self.fields["version"].initial = project.version
