"""Why the project exists: one strategic objective, and the operational ones that serve it."""

from typing import ClassVar

import pghistory
from django.db import models

from charter.models.people import Department
from charter.models.project import ProjectRow
from charter.sentences import BLANKS, compose


@pghistory.track()
class StrategicObjective(ProjectRow):
    """The main objective, as the blanks of one sentence; `sentence` composes it."""

    key = models.TextField(
        "objectif clé", help_text="Verbe à l’infinitif\u00a0: «\u00a0améliorer le suivi de…\u00a0»"
    )
    teams = models.TextField("équipes visées", blank=True)
    benefits = models.TextField(
        "actions permises", blank=True, help_text="«\u00a0centraliser… et automatiser…\u00a0»"
    )
    results = models.TextField("résultats visés", blank=True)
    reinforces = models.TextField("ce qui est renforcé", blank=True)
    ambition = models.TextField("ambition à moyen et long terme", blank=True)
    wording = models.TextField(
        "phrase retouchée", blank=True, help_text="Laissez vide pour garder la phrase composée."
    )
    # What the blanks composed when the sentence was touched up; empty where that isn’t known.
    worded_from = models.TextField("phrase composée avant la retouche", blank=True, editable=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "objectif stratégique"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project"], name="one_strategic_objective")
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def composed(self) -> str:
        """The blanks put together, whatever was touched up."""
        return compose({name: getattr(self, name) for name in BLANKS})

    @property
    def sentence(self) -> str:
        """The objective as one paragraph: the retouched wording, or the blanks put together."""
        return self.wording or self.composed

    @property
    def is_outdated(self) -> bool:
        """Whether a blank changed since the sentence was touched up: it may no longer say what they do."""
        return bool(self.wording and self.worded_from) and self.worded_from != self.composed


class Horizon(models.TextChoices):
    SHORT = "short", "Court terme"
    MEDIUM = "medium", "Moyen terme"
    LONG = "long", "Long terme"


@pghistory.track()
class OperationalObjective(ProjectRow):
    """An objective of a department with its SMART grid [R-SMART]."""

    ref = models.CharField("référence", max_length=20)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="service")
    horizon = models.CharField("horizon", max_length=10, choices=Horizon, default=Horizon.SHORT)
    title = models.CharField("intitulé (spécifique)", max_length=300)
    crm_action = models.TextField("action attendue du CRM", blank=True)
    expected = models.TextField("résultat attendu", blank=True)
    measure = models.CharField("indicateur (mesurable)", max_length=300, blank=True)
    baseline = models.DecimalField("valeur de départ", max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField("cible", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("unité", max_length=60, blank=True)
    how = models.CharField("moyens (atteignable)", max_length=300, blank=True)
    relevance = models.CharField("contribution (pertinent)", max_length=300, blank=True)
    due = models.DateField("échéance (temporel)", null=True, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "objectif opérationnel"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "ref"],
                name="objective_ref_unique",
                violation_error_message="Un objectif de ce projet porte déjà cette référence.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ref} — {self.title}"

    @property
    def is_smart(self) -> bool:
        """Whether it has a figure to reach and a date [R-SMART]."""
        return self.target is not None and self.due is not None
