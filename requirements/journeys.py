"""The journey map: touchpoints by journey and by stage, with the curve of what customers feel.

It is made from the plain data of the block of interactions, current or frozen long ago, and from the rows of the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from charter.models import Project
from crmproject.toolkit.charts import Alternative
from crmproject.toolkit.charts.curves import Point, Stage, staged_curve
from crmproject.toolkit.text import shortened
from requirements.models import Interaction
from requirements.models.processes import Emotion
from requirements.models.processes import Stage as JourneyStage

NAMELESS = "Parcours sans nom"
LEVELS = [(one.value, str(one.label)) for one in Emotion]
WORDS = dict(LEVELS)
# Columns of a touchpoint that are absent from a block’s data unless they say something.
SAID = ("journey", "friction", "emotion")


@dataclass(frozen=True)
class Touch:
    """A touchpoint with its number along its journey."""

    number: int
    stage: str
    row: dict[str, Any]

    @property
    def emotion(self) -> str:
        """What the customer feels, in one word; empty when nobody said it."""
        level = self.row.get("emotion")
        return "" if level is None else WORDS.get(level, "")

    @property
    def tone(self) -> str:
        """« low », « flat » or « high », for a sign beside the word."""
        level = self.row.get("emotion") or 0
        return "low" if level < 0 else "high" if level > 0 else "flat"


@dataclass
class Journey:
    """One line of the map: its touchpoints under each of the four stages, empty ones included."""

    name: str
    stages: list[tuple[str, list[Touch]]] = field(default_factory=list)

    @property
    def touches(self) -> list[Touch]:
        return [touch for _, touches in self.stages for touch in touches]

    @property
    def title(self) -> str:
        return self.name or NAMELESS

    @property
    def curve(self) -> SafeString | None:
        """The drawing of emotions; None while none is said."""
        stages = [
            Stage(label, [Point(touch.number, touch.row.get("emotion")) for touch in touches])
            for label, touches in self.stages
        ]
        alternative = Alternative(
            f"Émotions du client, {self.title}", self._point(), "Les numéros sont ceux des points de contact."
        )
        return staged_curve(alternative=alternative, stages=stages, levels=LEVELS)

    def _point(self) -> str:
        rated = [touch for touch in self.touches if touch.emotion]
        if not rated:
            return ""
        worst = min(rated, key=lambda touch: touch.row["emotion"])
        best = max(rated, key=lambda touch: touch.row["emotion"])
        said = f"{len(rated)} point{'s' * (len(rated) > 1)} de contact sur {len(self.touches)}. "
        return (
            f"{said}Au plus bas\u00a0: {_told(worst)}."
            if worst is best
            else f"{said}Au plus bas\u00a0: {_told(worst)}\u00a0; au plus haut\u00a0: {_told(best)}."
        )


def _told(touch: Touch) -> str:
    return f"{touch.number}, {shortened(touch.row['touchpoint'], 60)} ({touch.emotion.lower()})"


def journeys_of(rows: Iterable[dict[str, Any]]) -> list[Journey]:
    """Rows with their stage as journeys, in the order in which they are first named; the nameless one is last."""
    by_name: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        by_name.setdefault(row.get("journey") or "", {}).setdefault(row["stage"], []).append(row)
    return [_journey(name, by_name[name]) for name in sorted(by_name, key=lambda name: not name)]


def _journey(name: str, by_stage: dict[str, list[dict[str, Any]]]) -> Journey:
    journey, number = Journey(name), 0
    for stage in JourneyStage:
        touches = []
        for row in by_stage.get(stage.value, []):
            number += 1
            touches.append(Touch(number, str(stage.label), row))
        journey.stages.append((str(stage.label), touches))
    return journey


def felt_journeys(data: dict[str, Any]) -> list[Journey]:
    """The journeys of a block’s data that have a curve; data frozen before emotions existed has none."""
    rows = [{**row, "stage": group["stage"]} for group in data.get("rows", []) for row in group["items"]]
    return [one for one in journeys_of(rows) if any(touch.emotion for touch in one.touches)]


def says(data: dict[str, Any], name: str) -> bool:
    """Whether some touchpoint of a block’s data says this."""
    return any(name in row for group in data.get("rows", []) for row in group["items"])


def load_journeys(project: Project) -> list[Journey]:
    """The map of a project, each row with its `pk`."""
    rows = Interaction.objects.live().filter(project=project)
    columns = ("pk", "touchpoint", "stage", "priority", "problem", *SAID)
    return journeys_of(rows.values(*columns))
