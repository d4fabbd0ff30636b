"""The tree of objectives drawn from the plain data of its block, current or frozen long ago."""

from typing import Any

from django.utils.safestring import SafeString

from crmproject.toolkit.charts import Alternative
from crmproject.toolkit.charts.drawing import SIZE, SMALL, Drawing, box
from crmproject.toolkit.charts.texts import fitted, lines_of, width_of
from crmproject.toolkit.templatetags.french import long_date, number

NBSP = "\u00a0"
WIDTH = 640.0
# Where departments and objectives stand, and how high an objective is.
TRUNK, DEPARTMENT, OBJECTIVE = 10.0, 26.0, 190.0
ROW, GAP, PAD = 34.0, 8.0, 8.0
LINE = 14.0
# More objectives than these go on in a second drawing: a drawing stands on one page.
MOST = 16


def objective_tree(data: dict[str, Any]) -> list[SafeString]:
    """The strategic objective, then each department with its objectives; none while there is no objective."""
    groups = [row for row in data["rows"] if row["objectives"]]
    pages: list[list[dict[str, Any]]] = []
    room = 0
    for group in groups:
        for start in range(0, len(group["objectives"]), MOST):
            part = {**group, "objectives": group["objectives"][start : start + MOST]}
            if len(part["objectives"]) > room:
                pages.append([])
                room = MOST
            pages[-1].append(part)
            room -= len(part["objectives"])
    return [_draw(data["sentence"], page, groups) for page in pages]


def _draw(sentence: str, page: list[dict[str, Any]], groups: list[dict[str, Any]]) -> SafeString:
    total = sum(len(group["objectives"]) for group in groups)
    drawing = Drawing(
        "chart-tree",
        WIDTH,
        Alternative(
            "Arbre des objectifs",
            f"{total} objectif{'s' * (total > 1)} de {len(groups)} service{'s' * (len(groups) > 1)} "
            "déclinent l’objectif stratégique.",
            "Le tableau donne les mêmes objectifs, service par service.",
        ),
    )
    y = _root(drawing, sentence)
    trunk_from = trunk_to = y
    for group in page:
        y += GAP
        trunk_to = y + ROW / 2
        _department(drawing, group, y)
        y += len(group["objectives"]) * (ROW + GAP) - GAP
    drawing.path(f"M{TRUNK} {trunk_from}V{trunk_to}", "chart-axis")
    drawing.height = y + 2
    return drawing.svg()


def _root(drawing: Drawing, sentence: str) -> float:
    """The strategic objective over the whole width; returns where it ends."""
    lines = lines_of(sentence or "L’objectif stratégique n’est pas formulé.", WIDTH - 2 * PAD, SIZE, most=4)
    height = len(lines) * LINE + 2 * PAD - 2
    drawing.path(box(1, 1, WIDTH - 2, height), "chart-deep")
    for rank, line in enumerate(lines):
        drawing.text(1 + PAD, PAD + 11 + rank * LINE, line, "chart-on")
    return height + 1


def _department(drawing: Drawing, group: dict[str, Any], top: float) -> None:
    """A department, and to its right its objectives one below the other."""
    middle = top + ROW / 2
    drawing.path(f"M{TRUNK} {middle}H{DEPARTMENT}", "chart-axis")
    width = OBJECTIVE - DEPARTMENT - 24
    drawing.path(box(DEPARTMENT, top, width, ROW), "chart-pale")
    names = lines_of(group["department"], width - 2 * PAD, SIZE, most=2)
    for rank, name in enumerate(names):
        drawing.text(DEPARTMENT + PAD, middle + 4 - (len(names) - 1) * 6.5 + rank * 13, name, bold=True)
    knee = OBJECTIVE - 12
    last = middle + (len(group["objectives"]) - 1) * (ROW + GAP)
    drawing.path(f"M{DEPARTMENT + width} {middle}H{knee}V{last}", "chart-axis")
    for rank, one in enumerate(group["objectives"]):
        _objective(drawing, one, top + rank * (ROW + GAP), knee)


def _objective(drawing: Drawing, one: dict[str, Any], top: float, knee: float) -> None:
    drawing.path(f"M{knee} {top + ROW / 2}H{OBJECTIVE}", "chart-axis")
    drawing.path(box(OBJECTIVE, top, WIDTH - OBJECTIVE - 1, ROW), "chart-pale")
    left, room = OBJECTIVE + PAD, WIDTH - OBJECTIVE - 2 * PAD
    indent = width_of(one["ref"], SIZE, bold=True) + 6
    drawing.text(left, top + 14, one["ref"], bold=True)
    drawing.text(left + indent, top + 14, fitted(one["title"], room - indent, SIZE))
    drawing.text(left, top + 27, fitted(facts(one), room, SMALL), "chart-note", size=SMALL)


def facts(one: dict[str, Any]) -> str:
    """« Court terme · 48 → 24 heures · 31 décembre 2027 »."""
    return " · ".join(filter(None, [one["horizon"], reach(one), long_date(one["due"])]))


def reach(one: dict[str, Any]) -> str:
    """« 48 → 24 heures », « 85 % », or nothing without a target."""
    if one["target"] is None:
        return ""
    start = f"{number(one['baseline'])} → " if one["baseline"] is not None else ""
    return f"{start}{number(one['target'])}{NBSP}{one['unit']}".strip()
