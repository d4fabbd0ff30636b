"""The specification and its sections. A section is addressed by its content (docs/architecture.md)."""

from typing import Any, ClassVar, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from charter.models import Department, Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Json, Place
from crmproject.toolkit.richtext import RichTextField
from crmproject.toolkit.rows import Row, RowQuerySet

CONTENT_FORMAT = 1


class DocumentKind(models.TextChoices):
    """What a document drafted in sections is."""

    SPECIFICATION = "specification", "Cahier des charges"
    FRAMING_NOTE = "framing_note", "Note de cadrage"


class SpecificationQuerySet(models.QuerySet["Specification"]):
    def of(self, project: Project | int) -> "Specification":
        """The cahier des charges of this project; raises DoesNotExist when it has none."""
        return self.specifications().get(project=project)

    def note_of(self, project: Project | int) -> "Specification":
        """The note de cadrage of this project; raises DoesNotExist when it has none."""
        return self.framing_notes().get(project=project)

    def specifications(self) -> Self:
        """The cahiers des charges alone."""
        return self.filter(kind=DocumentKind.SPECIFICATION)

    def framing_notes(self) -> Self:
        """The notes de cadrage alone."""
        return self.filter(kind=DocumentKind.FRAMING_NOTE)


@pghistory.track()
class Specification(models.Model):
    """A document that people draft and agree on section by section: the cahier des charges of a project.

    The note de cadrage, which the direction signs before anyone writes requirements, is the same thing of another
    kind: one of each in a project (ADR 0012).
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="specifications", verbose_name="projet")
    kind = models.CharField(
        "nature", max_length=20, choices=DocumentKind, default=DocumentKind.SPECIFICATION, editable=False
    )
    objection_days = models.PositiveSmallIntegerField(
        "délai d’objection à une correction mineure (jours)", default=5, validators=[MaxValueValidator(60)]
    )

    objects: ClassVar[SpecificationQuerySet] = SpecificationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "cahier des charges"
        verbose_name_plural = "cahiers des charges"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "kind"], name="document_kind_unique"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} — {self.project}"

    def get_absolute_url(self) -> str:
        return reverse(self.page, args=[self.project.slug])

    @property
    def is_framing_note(self) -> bool:
        return self.kind == DocumentKind.FRAMING_NOTE

    @property
    def page(self) -> str:
        """The name of the page that shows the plan, which is that of its navigation tab."""
        return "charter" if self.is_framing_note else "specification"

    @property
    def label(self) -> str:
        """« Cahier des charges » or « Note de cadrage »."""
        return str(DocumentKind(self.kind).label)

    @property
    def the(self) -> str:
        """« le cahier des charges » or « la note de cadrage »."""
        return "la note de cadrage" if self.is_framing_note else "le cahier des charges"

    @property
    def of_it(self) -> str:
        """« du cahier des charges » or « de la note de cadrage », for the middle of a sentence."""
        return "de la note de cadrage" if self.is_framing_note else "du cahier des charges"


class SectionQuerySet(RowQuerySet):
    def of_specification(self, project: Project | int) -> Self:
        """Live sections of this project’s cahier des charges."""
        return self.live().filter(
            specification__project=project, specification__kind=DocumentKind.SPECIFICATION
        )

    def in_order(self) -> Self:
        """Sections by their place among their siblings; the tree is made in `requirements.outline`."""
        return self.live().select_related("department").order_by("position", "pk")


@pghistory.track()
class Section(Row):
    """A section: rich text and blocks of data. It is the unit of validation.

    Its number is its place in the outline and no part of its content: moving a section keeps its validation.
    """

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="sections", editable=False)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="sous-section de"
    )
    # The key of the default plan, which brings the writing guide; "" for a section of the project’s own.
    key = models.CharField(max_length=40, blank=True, editable=False)
    title = models.CharField("titre", max_length=200)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name="service")
    text = RichTextField("texte", blank=True)
    blocks = ArrayField(
        models.CharField(max_length=40), verbose_name="données affichées", default=list, blank=True
    )

    objects: ClassVar[SectionQuerySet] = SectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Row.Meta):
        verbose_name = "section"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["specification", "key"], condition=~Q(key=""), name="section_key_unique"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="section_titled"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.specification.project.slug, self.pk])

    def collected(self, gathering: Gathering) -> list[Json]:
        """The data of the section’s blocks, in their order: [{"name": …, "data": …}]."""
        place = Place(department=self.department.code if self.department else "")
        known = ((name, blocks.get(name)) for name in self.blocks)
        return [{"name": name, "data": block.collect(gathering, place)} for name, block in known if block]

    def content(self, gathering: Gathering | None = None) -> dict[str, Json]:
        """All that a validator agrees to: title, text and collected data, as plain JSON-able values."""
        gathering = gathering or Gathering(self.specification.project_id)
        return {
            "format": CONTENT_FORMAT,
            "title": self.title,
            "department": self.department.name if self.department else "",
            "text": self.text,
            "blocks": self.collected(gathering),
        }


def is_empty(content: dict[str, Any]) -> bool:
    """Whether a section says nothing: no text, and no block with data."""
    if content["text"]:
        return False
    pairs = ((blocks.get(entry["name"]), entry["data"]) for entry in content["blocks"])
    return all(block is None or block.is_empty(data) for block, data in pairs)
