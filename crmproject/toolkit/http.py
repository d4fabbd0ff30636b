"""Reading what was posted."""

from collections.abc import Iterable

from django.http import HttpRequest

# The longest number that a column holds has 19 digits; Python itself refuses to read 5,000.
DIGITS = 19


def whole_number(text: str) -> int | None:
    """The whole number that this text writes, such as a row’s; None when it writes none that a row can have."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """The whole numbers among these texts, in their order."""
    return [number for number in map(whole_number, texts) if number is not None]


def posted_int(request: HttpRequest, name: str) -> int:
    """The posted whole number of this name; 0, which no row has as version, when it is missing or unreadable."""
    return whole_number(request.POST.get(name, "")) or 0
