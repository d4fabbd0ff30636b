"""Reading the list of people to ask, as it is pasted: one per line, or cells « name ; e-mail ; department »."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from charter.models import Department
from charter.pasted import is_heading, read_person
from crmproject.toolkit.text import normalised

MOST_LINES = 1000
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
        if not line or is_heading(number, line):
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


def _refuse_twice(one: Recipient, seen: dict[str, int]) -> None:
    if one.email in seen:
        first = seen[one.email]
        raise ValueError(f"adresse déjà donnée à la ligne {first}" if first else "adresse déjà invitée")


def _person(number: int, line: str, departments: dict[str, Department]) -> Recipient:
    read = read_person(line)
    name, named = read.name, read.department
    # « adresse ; service »: a lone word behind the address that names a department is not a name.
    if read.leads and normalised(name) in departments:
        name, named = "", name
    department = departments.get(normalised(named))
    if named and department is None:
        raise ValueError(f"service inconnu\u00a0: «\u00a0{named[:60]}\u00a0»")
    return Recipient(number, name, read.email, department)
