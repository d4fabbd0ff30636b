"""Forms of one’s own account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm

from accounts.models import User
from crmproject.toolkit.forms import CadrageForm


class ProfileForm(forms.ModelForm[User], CadrageForm):
    class Meta:
        model = User
        fields = ["name"]
        help_texts = {"name": "Il apparaît sur vos commentaires et vos validations."}


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
