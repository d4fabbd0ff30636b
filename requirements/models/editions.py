"""Editions: frozen lists of revisions, their PDF exports, and the committee’s decisions."""

import secrets
import uuid
from dataclasses import dataclass
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from charter.models import Membership, Project, ProjectRow
from crmproject.toolkit import documents
from crmproject.toolkit.rows import RowQuerySet
from requirements.models.sections import DocumentKind, Specification
from requirements.models.validation import Revision
from requirements.models.workshops import Workshop

# Letters and digits that nobody mistakes for one another when reading a printed page.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def new_code() -> str:
    """A code that cannot be guessed: about 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class EditionStatus(models.TextChoices):
    VALIDATED = "validated", "Validée"
    DRAFT = "draft", "Projet"


# Before the number of an edition of the note de cadrage, in addresses.
NOTE = "note-"


@dataclass(frozen=True)
class EditionRef:
    """By what an address names an edition of a project: « 3 », or « note-1 » for one of the note de cadrage."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{NOTE if self.kind == DocumentKind.FRAMING_NOTE else ''}{self.number}"

    @classmethod
    def read(cls, text: str) -> "EditionRef":
        """The name that an address bears."""
        kind = DocumentKind.FRAMING_NOTE if text.startswith(NOTE) else DocumentKind.SPECIFICATION
        return cls(kind.value, int(text.removeprefix(NOTE)))


class EditionQuerySet(models.QuerySet["Edition"]):
    def of_specification(self, project: Project | int) -> Self:
        """Editions of this project’s cahier des charges, the latest first."""
        return self.filter(specification__project=project, specification__kind=DocumentKind.SPECIFICATION)


class Edition(models.Model):
    """Version n of a document, frozen: what was validated is what is printed.

    `front` keeps what the cover says (organisation, project, logo name…), copied when the edition was made.
    """

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField("numéro")
    title = models.CharField("titre", max_length=200)
    note = models.TextField("note de changements", blank=True, max_length=2000)
    status = models.CharField("statut", max_length=10, choices=EditionStatus)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="auteur")
    author_name = models.CharField("nom de l’auteur", max_length=300)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    front = models.JSONField(default=dict)
    # Printed on each copy, as text and QR code: anyone may check a file against it.
    code = models.CharField("code de vérification", max_length=16, unique=True, default=new_code)

    objects: ClassVar[EditionQuerySet] = EditionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "édition"
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["specification", "number"], name="edition_number_unique")
        ]

    def __str__(self) -> str:
        return f"Édition {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.specification.project.slug, self.ref])

    @property
    def ref(self) -> EditionRef:
        """What names it in addresses."""
        return EditionRef(self.specification.kind, self.number)

    @property
    def full_name(self) -> str:
        """« Édition 3 », « Note de cadrage, édition 1 »: where both documents are spoken of."""
        note = self.specification.is_framing_note
        return f"{self.specification.label}, édition {self.number}" if note else str(self)

    @property
    def is_validated(self) -> bool:
        return self.status == EditionStatus.VALIDATED


class EditionSection(models.Model):
    """A revision’s place in an edition, with the approvals that it had then."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entries")
    revision = models.ForeignKey(Revision, models.PROTECT)
    position = models.PositiveIntegerField()
    number = models.CharField("numéro", max_length=20)
    level = models.PositiveSmallIntegerField()
    state = models.CharField("état", max_length=20)
    # [{"name", "title", "at", "fingerprint", "on_behalf_of", "minor"}], copied from the approvals that stood for this
    # revision; « minor » says why one given to an earlier content still counts.
    approvals = models.JSONField(default=list)

    class Meta:
        verbose_name = "section d’édition"
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "position"], name="edition_position_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.revision.content['title']}"


class Opinion(models.TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Favorable sous réserve"
    UNFAVOURABLE = "unfavourable", "Défavorable"


class MeetingQuerySet(RowQuerySet):
    def pending(self) -> Self:
        """Meetings that are still to be held, or to be closed."""
        return self.live().filter(closed_at=None)

    def closed(self) -> Self:
        """Meetings whose minutes stand, the latest first."""
        return self.live().exclude(closed_at=None).order_by("-closed_at", "-pk")


@pghistory.track()
class Meeting(ProjectRow):
    """A meeting of the steering committee on an edition: convened, held, closed with its outcome."""

    number = models.PositiveIntegerField("numéro", editable=False)
    title = models.CharField("objet", max_length=200)
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    link = models.URLField("lien de visioconférence", max_length=500, blank=True)
    agenda = models.TextField("ordre du jour", blank=True, max_length=5000)
    edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="édition examinée",
    )
    present = models.ManyToManyField(Membership, blank=True, related_name="meetings", verbose_name="présents")
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True, editable=False)
    opinion = models.CharField("décision du comité", max_length=15, choices=Opinion, blank=True)
    outcome = models.TextField("conclusions", blank=True, max_length=10000)
    # Closed, its minutes no longer change; `pack` keeps the open points and findings as they were that day.
    closed_at = models.DateTimeField("close le", null=True, blank=True, editable=False)
    closed_by = models.CharField("close par", max_length=300, blank=True, editable=False)
    pack = models.JSONField(default=dict, editable=False)

    objects: ClassVar[MeetingQuerySet] = MeetingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "réunion du comité de pilotage"
        verbose_name_plural = "réunions du comité de pilotage"
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "number"], name="meeting_number_unique"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(opinion=""),
                name="closed_meeting_decided",
                violation_error_message="Une réunion close a une décision.",
            ),
        ]

    def __str__(self) -> str:
        return f"Comité de pilotage n° {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.project.slug, self.number])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_convened(self) -> bool:
        return self.convened_at is not None

    @property
    def may_be_convened(self) -> bool:
        """Whether people can still be asked to come."""
        return not self.is_convened and self.held_on >= timezone.localdate()

    @property
    def is_past(self) -> bool:
        """Whether its day has come."""
        return self.held_on <= timezone.localdate()


class Decision(models.Model):
    """What a member of the steering committee decides on an edition; a later one replaces an earlier one."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="decisions")
    member = models.ForeignKey(Membership, models.PROTECT, verbose_name="membre du comité")
    opinion = models.CharField("décision", max_length=15, choices=Opinion)
    text = models.TextField("commentaire", blank=True, max_length=5000)
    name = models.CharField("nom", max_length=300)
    title = models.CharField("fonction", max_length=160)
    decided_at = models.DateTimeField("décidée le", default=timezone.now)
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name="réunion"
    )

    class Meta:
        verbose_name = "décision du comité"
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(opinion=Opinion.FAVOURABLE) | ~Q(text=""),
                name="reserve_needs_words",
                violation_error_message="Une réserve ou un avis défavorable s’explique.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} : {self.get_opinion_display()}"


class ExportStatus(models.TextChoices):
    QUEUED = "queued", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Prêt"
    FAILED = "failed", "Échec"


class ExportKind(models.TextChoices):
    SPECIFICATION = "specification", "Cahier des charges"
    WORKSHOP = "workshop", "Compte rendu d’atelier"
    MEETING = "meeting", "Compte rendu du comité de pilotage"


class ExportQuerySet(models.QuerySet["Export"]):
    def claimable(self) -> Self:
        """Exports that wait, or whose worker stopped renewing its claim."""
        return self.filter(
            Q(status=ExportStatus.QUEUED) | Q(status=ExportStatus.RUNNING, claimed_until__lt=timezone.now())
        )

    def previews(self) -> Self:
        """Exports of one section, for who writes it."""
        return self.filter(options__has_key="section")

    def kept(self) -> Self:
        """Exports that people find again: all but previews."""
        return self.exclude(options__has_key="section")


class Export(models.Model):
    """The composition of a document into a PDF file, and its progress.

    The specification: an edition, or the draft when it has none, with `options`: {"comments": true} appends the
    comments, {"since": 2} what changed since edition 2, {"copy_for": "…"} prints the name of the copy’s reader on
    each page; {"section": 12} is a preview of that section alone. The minutes of `workshop` or `meeting`. Else a
    printable document, as `kind` names it in its registry.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    specification = models.ForeignKey(Specification, models.CASCADE, related_name="exports")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, blank=True, related_name="exports")
    # A kind of ours, or the name of a printable document: the database doesn’t know which apps are installed.
    kind = models.CharField("document", max_length=60, default=ExportKind.SPECIFICATION)
    workshop = models.ForeignKey(Workshop, models.CASCADE, null=True, blank=True, related_name="exports")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="exports")
    options = models.JSONField(default=dict, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="demandé par")
    requested_at = models.DateTimeField("demandé le", default=timezone.now)
    status = models.CharField("état", max_length=10, choices=ExportStatus, default=ExportStatus.QUEUED)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("tentatives", default=0)
    step = models.CharField("étape", max_length=300, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField("fichier", upload_to="exports/%Y/%m/", blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    # Of all that the file depends on: another export of the same key is the same file.
    key = models.CharField("clé", max_length=64, blank=True, db_index=True, editable=False)
    pages = models.PositiveIntegerField(default=0)
    seconds = models.FloatField("durée (s)", default=0)
    error = models.TextField("erreur", blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ExportQuerySet] = ExportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "export PDF"
        ordering: ClassVar[list[str]] = ["-requested_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "claimed_until"], name="export_claims")
        ]

    def __str__(self) -> str:
        return f"{self.edition or self.kind_label} — {self.get_status_display()}"

    @property
    def printable(self) -> documents.PrintableDocument | None:
        """The registered document that it prints, unless it prints the specification or minutes."""
        return documents.get(self.kind)

    @property
    def kind_label(self) -> str:
        """What it prints, in words."""
        if self.kind in ExportKind.values:
            return str(ExportKind(self.kind).label)
        return self.printable.title if self.printable else "Document"

    @property
    def section(self) -> int | None:
        """The id of the section that it shows alone, when it is such a preview."""
        found = self.options.get("section")
        return found if isinstance(found, int) else None

    @property
    def is_over(self) -> bool:
        return self.status in {ExportStatus.DONE, ExportStatus.FAILED}

    @property
    def percent(self) -> int:
        """Progress from 0 to 100."""
        return min(100, round(100 * self.done / self.total)) if self.total else 0
