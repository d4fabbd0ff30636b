"""How far an indicator went from its baseline to its target: pure figures and words."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from crmproject.toolkit.templatetags.french import number

NBSP = "\u00a0"


class Standing(StrEnum):
    """Where the last measurement stands."""

    UNKNOWN = "unknown"
    UNMEASURED = "unmeasured"
    AWAY = "away"
    STILL = "still"
    UNDER_WAY = "under_way"
    REACHED = "reached"

    @property
    def icon(self) -> str:
        return {
            "unknown": "question-circle",
            "unmeasured": "clock",
            "away": "exclamation-triangle-fill",
            "still": "dash-circle",
            "under_way": "arrow-up-right",
            "reached": "check-circle-fill",
        }[self.value]

    @property
    def tone(self) -> str:
        """Which of the colours of `static/css/budget.css` goes with the words."""
        return {"away": "bad", "still": "look", "under_way": "good", "reached": "good"}.get(
            self.value, "unknown"
        )


@dataclass(frozen=True)
class Progress:
    """A share of the way in whole percents, rounded down: 100 is said only once the target is there."""

    standing: Standing
    percent: int = 0

    @property
    def words(self) -> str:
        """« 60 % du chemin », « cible atteinte », « s’éloigne de la cible »."""
        if self.standing is Standing.UNDER_WAY:
            return f"{self.percent}{NBSP}% du chemin"
        if self.standing is Standing.REACHED and self.percent > 100:
            return f"cible dépassée ({self.percent}{NBSP}% du chemin)"
        return {
            Standing.UNKNOWN: f"chemin inconnu{NBSP}: départ ou cible à fixer",
            Standing.UNMEASURED: "pas encore mesuré",
            Standing.AWAY: "s’éloigne de la cible",
            Standing.STILL: "au point de départ",
            Standing.REACHED: "cible atteinte",
        }[self.standing]


def progress_of(baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> Progress:
    """How far this value is; the target may be greater or smaller than the baseline."""
    if value is None:
        return Progress(Standing.UNMEASURED)
    if baseline is None or target is None or baseline == target:
        return Progress(Standing.UNKNOWN)
    share = (100 * (value - baseline) / (target - baseline)).to_integral_value(ROUND_FLOOR)
    if value == baseline:
        return Progress(Standing.STILL)
    if (value > baseline) != (target > baseline):
        return Progress(Standing.AWAY, int(share))
    return Progress(Standing.REACHED if share >= 100 else Standing.UNDER_WAY, int(share))


def way(baseline: Decimal | None, target: Decimal | None, unit: str) -> str:
    """« de 48 à 24 heures (à réduire) »; what is missing is said."""
    if target is None:
        return "cible à fixer" if baseline is None else f"départ {with_unit(baseline, unit)}, cible à fixer"
    if baseline is None:
        return f"cible {with_unit(target, unit)}, départ à mesurer"
    direction = "à augmenter" if target > baseline else "à réduire"
    return f"de {number(baseline)} à {with_unit(target, unit)} ({direction})"


def with_unit(value: int | Decimal, unit: str) -> str:
    """« 24 heures »."""
    return f"{number(value)}{NBSP}{unit}" if unit else number(value)


def is_late(due: datetime.date | None, measured: datetime.date | None, today: datetime.date) -> bool:
    """Whether the day of the measurement has passed without one on it or after it."""
    return due is not None and due < today and (measured is None or measured < due)
