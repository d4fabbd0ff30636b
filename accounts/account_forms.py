"""allauth’s forms in the words of this site: « Adresse e-mail » everywhere, no label repeated inside its field."""

import re
from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.safestring import mark_safe

# The space which allauth’s French puts before these signs may break the line.
LOOSE = re.compile(r" (?=[?!:;])")


class InOurWords:
    """Mixed into a form of allauth."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"login", "email"}:
                field.label = "Adresse e-mail"
            if field.help_text:
                # A library’s own markup: one blank character becomes another.
                field.help_text = mark_safe(LOOSE.sub("\u00a0", str(field.help_text)))  # noqa: S308


class LoginForm(InOurWords, allauth_forms.LoginForm):  # type: ignore[misc]  # untyped library
    """Sign in."""


class SignupForm(InOurWords, allauth_forms.SignupForm):  # type: ignore[misc]
    """Open one’s own account, where the site lets people do so."""


class AddEmailForm(InOurWords, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """One more address."""


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Change one’s password."""


class SetPasswordForm(InOurWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """Choose one’s first password."""


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to choose a new password."""


class ResetPasswordKeyForm(InOurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a new password from that link."""


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Type one’s password again before touching the account’s security."""
