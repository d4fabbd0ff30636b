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


@pghistory.track()
class Specification(models.Model):
    """The cahier des charges of a project."""

    project = models.OneToOneField(
        Project, models.CASCADE, related_name="specification", verbose_name="projet"
    )
    objection_days = models.PositiveSmallIntegerField(
        "délai d’objection à une correction mineure (jours)", default=5, validators=[MaxValueValidator(60)]
    )

    class Meta:
        verbose_name = "cahier des charges"
        verbose_name_plural = "cahiers des charges"

    def __str__(self) -> str:
        return f"Cahier des charges — {self.project}"

    def get_absolute_url(self) -> str:
        return reverse("specification", args=[self.project.slug])


class SectionQuerySet(RowQuerySet):
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
