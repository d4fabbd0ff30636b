"""Forms over versioned rows: what they refuse, they give back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.db import IntegrityError, transaction
from django.http import QueryDict

from crmproject.toolkit.rows import Row, StaleWriteError


@dataclass(frozen=True)
class FieldConflict:
    """One field that two people wrote: what this person typed, and what stands in the database."""

    name: str
    label: str
    typed: str
    stored: str


class CadrageForm(forms.Form):
    """Crispy layout without its own <form>, so that each page places its buttons."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class RowForm[R: Row](forms.ModelForm[R], CadrageForm):
    """A form that writes its row only if nobody wrote it since it was read.

    On a conflict `save` returns None, `conflicts` lists the fields that differ, and the bound form carries the
    newest version: what was typed is still there, and sending it again means « mine wins, knowingly ».
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Columns that the form works out by itself and sets on its instance; nobody types them.
    worked_out: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[FieldConflict] = []
        self.fields["version"].initial = self.instance.version

    @property
    def read_version(self) -> int:
        return self.cleaned_data.get("version") or 0

    def save_row(self) -> R | None:
        """Insert or conditionally update the row; None when the write was refused.

        A refusal is a stale read (`conflicts` says where), or a value that somebody took a moment before.
        """
        try:
            with transaction.atomic():
                return super().save() if self.instance.pk is None else self._update()
        except StaleWriteError as stale:
            self._keep_both(stale.current)
        except IntegrityError:
            self.add_error(
                None, "Quelqu’un vient d’enregistrer une ligne semblable\u00a0: vérifiez, puis recommencez."
            )
        return None

    def _update(self) -> R:
        columns = {
            field.name: getattr(self.instance, field.name)  # as the model’s own fields cleaned it
            for field in self.instance._meta.concrete_fields
            if (field.name in self.cleaned_data and field.name in self._row_fields())
            or field.name in self.worked_out
        }
        self.instance.write(read_version=self.read_version, **columns)
        self._save_m2m()  # type: ignore[attr-defined]  # private in the stubs, documented in ModelForm
        return self.instance

    def _row_fields(self) -> set[str]:
        return {name for name in self.fields if name != "version"}

    def _keep_both(self, current: Row | None) -> None:
        if current is None:
            self.add_error(None, "Cette ligne n’existe plus.")
            return
        stored_form = type(self)._for_display(current, self)
        for name in self._row_fields():
            typed, stored = self[name].value(), stored_form[name].value()
            if self.fields[name].has_changed(
                stored_form.get_initial_for_field(self.fields[name], name), typed
            ):
                label = str(self[name].label)
                self.conflicts.append(
                    FieldConflict(name, label, self._shown(name, typed), self._shown(name, stored))
                )
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("version")] = str(current.version)
        self.data = data
        self.add_error(
            None,
            "Quelqu’un a modifié cette ligne pendant votre saisie. Rien n’est perdu\u00a0: comparez, puis enregistrez "
            "votre version ou reprenez celle qui est enregistrée.",
        )

    @classmethod
    def _for_display(cls, current: Row, like: "RowForm[Any]") -> "RowForm[Any]":
        return cls(instance=current, **like.context())

    def context(self) -> dict[str, Any]:
        """What the constructor needs besides data and instance."""
        return {}

    def _shown(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            wanted = {str(getattr(item, "pk", item)) for item in value or []}
            return ", ".join(str(obj) for obj in field.queryset or [] if str(obj.pk) in wanted)
        if isinstance(field, forms.ModelChoiceField):
            return next((str(obj) for obj in field.queryset or [] if str(obj.pk) == str(value)), "")
        if isinstance(field, forms.MultipleChoiceField):
            wanted = {str(item) for item in value or []}
            pairs = cast("Iterable[tuple[object, object]]", field.choices)
            return ", ".join(str(label) for key, label in pairs if str(key) in wanted)
        if isinstance(field, forms.ChoiceField):
            choices = dict(cast("Iterable[tuple[object, object]]", field.choices))
            return next(
                (str(label) for key, label in choices.items() if str(key) == str(value)), str(value or "")
            )
        return "" if value is None else str(field.prepare_value(value))
