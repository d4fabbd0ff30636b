"""Whom a campaign asks: a pasted list, read line by line, and what is told of each line that can’t be used."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from crmproject.toolkit.text import normalised, shortened

MOST_LINES = 3000
NAME_LENGTH, DEPARTMENT_LENGTH, EMAIL_LENGTH = 200, 120, 254
SEPARATORS = re.compile(r"[;\t]")
BRACKETED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>\s]+)>$")
SHOWN = 60


@dataclass(frozen=True)
class Person:
    """Somebody to ask."""

    name: str
    email: str
    department: str = ""


@dataclass(frozen=True)
class ReadList:
    """What a pasted text holds: people, each once, the addresses that came again, and the lines that are wrong."""

    people: list[Person]
    repeated: list[str]
    problems: list[str]


def read_list(text: str) -> ReadList:
    """One person a line: « Nom ; adresse ; service », in any order of the address; tabs and commas do as well."""
    people: dict[str, Person] = {}
    repeated, problems = [], []
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        return ReadList(
            [],
            [],
            [f"La liste a {len(lines)} lignes\u00a0: {MOST_LINES} au plus à la fois. Coupez-la en deux."],
        )
    for number, line in enumerate(lines, start=1):
        if not line.strip() or _is_heading(number, line):
            continue
        try:
            person = _read(line)
        except ValueError as wrong:
            problems.append(f"Ligne {number} «\u00a0{shortened(line, SHOWN)}\u00a0»\u00a0: {wrong}")
            continue
        if person.email in people:
            repeated.append(person.email)
            person = _merged(people[person.email], person)
        people[person.email] = person
    return ReadList(list(people.values()), repeated, problems)


def _is_heading(number: int, line: str) -> bool:
    """Whether this is the first line of a sheet, which names its columns."""
    words = normalised(line)
    return number == 1 and "@" not in line and ("mail" in words or "adresse" in words)


def _read(line: str) -> Person:
    """The person of a line. Raises ValueError, in French."""
    found = BRACKETED.match(line.strip())
    cells = [found["name"].strip(' "'), found["email"]] if found else _cells(line)
    addresses = [cell for cell in cells if "@" in cell]
    if not addresses:
        raise ValueError("aucune adresse e-mail.")
    if len(addresses) > 1:
        raise ValueError("plusieurs adresses\u00a0; mettez une personne par ligne.")
    email = addresses[0].lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError(f"«\u00a0{email}\u00a0» n’est pas une adresse e-mail.") from None
    others = [cell for cell in cells if cell != addresses[0]]
    if len(others) > 2:
        raise ValueError("plus de trois éléments\u00a0; écrivez Nom\u00a0; adresse\u00a0; service.")
    name, department = [*others, "", ""][:2]
    if len(email) > EMAIL_LENGTH or len(name) > NAME_LENGTH or len(department) > DEPARTMENT_LENGTH:
        raise ValueError("un des textes est trop long.")
    if any(not char.isprintable() for char in f"{name}{email}{department}"):
        raise ValueError("un caractère illisible s’y trouve.")
    return Person(name, email, department)


def _cells(line: str) -> list[str]:
    separated = SEPARATORS.split(line) if SEPARATORS.search(line) else line.split(",")
    return [" ".join(cell.strip(' "').split()) for cell in separated]


def _merged(first: Person, again: Person) -> Person:
    """One person of two lines: the first says, the second fills in."""
    return Person(first.name or again.name, first.email, first.department or again.department)


def merged(*lists: Iterable[Person]) -> list[Person]:
    """The people of several lists, each address once; what an earlier list says goes before."""
    found: dict[str, Person] = {}
    for people in lists:
        for person in people:
            found[person.email] = _merged(found.get(person.email, person), person)
    return list(found.values())
