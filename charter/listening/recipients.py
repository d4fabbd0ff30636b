"""Reading the list of people to ask, as it is pasted: one per line, or cells « name ; e-mail ; department »."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from charter.models import Department
from crmproject.toolkit.text import normalised

MOST_LINES = 1000
LONGEST_EMAIL = 254
NAME_LENGTH = 160
# « Claire Dupont <claire@exemple.fr> », as mail programs copy people.
ANGLES = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]+)>\s*(?P<rest>.*)$")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True)
class Recipient:
    """Somebody to ask, on this line of what was pasted."""

    line: int
    name: str
    email: str
    department: Department | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line."""

    line: int
    text: str
    reason: str


@dataclass
class Reading:
    """People that could be read, and the lines that couldn’t."""

    recipients: list[Recipient] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_recipients(text: str, *, departments: Iterable[Department], known: Iterable[str]) -> Reading:
    """The people of a pasted list; `known` are the addresses that are invited already.

    A line that is wrong is told with its number and its reason, and stops no other one.
    """
    names = {key: one for one in departments for key in (normalised(one.code), normalised(one.name))}
    seen = {email.lower(): 0 for email in known}
    reading = Reading()
    lines = text.splitlines()
    for number, raw in enumerate(lines[:MOST_LINES], start=1):
        line = CONTROL.sub(" ", raw).strip().strip(";,").strip()
        if not line or _is_heading(line, number):
            continue
        try:
            one = _person(number, line, names)
            _refuse_twice(one, seen)
        except ValueError as wrong:
            reading.problems.append(Problem(number, line[:120], str(wrong)))
            continue
        seen[one.email] = number
        reading.recipients.append(one)
    if len(lines) > MOST_LINES:
        reason = f"{MOST_LINES} lignes au plus à la fois\u00a0: collez la suite ensuite"
        reading.problems.append(Problem(MOST_LINES + 1, "…", reason))
    return reading


def _is_heading(line: str, number: int) -> bool:
    return number == 1 and "@" not in line and "mail" in normalised(line)


def _refuse_twice(one: Recipient, seen: dict[str, int]) -> None:
    if one.email in seen:
        first = seen[one.email]
        raise ValueError(f"adresse déjà donnée à la ligne {first}" if first else "adresse déjà invitée")


def _person(number: int, line: str, departments: dict[str, Department]) -> Recipient:
    cells = _cells(line)
    addresses = [cell for cell in cells if "@" in cell]
    if not addresses:
        raise ValueError("aucune adresse e-mail dans cette ligne")
    if len(addresses) > 1:
        raise ValueError("plusieurs adresses dans une ligne\u00a0: une personne par ligne")
    email = addresses[0].strip("<>").lower()
    _check_address(email)
    others = [cell for cell in cells if "@" not in cell and cell]
    if len(others) > 2:
        raise ValueError("trop de cellules\u00a0: nom, adresse, service")
    # « e-mail ; service »: a lone word that names a department is not a name.
    if (
        len(others) == 1
        and normalised(others[0]) in departments
        and cells.index(others[0]) > cells.index(addresses[0])
    ):
        others.insert(0, "")
    name, named = [*others, "", ""][:2]
    department = departments.get(normalised(named))
    if named and department is None:
        raise ValueError(f"service inconnu\u00a0: «\u00a0{named[:60]}\u00a0»")
    if len(name) > NAME_LENGTH:
        raise ValueError(f"nom trop long\u00a0: {NAME_LENGTH} caractères au plus")
    return Recipient(number, name, email, department)


def _cells(line: str) -> list[str]:
    if found := ANGLES.match(line):
        rest = found["rest"].strip(" ;,\t")
        return [cell for cell in (found["name"].strip(' "'), found["email"].strip(), rest) if cell]
    for separator in ("\t", ";", ","):
        if separator in line:
            try:
                row = next(csv.reader([line], delimiter=separator))
            except csv.Error:
                row = line.split(separator)
            return [cell.strip() for cell in row]
    return [line]


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError(f"adresse refusée\u00a0: «\u00a0{email[:80]}\u00a0»") from None
    if len(email) > LONGEST_EMAIL:
        raise ValueError("adresse trop longue")
