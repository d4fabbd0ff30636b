"""Texts of drawings on paper."""

import pytest
from weasyprint import HTML

from crmproject.toolkit.pdf import renderer

PAGE = (
    '<html lang="fr"><title>x</title><body><svg width="400" height="60" font-family="Cadrage Sans">'
    "<title>x</title>{}</svg></body></html>"
)


def placed(text: str) -> int:
    """How many times the page says where some text begins."""
    kit = renderer.kit()
    options = {"stylesheets": [kit.sheet], "font_config": kit.fonts, "uncompressed_pdf": True}
    return int(HTML(string=PAGE.format(text)).write_pdf(**options).count(b" Tm"))


@pytest.mark.parametrize("name", ["Formation et conduite du changement", "محمد الفاسي"])
def test_a_line_is_laid_out_whole_so_that_its_letters_join(name: str) -> None:
    one = placed('<text x="5" y="20">I</text>') - placed("")
    assert one == 1
    assert placed(f'<text x="5" y="20">{name}</text>') - placed("") == one


def test_an_anchored_line_is_laid_out_whole_as_well() -> None:
    assert placed('<g text-anchor="end"><text x="200" y="20">Formation</text></g>') - placed("") == 1


def test_letters_that_have_places_of_their_own_keep_them() -> None:
    assert placed('<text x="5 105 205" y="20">123</text>') - placed("") == 3
