"""What a cell of a spreadsheet says, in the spellings that people use."""

import datetime
import re
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.db.models import Field
from django.utils.dateparse import parse_date

from planning.forms.tasks import TaskForm, in_calendar
from planning.models import Task

# « 3/3/2027 », « 03.03.27 »; and the beginning of « 2027-03-03 00:00:00 ».
FRENCH_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
ISO_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
UNIT = re.compile(r"\s*(?:%|j|jours?|jrs?|d|days?)\.?\??$", re.IGNORECASE)
DATES = {"start", "fixed_start", "due"}


def text_of(value: object) -> str:
    """A cell as text, on one line; whole numbers without their « .0 »."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime):
        value = value.date()
    return "" if value is None else " ".join(str(value).split())


def clean(name: str, value: object) -> Any:
    """The value of this field of the task form, by the form’s own rules. Raises a ValidationError, in French."""
    if name in DATES:
        return in_calendar(_date(value))
    field: forms.Field = TaskForm.base_fields[name]
    text = text_of(value)
    if name in {"days", "effort", "progress"}:
        text = _number(name, text)
        if not text and name != "effort":
            text = "0" if name == "progress" else "1"
    found = field.clean(text)
    # Limits that the form leaves to the model.
    cast("Field[Any, Any]", Task._meta.get_field(name)).run_validators(found)
    return found


def _date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = text_of(value)
    if not text:
        return None
    try:
        if iso := ISO_DATE.fullmatch(text):
            found = parse_date(iso[1])
        elif french := FRENCH_DATE.fullmatch(text):
            day, month, year = (int(part) for part in french.groups())
            found = datetime.date(year + 2000 if year < 100 else year, month, day)
        else:
            found = None
    except ValueError:
        found = None
    if found is None:
        raise forms.ValidationError(
            f"«\u00a0{text[:40]}\u00a0» n’est pas une date\u00a0: écrivez 03/03/2027."
        )
    return found


def _number(name: str, text: str) -> str:
    """A number as Python writes it: « 2,5 jours » is 2.5, « 0.45 » and « 45 % » of progress are 45."""
    bare = UNIT.sub("", text).replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    if not bare:
        return ""
    try:
        number = Decimal(bare)
    except InvalidOperation:
        raise forms.ValidationError(f"«\u00a0{text[:40]}\u00a0» n’est pas un nombre.") from None
    if not number.is_finite():
        raise forms.ValidationError(f"«\u00a0{text[:40]}\u00a0» n’est pas un nombre.")
    if name == "progress" and 0 < number < 1:
        number *= 100  # a cell that Excel shows as a percentage
    if abs(number) > 10**12:
        raise forms.ValidationError(f"«\u00a0{text[:40]}\u00a0» est trop grand.")
    return str(number.to_integral_value()) if number == number.to_integral_value() else str(number)
