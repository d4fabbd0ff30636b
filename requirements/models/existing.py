"""What stands before the CRM: tools, links between them, data and workflows."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from charter.models import Department, ProjectRow
from crmproject.toolkit.fields import LinesField


@pghistory.track()
class ExistingTool(ProjectRow):
    """A tool in use today."""

    name = models.CharField("outil", max_length=160)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="service")
    role = models.CharField("rôle", max_length=300, blank=True)
    limits = models.CharField("limites", max_length=500, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "outil en place"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                condition=Q(deleted_at=None),
                name="tool_name_unique",
                violation_error_message="Un outil de ce projet porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class LinkKind(models.TextChoices):
    NONE = "none", "Aucune connexion"
    MANUAL = "manual", "Double saisie"
    FILE = "file", "Échange de fichiers"
    CONNECTOR = "connector", "Connecteur"


@pghistory.track()
class ToolLink(ProjectRow):
    """How two tools exchange data today; « none » is a finding too."""

    source = models.ForeignKey(ExistingTool, models.PROTECT, related_name="links_out", verbose_name="de")
    target = models.ForeignKey(ExistingTool, models.PROTECT, related_name="links_in", verbose_name="vers")
    kind = models.CharField("connexion", max_length=20, choices=LinkKind, default=LinkKind.NONE)

    class Meta(ProjectRow.Meta):
        verbose_name = "lien entre outils"
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="link_between_two_tools",
                violation_error_message="Un lien va d’un outil à un autre outil.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class Keep(models.TextChoices):
    ESSENTIAL = "essential", "Indispensable"
    ACCESSORY = "accessory", "Accessoire"


@pghistory.track()
class DataSource(ProjectRow):
    """Data that exist today; `volume` in records, `growth` in % per year."""

    name = models.CharField("données", max_length=200)
    volume = models.PositiveIntegerField("volume (enregistrements)")
    growth = models.IntegerField(
        "croissance (% par an)", default=0, validators=[MinValueValidator(-100), MaxValueValidator(1000)]
    )
    structure = models.CharField("structure", max_length=300, blank=True)
    source = models.CharField("origine", max_length=200, blank=True)
    keep = models.CharField("reprise", max_length=20, choices=Keep, default=Keep.ESSENTIAL)

    class Meta(ProjectRow.Meta):
        verbose_name = "source de données"

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class CurrentFlow(ProjectRow):
    """A workflow of today, with where it hurts."""

    name = models.CharField("flux de travail", max_length=200)
    steps = LinesField(verbose_name="étapes")
    pain = models.CharField("point critique", max_length=300, blank=True)
    delay = models.CharField("délai", max_length=200, blank=True)
    loss = models.CharField("perte", max_length=200, blank=True)
    tools = models.ManyToManyField(ExistingTool, blank=True, verbose_name="outils")

    class Meta(ProjectRow.Meta):
        verbose_name = "flux de travail actuel"

    def __str__(self) -> str:
        return self.name
