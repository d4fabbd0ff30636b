"""Form fields of the charter."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from crmproject.toolkit.templatetags.french import money
from crmproject.toolkit.text import shortened

NBSP = "\u00a0"
SPACES = str.maketrans(dict.fromkeys(" \xa0\u202f\u2009\t'’", "") | {"\u2212": "-"})
CURRENCY = re.compile(r"^€|(€|euros?|eur)?(ht)?$", re.IGNORECASE)
FACTORS = {"k": 3, "K": 3, "M": 6}

# How a figure may be written once its spaces are gone; the comma is the decimal one, unless a point follows it.
WHOLE = re.compile(r"\d+")
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}")
ENGLISH = re.compile(r"\d{1,3}(,\d{3})+\.\d+")
COMMA = re.compile(r"\d+,\d*|,\d+")
POINT = re.compile(r"\d+\.\d*|\.\d+")
# « 1.234 » has three decimals or a group: a field of two decimals at most reads a group.
EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")

AMOUNT_HELP = (
    f"«{NBSP}1{NBSP}234,50{NBSP}», «{NBSP}12k{NBSP}» ou «{NBSP}1,2{NBSP}M€{NBSP}»{NBSP}; "
    f"«{NBSP}1.234{NBSP}» se lit 1{NBSP}234."
)


def plain_figure(typed: str, decimals: int | None = 2) -> str:
    """The figure that this text writes, as `Decimal` reads it: « 1 234,50 € » is 1234.50, « 12 k€ » is 12000.

    `decimals` is how many of them the figure may have. Raises ValueError when the text writes none.
    """
    text = CURRENCY.sub("", typed.translate(SPACES))
    sign, text = (text[0], text[1:]) if text[:1] in {"+", "-"} else ("", text)
    power = FACTORS.get(text[-1:], 0)
    text = text[:-1] if power else text
    if GROUPED.fullmatch(text) or (
        EITHER.fullmatch(text) and not power and decimals is not None and decimals < 3
    ):
        text = text.replace(".", "").replace(",", ".")
    elif ENGLISH.fullmatch(text):
        text = text.replace(",", "")
    elif COMMA.fullmatch(text):
        text = text.replace(",", ".")
    elif not (WHOLE.fullmatch(text) or POINT.fullmatch(text)):
        raise ValueError(typed)
    return f"{sign}{_shifted(text, power)}"


def _shifted(text: str, power: int) -> str:
    """This figure with its point moved to the right, exactly."""
    if not power:
        return text
    whole, _, decimals = text.partition(".")
    moved = decimals.ljust(power, "0")
    rest = moved[power:].rstrip("0")
    return f"{whole}{moved[:power]}" + (f".{rest}" if rest else "")


class FrenchDecimalField(forms.DecimalField):
    """A figure as French people type it: « 1 234,50 », « 1234.5 » and « 1 234,50 € » are one amount.

    « 12k » and « 1,2 M€ » are read too. « 1.234 » is read as 1 234: where two decimals are the most, it can be nothing
    else. What can’t be read is refused with the text that was typed.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            try:
                value = plain_figure(value.strip(), self.decimal_places)
            except ValueError:
                raise ValidationError(
                    f"«{NBSP}{shortened(value, 40)}{NBSP}» ne se lit pas comme un nombre. "
                    f"Écrivez par exemple «{NBSP}1{NBSP}234,50{NBSP}» ou «{NBSP}12k{NBSP}».",
                    code="invalid",
                ) from None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        shown = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
        return f"{shown:,f}".replace(",", "\u00a0").replace(".", ",")


class AmountField(FrenchDecimalField):
    """Euros, to the cent: neither negative, nor more than `LARGEST`."""

    LARGEST = Decimal("9999999999.99")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", AMOUNT_HELP)
        super().__init__(max_digits=12, decimal_places=2, **kwargs)

    def run_validators(self, value: Any) -> None:
        if isinstance(value, Decimal) and value.is_finite():
            if value < 0:
                raise ValidationError("Un montant ne peut pas être négatif.", code="min_value")
            if value > self.LARGEST:
                raise ValidationError(f"Ce montant dépasse {money(self.LARGEST)}.", code="max_value")
        super().run_validators(value)


class PercentField(FrenchDecimalField):
    """A percentage; « 3 % » is 3."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=5, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().removesuffix("%") if isinstance(value, str) else value)


class CodeField(forms.CharField):
    """A code in capitals, whatever the case in which it was typed."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").upper()
