"""The usage charter: its draft, its versions, who was asked to sign, who did, and its committee.

No link is in a file: those who were asked get new ones when somebody sends them again. Neither are proposals and what
was written to the committee, which is confidential.
"""

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from charter.filepart import Checking, FileModel, FilePart, Loading, register, required, upto
from charter.models import (
    Project,
    UsageArticle,
    UsageCampaign,
    UsageCharter,
    UsageInvitation,
    UsageSeat,
    UsageSignature,
    UsageVersion,
)
from charter.models.usage import TITLE
from charter.projectfiles.rows import create_rows, live_rows
from charter.projectfiles.schema import Email
from charter.usage.content import Content, digest
from charter.usage.links import new_seed, token_of
from charter.usage.proofs import statement_of
from crmproject.toolkit.richtext import clean_html
from crmproject.toolkit.tokens import digest_of


def _as_text(value: object) -> object:
    # YAML reads an unquoted moment by itself.
    return value.isoformat() if isinstance(value, datetime) else value


def _moment(value: str) -> str:
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise PydanticCustomError(
            "choice",
            "moment refusé «\u00a0{value}\u00a0»\u00a0; écrivez 2027-01-31T09:30:00+01:00",
            {"value": value},
        )
    return value


Moment = Annotated[str, BeforeValidator(_as_text), AfterValidator(_moment)]
MOMENTS = ("opened_at", "refused_at", "excused_at", "misdirected_at", "revoked_at")


class ArticleEntry(FileModel):
    title: Annotated[str, required(200)]
    text: Annotated[str, required(60_000)]


class VersionEntry(FileModel):
    number: Annotated[int, Field(ge=1, le=10_000)]
    published_at: Moment
    author: Annotated[str, required(200)]
    note: Annotated[str, upto(2000)] = ""
    title: Annotated[str, required(200)]
    preamble: Annotated[str, upto(60_000)] = ""
    articles: Annotated[list[ArticleEntry], Field(min_length=1)]
    # Without it, that of the content.
    fingerprint: Annotated[str, upto(64)] = ""

    @property
    def content(self) -> Content:
        articles = [{"title": one.title, "text": one.text} for one in self.articles]
        return {"title": self.title, "preamble": self.preamble, "articles": articles}


class PersonEntry(FileModel):
    email: Email
    name: Annotated[str, upto(200)] = ""
    department: Annotated[str, upto(120)] = ""
    asked_at: Moment
    opened_at: Moment | None = None
    refused_at: Moment | None = None
    excused_at: Moment | None = None
    misdirected_at: Moment | None = None
    revoked_at: Moment | None = None


class CampaignEntry(FileModel):
    version: int
    due: date
    message: Annotated[str, upto(2000)] = ""
    opened_at: Moment
    closed_at: Moment | None = None
    people: list[PersonEntry] = Field(default_factory=list)


class SignatureEntry(FileModel):
    version: int
    name: Annotated[str, required(200)]
    email: Email
    department: Annotated[str, upto(120)] = ""
    signed_at: Moment
    statement: str = ""
    fingerprint: Annotated[str, upto(64)] = ""


class SeatEntry(FileModel):
    department: str
    member: Email


class UsageEntry(FileModel):
    title: Annotated[str, upto(200)] = TITLE
    preamble: Annotated[str, upto(60_000)] = ""
    articles: list[ArticleEntry] = Field(default_factory=list)
    versions: list[VersionEntry] = Field(default_factory=list)
    campaigns: list[CampaignEntry] = Field(default_factory=list)
    signatures: list[SignatureEntry] = Field(default_factory=list)
    committee: list[SeatEntry] = Field(default_factory=list)


NOTHING = UsageEntry()
WHERE = "usage_charter"


def _check(checking: Checking, entry: UsageEntry) -> None:
    versions = {one.number: one for one in entry.versions}
    checking.once([str(one.number) for one in entry.versions], f"{WHERE}.versions")
    for index, version in enumerate(entry.versions):
        if version.fingerprint not in {"", digest(version.content)}:
            checking.refuse(
                f"{WHERE}.versions[{index}].fingerprint",
                "cette empreinte n’est pas celle du contenu\u00a0; retirez-la, ou rétablissez le texte publié",
            )
    _check_campaigns(checking, entry, versions)
    pairs = [f"{one.version} {one.email}" for one in entry.signatures]
    checking.once(pairs, f"{WHERE}.signatures")
    for index, one in enumerate(entry.signatures):
        _check_version(checking, one.version, versions, f"{WHERE}.signatures[{index}]")
        if one.version in versions and one.fingerprint not in {"", digest(versions[one.version].content)}:
            checking.refuse(
                f"{WHERE}.signatures[{index}].fingerprint", "ce n’est pas celle de la version signée"
            )
    checking.once([one.department for one in entry.committee], f"{WHERE}.committee")
    for index, seat in enumerate(entry.committee):
        checking.department(seat.department, f"{WHERE}.committee[{index}].department")
        checking.member(seat.member, f"{WHERE}.committee[{index}].member")


def _check_campaigns(checking: Checking, entry: UsageEntry, versions: dict[int, VersionEntry]) -> None:
    checking.once([str(one.version) for one in entry.campaigns], f"{WHERE}.campaigns")
    for index, campaign in enumerate(entry.campaigns):
        path = f"{WHERE}.campaigns[{index}]"
        _check_version(checking, campaign.version, versions, path)
        checking.once([one.email for one in campaign.people], f"{path}.people")
    still_open = [index for index, one in enumerate(entry.campaigns) if one.closed_at is None]
    for index in still_open[1:]:
        checking.refuse(f"{WHERE}.campaigns[{index}]", "une autre campagne est déjà ouverte")


def _check_version(checking: Checking, number: int, versions: dict[int, VersionEntry], path: str) -> None:
    if number not in versions:
        checking.refuse(f"{path}.version", f"version inconnue\u00a0: «\u00a0{number}\u00a0»")


def _load(loading: Loading, entry: UsageEntry) -> None:
    if entry == NOTHING:
        return
    project = loading.project
    charter = UsageCharter.objects.create(
        project=project, title=entry.title, preamble=clean_html(entry.preamble)
    )
    articles = ({"title": one.title, "text": clean_html(one.text)} for one in entry.articles)
    create_rows(UsageArticle, loading, articles)
    versions = {one.number: _version(charter, one) for one in entry.versions}
    asked = {
        (campaign.version, one.email): one
        for campaign in entry.campaigns
        for one in _campaign(loading, charter, versions[campaign.version], campaign)
    }
    UsageSignature.objects.bulk_create(
        _signature(one, versions[one.version], asked.get((one.version, one.email)))
        for one in entry.signatures
    )
    seats = (
        {"department": loading.departments[one.department], "member": loading.member(one.member)}
        for one in entry.committee
    )
    create_rows(UsageSeat, loading, seats)


def _version(charter: UsageCharter, entry: VersionEntry) -> UsageVersion:
    return UsageVersion.objects.create(
        charter=charter,
        number=entry.number,
        content=entry.content,
        fingerprint=digest(entry.content),
        note=entry.note,
        published_at=datetime.fromisoformat(entry.published_at),
        author_name=entry.author,
    )


def _campaign(
    loading: Loading, charter: UsageCharter, version: UsageVersion, entry: CampaignEntry
) -> list[UsageInvitation]:
    campaign = UsageCampaign.objects.create(
        charter=charter,
        version=version,
        due=entry.due,
        message=entry.message,
        opened_at=datetime.fromisoformat(entry.opened_at),
        closed_at=_at(entry.closed_at),
    )
    rows = []
    for one in entry.people:
        seed = new_seed()
        rows.append(
            UsageInvitation(
                campaign=campaign,
                name=one.name,
                email=one.email,
                department=one.department,
                member=loading.members.get(one.email),
                seed=seed,
                token_sha256=digest_of(token_of(seed)),
                asked_at=datetime.fromisoformat(one.asked_at),
                **{name: _at(getattr(one, name)) for name in MOMENTS},
            )
        )
    return list(UsageInvitation.objects.bulk_create(rows, batch_size=500))


def _signature(
    entry: SignatureEntry, version: UsageVersion, invitation: UsageInvitation | None
) -> UsageSignature:
    said = statement_of(
        name=entry.name,
        email=entry.email,
        department=entry.department,
        title=version.content["title"],
        number=version.number,
        fingerprint=version.fingerprint,
    )
    return UsageSignature(
        version=version,
        invitation=invitation,
        name=entry.name,
        email=entry.email,
        department=entry.department,
        statement=entry.statement or said,
        fingerprint=version.fingerprint,
        signed_at=datetime.fromisoformat(entry.signed_at),
        taken_over=True,
    )


def _at(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None


def _said(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat() if moment else None


def _dump(project: Project) -> UsageEntry:
    charter = UsageCharter.objects.filter(project=project).first()
    versions = UsageVersion.objects.filter(charter__project=project).order_by("number")
    signatures = UsageSignature.objects.filter(version__charter__project=project)
    return UsageEntry(
        title=charter.title if charter else TITLE,
        preamble=clean_html(charter.preamble) if charter else "",
        articles=[
            ArticleEntry(title=one.title, text=clean_html(one.text))
            for one in live_rows(UsageArticle, project)
        ],
        versions=[_version_entry(one) for one in versions],
        campaigns=_campaign_entries(project),
        signatures=[
            SignatureEntry(
                version=one.version.number,
                name=one.name,
                email=one.email,
                department=one.department,
                signed_at=str(_said(one.signed_at)),
                statement=one.statement,
                fingerprint=one.fingerprint,
            )
            for one in signatures.select_related("version").order_by("version__number", "signed_at", "email")
        ],
        committee=[
            SeatEntry(department=one.department.code, member=one.member.user.email)
            for one in UsageSeat.objects.held()
            .filter(project=project)
            .select_related("department", "member__user")
        ],
    )


def _version_entry(version: UsageVersion) -> VersionEntry:
    content: dict[str, Any] = version.content
    return VersionEntry(
        number=version.number,
        published_at=str(_said(version.published_at)),
        author=version.author_name,
        note=version.note,
        title=content["title"],
        preamble=content["preamble"],
        articles=[ArticleEntry(**one) for one in content["articles"]],
        fingerprint=version.fingerprint,
    )


def _campaign_entries(project: Project) -> list[CampaignEntry]:
    campaigns = UsageCampaign.objects.filter(charter__project=project).select_related("version")
    return [
        CampaignEntry(
            version=campaign.version.number,
            due=campaign.due,
            message=campaign.message,
            opened_at=str(_said(campaign.opened_at)),
            closed_at=_said(campaign.closed_at),
            people=[
                PersonEntry(
                    email=one.email,
                    name=one.name,
                    department=one.department,
                    asked_at=str(_said(one.asked_at)),
                    **{name: _said(getattr(one, name)) for name in MOMENTS},
                )
                for one in campaign.invitations.order_by("email")
            ],
        )
        for campaign in campaigns.prefetch_related("invitations").order_by("version__number")
    ]


register(FilePart("usage_charter", UsageEntry, _load, _dump, 108, check=_check, default=UsageEntry))
