"""The colour of an organisation in its documents: contrast, tints, and style sheets that follow it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmproject.toolkit.pdf.colours import (
    BRAND,
    READABLE,
    TINTS,
    WHITE,
    channels,
    contrast,
    darkened,
    is_readable,
    mix,
    normalised,
    painted,
    themed,
)
from crmproject.toolkit.pdf.renderer import STYLES

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b")
# Colours that mean something, or are no colour at all: they stay, whatever the organisation’s.
STEADY = {
    *("#ffffff", "#1a2226", "#465257", "#5a666b", "#858b8a", "#b9bfbe", "#cfd8d8", "#d9dfdf"),  # ink and rules
    *("#a3471a", "#8a3b12", "#faf1ea", "#a3271a", "#9b1c2e", "#faecee"),  # to do, refused
    *("#1a5c34", "#e9f4ec", "#2c5a8c"),  # done, in hand
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"), [("#0D4F5A", BRAND), ("0d4f5a", BRAND), (" #abc ", "#aabbcc"), ("fff", WHITE)]
)
def test_a_colour_is_read_with_or_without_its_sign(typed: str, meant: str) -> None:
    assert normalised(typed) == meant


@pytest.mark.parametrize("typed", ["", "teal", "#12345", "#0d4f5g", "rgb(1, 2, 3)", "#0d4f5a;"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        normalised(typed)


def test_contrast_is_the_one_that_the_standard_defines() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast(WHITE, "#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast(BRAND, BRAND) == 1


@given(COLOUR)
def test_a_colour_is_darkened_until_it_can_be_read_and_no_further(colour: str) -> None:
    dark = darkened(colour)
    assert is_readable(dark)
    if is_readable(colour):
        assert dark == colour
    else:
        lighter = [min(255, round(channel * 1.03) + 1) for channel in channels(dark)]
        assert contrast("#" + "".join(f"{channel:02x}" for channel in lighter), WHITE) < READABLE + 0.01


@given(COLOUR)
def test_nothing_of_the_house_s_colour_is_left_in_the_sheets_of_another(colour: str) -> None:
    css = "".join(f"a {{ color: {mix(BRAND, share)}; }}" for share in (*TINTS, 1)) + "rgba(13, 79, 90, 0.5)"
    wanted = "".join(f"a {{ color: {mix(colour, share)}; }}" for share in (*TINTS, 1))
    assert themed(css, colour) == wanted + "rgba({}, {}, {}, 0.5)".format(*channels(colour))


def test_sheets_are_left_as_they_are_for_the_house_s_colour_and_for_none() -> None:
    css = f"a {{ color: {BRAND}; }}"
    assert themed(css, "") == css
    assert themed(css, "#0D4F5A") == css


def test_every_colour_of_the_sheets_follows_the_organisation_s_or_means_something() -> None:
    follows = {BRAND, *(mix(BRAND, share) for share in TINTS)}
    for sheet in STYLES.glob("*.css"):
        colours = {found.lower() for found in LITERAL.findall(sheet.read_text(encoding="utf-8"))}
        assert colours <= follows | STEADY, sheet.name


def test_drawings_follow_the_organisation_and_texts_do_not() -> None:
    page = f'<p>Notre couleur est {BRAND}.</p><svg><rect fill="{BRAND}" stroke="{mix(BRAND, 0.35)}"/></svg>'
    wanted = (
        f'<p>Notre couleur est {BRAND}.</p><svg><rect fill="#7a1f3d" stroke="{mix("#7a1f3d", 0.35)}"/></svg>'
    )
    assert painted(page, "#7a1f3d") == wanted
    assert painted(page, "") == page
