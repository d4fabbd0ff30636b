"""Whom a campaign asks: a pasted list, read line by line, and what is told of each line that can’t be used."""

from collections.abc import Iterable
from dataclasses import dataclass

from charter.pasted import is_heading, read_person
from crmproject.toolkit.text import shortened

MOST_LINES = 3000
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
        if not line.strip() or is_heading(number, line):
            continue
        try:
            read = read_person(line)
        except ValueError as wrong:
            problems.append(f"Ligne {number} «\u00a0{shortened(line, SHOWN)}\u00a0»\u00a0: {wrong}.")
            continue
        person = Person(read.name, read.email, read.department)
        if person.email in people:
            repeated.append(person.email)
            person = _merged(people[person.email], person)
        people[person.email] = person
    return ReadList(list(people.values()), repeated, problems)


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
