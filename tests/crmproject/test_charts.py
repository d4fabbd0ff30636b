"""Charts drawn by the server, under figures of every size."""

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from crmproject.toolkit.charts import Alternative, Bar, Paint, Series, Shade, matrix, quadrants, stacked_bars
from crmproject.toolkit.charts.drawing import PLAIN, SIZE, hatching
from crmproject.toolkit.charts.grids import Square
from crmproject.toolkit.charts.paints import PRINTED
from crmproject.toolkit.charts.texts import fitted, lines_of, width_of
from crmproject.toolkit.pdf.renderer import ROOT
from crmproject.toolkit.templatetags.french import money

SVG = "{http://www.w3.org/2000/svg}"
SAID = Alternative("Exigences par service", "Le marketing en porte la moitié.", "Le tableau les nomme.")
SERIES = [Series("Une fois", Paint.DEEP), Series("Chaque année", Paint.MIDDLE)]
SHADES = [Shade("faible", 0), Shade("forte", 2)]
NAMES = ("À planifier", "À livrer d’abord", "À différer", "À traiter au plus simple")


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314  # our own drawing


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def bars(*rows: Bar, most: int = 28) -> list[ElementTree.Element]:
    drawings = stacked_bars(alternative=SAID, series=SERIES, bars=rows, figure=money, most=most)
    return [parsed(drawing) for drawing in drawings]


def risks(marks: dict[Square, list[int]]) -> ElementTree.Element:
    return parsed(
        matrix(
            alternative=SAID,
            across="Gravité",
            up="Probabilité",
            shades=SHADES,
            shade_of=lambda square: int(square[0] * square[1] > 9),
            marks=marks,
        )
    )


def plane(marks: dict[Square, list[str]]) -> ElementTree.Element:
    return parsed(quadrants(alternative=SAID, across="Urgence", up="Importance", names=NAMES, marks=marks))


def inside(svg: ElementTree.Element) -> bool:
    """Whether every text stands inside the frame of the drawing."""
    width, height = (float(one) for one in (svg.get("viewBox") or "").split()[2:])
    parents = {child: parent for parent in svg.iter() for child in parent}
    for text in svg.iter(f"{SVG}text"):
        look = parents[text]
        if " " in (text.get("x") or ""):
            continue
        long = width_of(
            text.text or "", float(look.get("font-size") or SIZE), bold="font-weight" in look.attrib
        )
        left = float(text.get("x") or 0)
        left -= long if look.get("text-anchor") else 0
        if left < -1 or left + long > width + 1 or not 0 < float(text.get("y") or 0) <= height:
            return False
    return True


def test_a_drawing_says_its_name_and_its_point() -> None:
    (svg,) = bars(Bar("Formation", (100, 20)))
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == "Exigences par service. Le marketing en porte la moitié."
    assert svg.findtext(f"{SVG}desc") == "Le tableau les nomme."


def test_every_shape_and_text_is_painted_for_the_page_and_for_paper() -> None:
    drawn = [*bars(Bar("Formation", (100, 20))), risks({(4, 4): [1]}), plane({(5, 5): ["COM-001"]})]
    sheet = Path(ROOT, "static/css/charts.css").read_text()
    for css in set(PRINTED) - {PLAIN}:
        assert f".{css} {{" in sheet
    for svg in drawn:
        for shape in svg.iter(f"{SVG}path"):
            assert shape.get("class") in PRINTED
            assert shape.get("fill")
        for group in svg.iter(f"{SVG}g"):
            assert group.get("class", PLAIN) in PRINTED
            assert bool(group.get("fill")) == bool(group.get("class"))


def test_figures_are_written_on_segments_and_at_the_end() -> None:
    (svg,) = bars(Bar("Formation", (8000, 4000)), Bar("Matériel", (5000, 0)))
    assert [word for word in words(svg) if "€" in word] == [
        money(12000), money(5000), money(8000), money(4000),
    ]  # fmt: skip


def test_nothing_is_drawn_without_rows_or_when_all_are_zero() -> None:
    assert bars() == []
    assert bars(Bar("Aléas", (0, Decimal(0)))) == []


def test_a_row_of_zero_keeps_its_label_and_its_figure() -> None:
    (svg,) = bars(Bar("Formation", (8000, 0)), Bar("Aléas", (0, 0)))
    assert {"Aléas", money(0)} <= set(words(svg))


def test_series_share_one_shape_each_whatever_the_number_of_rows() -> None:
    (svg,) = bars(*(Bar(f"Personne {rank}", (rank + 1, 2)) for rank in range(28)))
    assert len(list(svg.iter(f"{SVG}path"))) == 4  # two series, the hatching, the axis


def test_many_rows_are_cut_into_drawings_of_one_scale() -> None:
    drawings = bars(*(Bar(f"Personne {rank}", (60 - rank, 0)) for rank in range(60)))
    assert [len(words(svg)) for svg in drawings] == [42, 42, 42]  # 20 labels, 20 figures, the key
    assert (drawings[1].findtext(f"{SVG}title") or "").startswith("Exigences par service (2 sur 3). ")
    widths = [
        max(float(one) for one in re.findall(r"h([\d.]+)", path.get("d") or ""))
        for svg in drawings
        for path in svg.iter(f"{SVG}path")
        if path.get("class") == "chart-deep"
    ]
    assert widths[0] > widths[1] > widths[2]


@given(
    st.lists(
        st.tuples(st.text(max_size=200), st.integers(0, 10**12), st.decimals(0, 10**10, places=2)),
        max_size=40,
    )
)
def test_any_label_and_any_amount_stays_in_the_frame(rows: list[tuple[str, int, Decimal]]) -> None:
    legal = [(re.sub(r"[^\w’ ]", "x", label), once, yearly) for label, once, yearly in rows]
    for svg in bars(*(Bar(label, (once, yearly)) for label, once, yearly in legal)):
        assert inside(svg)


def test_a_label_is_escaped() -> None:
    drawings = stacked_bars(alternative=SAID, series=SERIES, bars=[Bar("<script>R&D</script>", (1, 1))])
    assert "<script>" not in drawings[0]
    assert "<script>R&D</script>" in words(parsed(drawings[0]))


def test_a_hatched_segment_leaves_its_figure_clear() -> None:
    strokes = [float(one) for one in re.findall(r"M([\d.]+)", hatching(0, 0, 100, 13, gap=(30, 60)))]
    assert strokes
    assert not any(left < 60 and left + 10 > 30 for left in strokes)


def test_risks_stand_by_number_in_their_squares() -> None:
    svg = risks({(5, 1): [1], (2, 3): [2, 3]})
    assert {"1", "2", "3"} <= set(words(svg))
    assert inside(svg)


def test_forty_risks_in_one_square_are_listed_as_a_run() -> None:
    assert "1–40" in words(risks({(4, 4): list(range(1, 41))}))


def test_numbers_without_room_are_counted() -> None:
    svg = risks({(4, 4): list(range(1, 121, 2)), (1, 1): list(range(2, 121, 2))})
    for last in (word for word in words(svg) if "+" in word):
        assert int(last.split("+")[1]) > 0
    assert sum("+" in word for word in words(svg)) == 2
    assert inside(svg)


@given(st.sets(st.integers(1, 300), min_size=7))
def test_numbers_written_and_counted_in_a_square_make_them_all(numbers: set[int]) -> None:
    listed = [word for word in words(risks({(3, 3): sorted(numbers)})) if word not in {"faible", "forte"}]
    found: set[int] = set()
    counted = 0
    for piece in " ".join(one for one in listed if one[0].isdigit() and one != "1234512345").split():
        if piece.startswith("+"):
            counted = int(piece)
        else:
            first, _, last = piece.partition("–")
            found |= set(range(int(first), int(last or first) + 1))
    assert found <= numbers
    assert len(found) + counted == len(numbers)


def test_items_are_named_in_the_quarters_where_there_is_room() -> None:
    svg = plane({(5, 5): ["COM-001", "COM-002"], (1, 1): [f"SI-{rank:03d}" for rank in range(30)]})
    assert {"COM-001", "COM-002", "30", *NAMES} <= set(words(svg))
    assert inside(svg)


def test_a_square_without_items_has_no_mark() -> None:
    assert words(plane({(2, 2): []})) == words(plane({}))


@pytest.mark.parametrize(
    "text", ["Développements après le déploiement", "À 1 234,50 € – « Œuvre »", "WMœm@%"]
)
def test_the_width_of_a_text_is_that_of_the_typeface(text: str) -> None:
    face = Path(ROOT, "static/fonts/CadrageSans-Regular.ttf")
    font = ImageFont.truetype(face, 1000, layout_engine=ImageFont.Layout.BASIC)
    assert width_of(text, 1000) == pytest.approx(font.getlength(text), rel=0.01)


def test_a_long_text_is_cut_at_its_spaces_then_shortened() -> None:
    text = "Directeur général adjoint en charge des systèmes d’information et de la transformation"
    lines = lines_of(text, 200, SIZE)
    assert lines[0] == "Directeur général adjoint en charge des"
    assert lines[1].endswith("…")
    assert all(width_of(line, SIZE) <= 200 for line in lines)
    assert fitted("W" * 100, 100, SIZE).endswith("W…")
    assert lines_of("李小龍" * 30, 100, SIZE)[0].endswith("…")
