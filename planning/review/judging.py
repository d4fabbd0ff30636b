"""How an indicator stands at the review: pure figures and words."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from charter.progress import with_unit
from crmproject.toolkit.templatetags.french import number

NBSP = "\u00a0"
# From half of the way on, a target that isn’t reached is on the way.
HALF, WHOLE = 50, 100


class Reached(StrEnum):
    """What the review says of an indicator."""

    REACHED = "reached"
    UNDER_WAY = "under_way"
    MISSED = "missed"
    UNMEASURED = "unmeasured"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "reached": "Atteint",
            "under_way": "En bonne voie",
            "missed": "Non atteint",
            "unmeasured": "Non mesuré",
            "unknown": "À juger",
        }[self.value]


@dataclass(frozen=True)
class Found:
    """What was measured on a day."""

    day: datetime.date
    value: Decimal


@dataclass(frozen=True)
class Judgement:
    """An indicator at the review. `percent` is the share of the way from baseline to target; `gap` what lacks.

    `before` is the last measurement when it was made before the CRM was in place: it says nothing of it.
    """

    reached: Reached
    last: Found | None = None
    percent: int | None = None
    gap: Decimal | None = None
    before: Found | None = None

    def distance(self, unit: str) -> str:
        """« reste 40 % du chemin (8 %) », « cible dépassée de 2 heures »; empty while nothing was measured."""
        if self.last is None or self.gap is None:
            return ""
        if self.gap == 0:
            return "cible atteinte exactement"
        away = with_unit(abs(self.gap), unit)
        if self.reached is Reached.REACHED:
            return f"cible dépassée de {away}"
        if self.percent is None:
            return f"à {away} de la cible"
        return f"reste {number(WHOLE - self.percent)}{NBSP}% du chemin ({away})"


def judge(
    *,
    baseline: Decimal | None,
    target: Decimal | None,
    measured: Sequence[Found],
    on: datetime.date,
    live_on: datetime.date | None,
) -> Judgement:
    """How far the last measurement until the day `on` is, among those since the CRM is in place.

    Measurements come in the order of their days. Without a target or a baseline nothing tells which way is the good
    one, unless the value is the target itself.
    """
    known = [one for one in measured if one.day <= on]
    since = [one for one in known if live_on is None or one.day >= live_on]
    if not since:
        return Judgement(Reached.UNMEASURED, before=known[-1] if known else None)
    last = since[-1]
    if target is None:
        return Judgement(Reached.UNKNOWN, last)
    gap = target - last.value
    if baseline is None or baseline == target:
        return Judgement(Reached.UNKNOWN if gap else Reached.REACHED, last, gap=gap)
    percent = int((WHOLE * (last.value - baseline) / (target - baseline)).to_integral_value(ROUND_FLOOR))
    reached = (
        Reached.REACHED if percent >= WHOLE else Reached.UNDER_WAY if percent >= HALF else Reached.MISSED
    )
    return Judgement(reached, last, percent, gap)
