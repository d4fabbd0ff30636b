"""Forms of one’s own account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm

from accounts.models import Kind, Preferences, Rhythm, User
from accounts.pictures import validate_picture
from crmproject.toolkit.forms import CadrageForm


class ProfileForm(forms.ModelForm[User], CadrageForm):
    picture = forms.FileField(
        label="Photo",
        required=False,
        validators=[validate_picture],
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text="Facultative. Le site n’en garde qu’un petit carré, sans date ni lieu de prise de vue, "
        "et ne le montre qu’aux personnes de vos projets.",
    )
    remove_picture = forms.BooleanField(label="Retirer ma photo", required=False)

    class Meta:
        model = User
        fields = ["name"]
        help_texts = {"name": "Il apparaît sur vos commentaires et vos validations."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.picture:
            del self.fields["remove_picture"]


class InvitationForm(SetPasswordForm[User], CadrageForm):
    """What an invited person chooses."""

    name = forms.CharField(
        label="Votre nom", max_length=120, help_text="Prénom et nom, tels que vos collègues les lisent."
    )

    field_order = ["name", "new_password1", "new_password2"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["name"].initial = user.name
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["new_password1"].label = "Mot de passe"
        self.fields["new_password2"].label = "Le même mot de passe"


class PreferencesForm(forms.ModelForm[Preferences], CadrageForm):
    """How a person wants to be told by e-mail."""

    rhythm = forms.ChoiceField(label="E-mails", choices=Rhythm.choices, widget=forms.RadioSelect)
    daily_hour = forms.TypedChoiceField(
        label="Heure du résumé",
        coerce=int,
        choices=[(hour, f"{hour}\u00a0h") for hour in range(24)],
        help_text="Pour qui reçoit un résumé par jour.",
    )
    muted = forms.MultipleChoiceField(
        label="Sujets sans e-mail",
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Vous les lirez dans le site seulement.",
    )

    class Meta:
        model = Preferences
        fields = ["rhythm", "daily_hour", "quiet_from", "quiet_until", "muted"]
        widgets = {
            name: forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            for name in ("quiet_from", "quiet_until")
        }
        help_texts = {
            "quiet_from": "Par exemple 20:00. Ce qui arrive dans cette plage part à sa fin.",
            "quiet_until": "Par exemple 07:00\u00a0: la plage peut passer minuit.",
        }
        error_messages = {
            name: {"invalid": "Donnez une heure, par exemple 20:00."}
            for name in ("quiet_from", "quiet_until")
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("quiet_from"), data.get("quiet_until")
        if begins is not None and begins == ends:
            self.add_error(
                "quiet_until",
                "La plage commence et finit à la même heure\u00a0: pour ne recevoir aucun e-mail, "
                "choisissez «\u00a0Aucun e-mail\u00a0».",
            )
        return data
