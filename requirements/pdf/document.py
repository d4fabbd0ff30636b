"""What a PDF says, all of it, as frozen data: nothing here is read again while the file is composed."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from charter.front import Front, front_of
from crmproject.toolkit.fingerprints import canonical_json, short
from requirements.models import Edition, Specification
from requirements.models.editions import EditionStatus
from requirements.outline import approvals_as_json, outline
from requirements.pdf.annexes import Annex, PlacedAnnex, placed
from requirements.states import State
from requirements.verification import qr_code, verification_url

WORKING = "working"
STATUS_LABELS = {
    EditionStatus.VALIDATED.value: "Édition validée",
    EditionStatus.DRAFT.value: "Projet, non validé",
    WORKING: "Document de travail",
}
WATERMARKS = {EditionStatus.DRAFT.value: "PROJET", WORKING: "BROUILLON"}


@dataclass(frozen=True)
class PrintedApproval:
    """A validator’s approval, as it was; `at` is an ISO date and time.

    `on_behalf_of` names the validator whose delegate signed; `minor` says, in words, why an approval of an earlier
    content still counts. Older editions lack what came later.
    """

    name: str
    title: str
    at: str
    fingerprint: str
    roles: str = ""
    on_behalf_of: str = ""
    statement: str = ""
    minor: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PrintedApproval":
        """An approval as an edition keeps it; a key that this version doesn’t know is left out."""
        return cls(**{name: str(data.get(name) or "") for name in cls.__dataclass_fields__})

    @property
    def quality(self) -> str:
        """What follows the name: « , fonction (rôles), par délégation de … »."""
        words = f", {self.title}" if self.title and self.title != self.name else ""
        words += f" ({self.roles})" if self.roles else ""
        return f"{words}, par délégation de {self.on_behalf_of}" if self.on_behalf_of else words

    @property
    def signatory(self) -> str:
        """« Nom, fonction, par délégation de … », where room is short."""
        return self.name + replace(self, roles="").quality

    @property
    def short_fingerprint(self) -> str:
        return short(self.fingerprint)


@dataclass(frozen=True)
class PrintedSection:
    """A section in its place, with the content that was frozen."""

    number: str
    level: int
    content: dict[str, Any]
    fingerprint: str
    state: str
    approvals: list[PrintedApproval] = field(default_factory=list)
    # The id of the section in the draft; nothing printed depends on it.
    pk: int = 0

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @property
    def anchor(self) -> str:
        return f"section-{self.number.replace('.', '-')}"

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def is_validated(self) -> bool:
        return self.state == State.VALIDATED

    @property
    def is_heading(self) -> bool:
        """Whether there is nothing to agree on in it."""
        return self.state == State.HEADING

    @property
    def short_fingerprint(self) -> str:
        return short(self.fingerprint)


@dataclass(frozen=True)
class HistoryLine:
    """An edition in the table of editions."""

    number: int
    title: str
    status: str
    date: datetime.date
    author: str
    note: str

    @property
    def status_label(self) -> str:
        return str(EditionStatus(self.status).label)


@dataclass(frozen=True)
class Document:
    """All that a PDF needs. `number` is None for the draft; `status` is validated, draft or working.

    `code` is the edition’s, by which anyone checks a copy; `copy_for` names the reader for whom this copy is made.
    """

    front: Front
    number: int | None
    title: str
    status: str
    dated: datetime.datetime
    author: str
    note: str
    history: list[HistoryLine]
    sections: list[PrintedSection]
    code: str = ""
    copy_for: str = ""
    annexes: list[Annex] = field(default_factory=list)
    kind: str = "Cahier des charges"
    # Short chapters follow one another on the same pages, where those of a specification have pages of their own.
    flows: bool = False

    @property
    def status_label(self) -> str:
        return STATUS_LABELS[self.status]

    @property
    def watermark(self) -> str:
        """The word printed across each page; none on a validated edition."""
        return WATERMARKS.get(self.status, "")

    @property
    def edition_label(self) -> str:
        return f"Édition {self.number}" if self.number else "Brouillon"

    @property
    def full_title(self) -> str:
        return f"{self.kind} – {self.front.project} – {self.edition_label}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the fingerprints of the sections in their order: what this document prints."""
        lines = (f"{section.number} {section.fingerprint}" for section in self.sections)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def short_fingerprint(self) -> str:
        return short(self.fingerprint)

    @property
    def identity(self) -> str:
        """SHA-256 of what makes this file another one than its neighbours: contents, reader, annexes."""
        parts = (
            self.fingerprint,
            self.code,
            self.copy_for,
            canonical_json([asdict(one) for one in self.annexes]),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def link(self) -> str:
        """Where a copy can be checked; nothing for the draft."""
        return verification_url(self.code) if self.code else ""

    @property
    def qr_code(self) -> SafeString:
        """The link as a drawing."""
        return mark_safe(qr_code(self.link))  # noqa: S308

    @cached_property
    def requirements(self) -> list[dict[str, Any]]:
        """The requirements that are printed in full, in their order."""
        found: list[dict[str, Any]] = []
        for section in self.sections:
            for entry in section.content.get("blocks", []):
                rows = (entry.get("data") or {}).get("rows") or []
                if entry.get("name") == "requirements":
                    found += rows
                elif entry.get("name") == "other_requirements":
                    found += [row for group in rows for row in group["items"]]
        return found

    @property
    def placed_annexes(self) -> list[PlacedAnnex]:
        return placed(self.annexes)

    @property
    def agreed_on(self) -> list[PrintedSection]:
        """The sections that somebody must validate: all but mere headings."""
        return [section for section in self.sections if not section.is_heading]

    @property
    def validated_count(self) -> int:
        return sum(section.is_validated for section in self.sections)


def document_of(edition: Edition, *, copy_for: str = "", annexes: Iterable[Annex] = ()) -> Document:
    """The document of a frozen edition, for a named reader and with annexes where they were asked for."""
    return Document(
        front=Front.from_json(edition.front),
        number=edition.number,
        title=edition.title,
        status=edition.status,
        dated=edition.created_at,
        author=edition.author_name,
        note=edition.note,
        history=_history(edition.specification, until=edition.number),
        sections=[
            PrintedSection(
                number=entry.number,
                level=entry.level,
                content=entry.revision.content,
                fingerprint=entry.revision.fingerprint,
                state=entry.state,
                approvals=[PrintedApproval.from_json(approval) for approval in entry.approvals],
            )
            for entry in edition.entries.select_related("revision")
        ],
        code=edition.code,
        copy_for=copy_for,
        annexes=list(annexes),
        kind=edition.specification.label,
        flows=edition.specification.is_framing_note,
    )


def draft_document(specification: Specification, *, annexes: Iterable[Annex] = ()) -> Document:
    """The document of the draft as it stands, read once."""
    return Document(
        front=front_of(specification.project),
        number=None,
        title="Brouillon en cours de rédaction",
        status=WORKING,
        # By the day: the same draft, asked for again, is the same file.
        dated=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
        author=str(specification.project.manager),
        note="",
        history=_history(specification),
        sections=[
            PrintedSection(
                number=node.number,
                level=node.level,
                content=node.content,
                fingerprint=node.fingerprint,
                state=node.state,
                approvals=[PrintedApproval.from_json(approval) for approval in approvals_as_json(node)],
                pk=node.section.pk,
            )
            for node in outline(specification, fresh=True)
        ],
        annexes=list(annexes),
        kind=specification.label,
        flows=specification.is_framing_note,
    )


def _history(specification: Specification, *, until: int | None = None) -> list[HistoryLine]:
    editions = specification.editions.order_by("number")
    if until is not None:
        editions = editions.filter(number__lte=until)
    return [
        HistoryLine(
            number=edition.number,
            title=edition.title,
            status=edition.status,
            date=timezone.localdate(edition.created_at),
            author=edition.author_name,
            note=edition.note,
        )
        for edition in editions
    ]
