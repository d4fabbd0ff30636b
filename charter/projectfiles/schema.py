"""The shape of the charter’s keys in a project file."""

from datetime import date
from typing import Annotated, ClassVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import EmailValidator
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from charter.colours import validate_colour
from charter.filepart import Choice, Figure, FileModel, one_of, required, upto
from charter.models import Department, Procurement, Role, Setup
from charter.models.objectives import Horizon
from charter.models.people import ProjectFunction
from charter.models.project import slug_validator
from crmproject.toolkit.pdf.colours import normalised

check_email = EmailValidator()


def _slug(value: str) -> str:
    try:
        slug_validator(value)
    except DjangoValidationError:
        raise PydanticCustomError(
            "choice",
            "identifiant refusé « {value} » ; lettres minuscules, chiffres et tirets seulement",
            {"value": value},
        ) from None
    return value


def _colour(value: str) -> str:
    if not value:
        return ""
    try:
        validate_colour(value)
    except DjangoValidationError as refused:
        raise PydanticCustomError("choice", "{reason}", {"reason": refused.messages[0]}) from None
    return normalised(value)


def _email(value: str) -> str:
    address = value.lower()
    try:
        check_email(address)
    except DjangoValidationError:
        raise PydanticCustomError("choice", "adresse e-mail refusée « {value} »", {"value": value}) from None
    return address


def _code(value: str) -> str:
    for validator in Department._meta.get_field("code").validators:
        try:
            validator(value)
        except DjangoValidationError:
            raise PydanticCustomError(
                "choice",
                "code refusé « {value} » ; de 2 à 6 capitales ou chiffres, une lettre d’abord",
                {"value": value},
            ) from None
    return value


Email = Annotated[str, required(254), AfterValidator(_email)]
# An address that names a member is compared in lower case, as members’ own addresses are.
Reference = Annotated[str, AfterValidator(str.lower)]
EmailReference = Reference | None
DepartmentCode = Annotated[str, AfterValidator(_code)]


class ProjectEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"setup", "procurement"})

    slug: Annotated[str, required(60), AfterValidator(_slug)]
    name: Annotated[str, required(200)]
    organisation: Annotated[str, required(200)]
    setup: Annotated[Choice, one_of(Setup)] = Setup.NEW.value
    outgoing_tool: Annotated[str, upto(200)] = ""
    overlap_months: Annotated[int, Field(ge=0, le=36)] = 0
    procurement: Annotated[Choice, one_of(Procurement)] = Procurement.TENDER.value
    start: date
    target_end: date
    activity: str = ""
    colour: Annotated[str, upto(7), AfterValidator(_colour)] = ""


class DepartmentEntry(FileModel):
    code: DepartmentCode
    name: Annotated[str, required(120)]
    last_reference: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class MemberEntry(FileModel):
    email: Email
    title: Annotated[str, required(160)]
    roles: list[Annotated[Choice, one_of(Role)]]
    department: str | None = None
    share: Annotated[int, Field(ge=1, le=100)] | None = None
    functions: list[Annotated[Choice, one_of(ProjectFunction)]] = Field(default_factory=list)


class StrategicEntry(FileModel):
    key: Annotated[str, Field(min_length=1)]
    teams: str = ""
    benefits: str = ""
    results: str = ""
    reinforces: str = ""
    ambition: str = ""
    wording: str = ""
    worded_from: str = ""


class OperationalEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"horizon", "baseline", "target"})

    ref: Annotated[str, required(20)]
    department: str
    horizon: Annotated[Choice, one_of(Horizon)] = Horizon.SHORT.value
    title: Annotated[str, required(300)]
    crm_action: str = ""
    expected: str = ""
    measure: Annotated[str, upto(300)] = ""
    baseline: Figure | None = None
    target: Figure | None = None
    unit: Annotated[str, upto(60)] = ""
    how: Annotated[str, upto(300)] = ""
    relevance: Annotated[str, upto(300)] = ""
    due: date | None = None


class ObjectivesEntry(FileModel):
    strategic: StrategicEntry | None = None
    operational: list[OperationalEntry] = Field(default_factory=list)
