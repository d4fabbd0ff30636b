"""Form fields of the charter."""

from decimal import Decimal
from typing import Any

from django import forms

SPACES = str.maketrans("", "", " \u00a0\u202f\t€")


class FrenchDecimalField(forms.DecimalField):
    """A figure as French people type it: « 1 234,50 », « 1234.5 » and « 1 234,50 € » are one amount."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.translate(SPACES)
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        shown = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
        return f"{shown:,f}".replace(",", "\u00a0").replace(".", ",")


class CodeField(forms.CharField):
    """A code in capitals, whatever the case in which it was typed."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").upper()
