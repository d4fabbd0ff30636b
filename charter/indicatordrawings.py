"""The drawing of an indicator, from the plain data of its block, current or frozen long ago."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from charter.progress import way, with_unit
from crmproject.toolkit.charts import Alternative, Level, Point, trend
from crmproject.toolkit.templatetags.french import long_date
from crmproject.toolkit.text import shortened

NBSP = "\u00a0"


def indicator_trend(row: dict[str, Any]) -> SafeString | None:
    """The measurements between the start and the target; None while nothing was measured."""
    measured = row.get("measurements", [])
    if not measured:
        return None
    points = [Point(datetime.date.fromisoformat(one["date"]), Decimal(str(one["value"]))) for one in measured]
    baseline, target, unit = _figure(row["baseline"]), _figure(row["target"]), row["unit"]
    levels = []
    if baseline is not None:
        levels.append(Level(f"départ {with_unit(baseline, unit)}", baseline))
    if target is not None:
        levels.append(Level(f"cible {with_unit(target, unit)}", target, is_aim=True))
    last = points[-1]
    point = (
        f"{way(baseline, target, unit).capitalize()}. Dernière mesure, le {long_date(last.day)}{NBSP}: "
        f"{with_unit(last.value, unit)}, {row['progress']}."
    )
    alternative = Alternative(shortened(row["name"], 90), point, "Le tableau donne chaque mesure.")
    return trend(alternative=alternative, points=points, levels=levels)


def _figure(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
