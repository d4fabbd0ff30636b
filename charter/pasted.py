"""Lists of people as they are pasted: one per line, or cells « nom ; adresse ; service », from a sheet or a mail."""

import csv
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from crmproject.toolkit.text import normalised

NAME_LENGTH, EMAIL_LENGTH, DEPARTMENT_LENGTH = 160, 254, 120
SHOWN = 80
# « Claire Dupont <claire@exemple.fr> », as mail programs copy people.
ANGLES = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>\s]+)>\s*(?P<rest>.*)$")


@dataclass(frozen=True)
class PastedPerson:
    """What a line says of somebody; `leads` tells that its only other cell comes after the address."""

    name: str
    email: str
    department: str = ""
    leads: bool = False


def is_heading(number: int, line: str) -> bool:
    """Whether this is the first line of a sheet, which names its columns."""
    words = normalised(line)
    return number == 1 and "@" not in line and ("mail" in words or "adresse" in words)


def read_person(line: str) -> PastedPerson:
    """The person of a line, the address in lower case. Raises ValueError, in French."""
    cells = _cells(line.strip())
    addresses = [cell for cell in cells if "@" in cell]
    if not addresses:
        raise ValueError("aucune adresse e-mail dans cette ligne")
    if len(addresses) > 1:
        raise ValueError("plusieurs adresses dans une ligne\u00a0: une personne par ligne")
    email = addresses[0].strip("<>").lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError(f"«\u00a0{email[:SHOWN]}\u00a0» n’est pas une adresse e-mail") from None
    place = cells.index(addresses[0])
    others = [cell for cell in [*cells[:place], *cells[place + 1 :]] if cell]
    if len(others) > 2:
        raise ValueError("plus de trois cellules\u00a0: nom, adresse, service")
    name, department = [*others, "", ""][:2]
    if len(email) > EMAIL_LENGTH or len(name) > NAME_LENGTH or len(department) > DEPARTMENT_LENGTH:
        raise ValueError("un des textes est trop long")
    if any(not char.isprintable() for char in f"{name}{email}{department}"):
        raise ValueError("un caractère illisible s’y trouve")
    leads = len(others) == 1 and others[0] in cells[place + 1 :]
    return PastedPerson(name, email, department, leads)


def _cells(line: str) -> list[str]:
    if found := ANGLES.match(line):
        return _tidy([found["name"], found["email"], found["rest"].strip(" ;,\t")])
    for separator in ("\t", ";", ","):
        if separator in line:
            try:
                return _tidy(next(csv.reader([line], delimiter=separator)))
            except csv.Error:
                return _tidy(line.split(separator))
    return [line]


def _tidy(cells: list[str]) -> list[str]:
    return [" ".join(cell.strip(' "').split(" ")).strip() for cell in cells]
