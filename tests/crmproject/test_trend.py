"""The small line of what was measured: every point inside the frame, names apart, its point told in words."""

import datetime
import re
from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from crmproject.toolkit.charts import Alternative, Level, Point, trend
from crmproject.toolkit.charts.trend import HEIGHT, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
ALTERNATIVE = Alternative("Délai", "De 48 à 24 heures.", "Le tableau donne chaque mesure.")
LEVELS = [Level("départ 48", 48), Level("cible 24", 24, is_aim=True)]
# Values, a month apart: the figures are what the frame has to hold.
POINTS = st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=12).map(
    lambda values: [
        Point(datetime.date(2027, 1, 1) + datetime.timedelta(days=30 * rank), value)
        for rank, value in enumerate(values)
    ]
)


def texts(drawing: str) -> list[tuple[str, float]]:
    tree = ElementTree.fromstring(drawing)  # noqa: S314  # our own drawing
    return [(one.text or "", float(one.get("y", "0"))) for one in tree.iter(f"{SVG}text")]


def test_levels_are_named_and_days_are_told() -> None:
    points = [Point(datetime.date(2027, 9, 1), 48), Point(datetime.date(2027, 10, 15), Decimal("33.5"))]
    drawing = trend(alternative=ALTERNATIVE, points=points, levels=LEVELS)
    assert {word for word, _ in texts(drawing)} == {"départ 48", "cible 24", "01/09/2027", "15/10/2027"}
    assert "De 48 à 24 heures." in drawing
    assert 'class="chart-aim"' in drawing


def test_one_point_has_its_day_once() -> None:
    drawing = trend(alternative=ALTERNATIVE, points=[Point(datetime.date(2027, 9, 1), 48)], levels=[])
    assert [word for word, _ in texts(drawing)] == ["01/09/2027"]


def test_names_of_near_levels_are_not_written_over_each_other() -> None:
    levels = [Level("départ 24", 24), Level("cible 24,01", Decimal("24.01"), is_aim=True)]
    points = [Point(datetime.date(2027, 9, 1), 500)]
    heights = [
        y
        for word, y in texts(trend(alternative=ALTERNATIVE, points=points, levels=levels))
        if "2027" not in word
    ]
    assert abs(heights[0] - heights[1]) >= 11


@given(POINTS)
def test_every_point_is_inside_the_frame(points: list[Point]) -> None:
    drawing = trend(alternative=ALTERNATIVE, points=points, levels=LEVELS)
    places = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawing)
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in places)
