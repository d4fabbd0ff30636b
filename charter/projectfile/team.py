"""People from outside the company."""

from typing import Annotated, ClassVar

from django.core.exceptions import ValidationError
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from charter.filepart import Choice, FileModel, FilePart, Loading, one_of, register, required, upto
from charter.models import ExternalPerson, Project
from charter.models.external import PHONE, ExternalKind
from charter.projectfiles.rows import create_rows, entry_of, live_rows
from charter.projectfiles.schema import Email


def _phone(value: str) -> str:
    if value:
        try:
            PHONE(value)
        except ValidationError:
            raise PydanticCustomError(
                "choice", "numéro de téléphone refusé «\u00a0{value}\u00a0»", {"value": value}
            ) from None
    return value


class ExternalEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"kind"})

    kind: Annotated[Choice, one_of(ExternalKind)] = ExternalKind.VENDOR.value
    name: Annotated[str, required(160)]
    organisation: Annotated[str, required(160)]
    role: Annotated[str, upto(200)] = ""
    email: Email | None = None
    phone: Annotated[str, upto(30), AfterValidator(_phone)] = ""


def _load(loading: Loading, entries: list[ExternalEntry]) -> None:
    create_rows(ExternalPerson, loading, ({**one.model_dump(), "email": one.email or ""} for one in entries))


def _dump(project: Project) -> list[ExternalEntry]:
    rows = live_rows(ExternalPerson, project)
    return [entry_of(ExternalEntry, row, email=row.email or None) for row in rows]


register(FilePart("team_external", list[ExternalEntry], _load, _dump, 35))
