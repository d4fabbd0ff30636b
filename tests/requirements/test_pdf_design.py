"""The design of the document: headings stay with what follows, nothing leaves the page, tags read without colour."""

import base64
import io
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from charter.front import Front, Recipient
from crmproject.toolkit.pdf.composing import ComposedPdf
from crmproject.toolkit.pdf.renderer import ROOT, STYLES
from requirements.pdf.compose import compose
from requirements.pdf.document import PrintedApproval
from tests.requirements.test_pdf import FINGERPRINT, document, section

BLOCKS = ROOT / "templates" / "blocks"
# What runs along the pages stands outside these heights, in points.
HEAD, FOOT = 68, 782
SIDES = 2
WORD = "Anticonstitutionnellement" * 16
PRIORITIES = ("must", "should", "could", "wont")


@dataclass(frozen=True)
class Page:
    """The lines of a page’s text, from top to bottom, and how far its words reach."""

    lines: list[str]
    left: float
    right: float
    width: float


def pages_of(pdf: ComposedPdf, tmp_path: Path) -> list[Page]:
    file = tmp_path / "document.pdf"
    file.write_bytes(pdf.content)
    command = ["pdftotext", "-bbox-layout", str(file), "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout
    root = etree.fromstring(told, etree.XMLParser(recover=True))
    return [_page(page) for page in root.iter("{*}page")]


def _page(page: Any) -> Page:
    lines, sides = [], []
    for line in page.iter("{*}line"):
        top, bottom = float(line.get("yMin")), float(line.get("yMax"))
        if top < HEAD or bottom > FOOT:
            continue
        words = list(line.iter("{*}word"))
        sides += [(float(word.get("xMin")), float(word.get("xMax"))) for word in words]
        lines.append((bottom, " ".join(word.text or "" for word in words)))
    text = [words for _bottom, words in sorted(lines)]
    width = float(page.get("width"))
    return Page(
        text, min((one for one, _ in sides), default=0), max((one for _, one in sides), default=0), width
    )


def paragraphs(count: int) -> str:
    """Headings, each over paragraphs of lengths that differ."""
    texts = (f"<h3>Intertitre {at}</h3>" + f"<p>{'Phrase. ' * (11 * at % 97 + 5)}</p>" for at in range(count))
    return "".join(texts)


def need(number: int, **values: Any) -> dict[str, Any]:
    """A requirement as a block keeps it."""
    return {
        "ref": f"COM-{number:03}",
        "title": f"Exigence {number}",
        "priority": PRIORITIES[number % 4],
        "category_label": "Fonctionnelle",
        "text": "Le CRM doit permettre de saisir une visite. " * (number % 7 + 1),
        "acceptance": "Constat en recette",
        "rationale": "",
        "source": "Atelier du 4 mars",
        "objective_ref": "OP-1",
        "objective_title": "Réduire les délais",
        **values,
    }


def tools(*rows: dict[str, str]) -> dict[str, Any]:
    blank = {"name": "", "department": "", "role": "", "limits": ""}
    return {"name": "existing_tools", "data": {"rows": [{**blank, **row} for row in rows]}}


def logo(width: int, height: int) -> str:
    image = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(image, "PNG")
    return "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()


def test_no_heading_and_no_caption_is_the_last_line_of_a_page(tmp_path: Path) -> None:
    rows = [{"name": f"Outil {at}", "role": "Rôle " * (at % 30 + 1)} for at in range(9)]
    blocks = [{"name": "requirements", "data": {"rows": [need(at) for at in range(1, 20)]}}]
    pdf = compose(
        document(
            section("1", "Contexte", paragraphs(36)),
            section("2", "Existant", paragraphs(7), blocks=[tools(*rows)] * 5),
            section("3", "Besoins", paragraphs(3), blocks=blocks),
            section("3.1", "Commercial", "<p>Texte</p>", blocks=blocks),
        )
    )
    pages = [page.lines for page in pages_of(pdf, tmp_path) if page.lines]
    last = [lines[-1] for lines in pages if not lines[0].startswith(("Sommaire", "Liste"))]
    assert len(last) > 12
    assert [line for line in last if re.match(r"Intertitre|Tableau|Exigence|3\.1|Commercial$", line)] == []


def test_a_row_higher_than_a_page_begins_under_its_caption(tmp_path: Path) -> None:
    long = ("Une phrase qui remplit une cellule entière, et qui recommence. " * 90)[:5000]
    rows = tools({"name": "ERP", "role": long}, {"name": "Tableur", "role": "Suivi"})
    pages = pages_of(compose(document(section("1", "Existant", blocks=[rows]))), tmp_path)
    begins = " ".join(next(page.lines for page in pages if page.lines[:2] == ["1", "Existant"]))
    assert "Outils utilisés aujourd’hui" in begins
    assert "Une phrase qui" in begins


def test_the_titles_of_tables_are_listed_as_they_are_written(tmp_path: Path) -> None:
    blocks = [{"name": "processes", "data": {"rows": [{"title": "Suivi d'affaires & <devis>"}]}}]
    pages = pages_of(compose(document(section("1", "Processus", blocks=blocks))), tmp_path)
    listed = next(page for page in pages if page.lines and page.lines[0] == "Liste des tableaux")
    assert "Suivi d'affaires & <devis>, aujourd’hui et demain" in " ".join(listed.lines)


@pytest.mark.parametrize(
    ("project", "image"),
    [
        ("Mise en place du CRM " * 9, ""),
        (WORD[:200], logo(3000, 40)),
        ("CRM 李明 العربية 😀", logo(40, 3000)),
    ],
)
def test_ugly_names_words_and_logos_stay_on_the_page(project: str, image: str, tmp_path: Path) -> None:
    approvals = [
        PrintedApproval(f"Personne {at} 李明", "Direction " * 9, "2027-03-03T10:00:00+01:00", FINGERPRINT)
        for at in range(40)
    ]
    long = ("Une phrase qui remplit une cellule entière, et qui recommence. " * 90)[:5000]
    front = Front(
        organisation="Société " + WORD[:150],
        project=project,
        manager="Claire " + "Dupont-" * 16,
        logo=image,
        recipients=[Recipient("محمد 李明 😀" + WORD[:80], WORD[:160], "Responsable")],
    )
    needs = [need(1, title=WORD[:200], text=long, acceptance=WORD), need(2, ref="ABCDEF-1234"), need(3)]
    pdf = compose(
        document(
            section("1", "Titre " + WORD[:190], f"<p>{WORD}</p>", approvals=approvals),
            section("2", "Vide"),
            section("3", "Cellules", blocks=[tools({"name": WORD, "role": long, "limits": WORD})]),
            section("4", "Besoins", blocks=[{"name": "requirements", "data": {"rows": needs}}]),
            front=front,
            copy_for="Jean " + "Long-Nom " * 20,
        )
    )
    for page in pages_of(pdf, tmp_path):
        assert page.left >= SIDES
        assert page.right <= page.width - SIDES


def shown_without_colour(css: str, name: str) -> tuple[str, ...]:
    """What this priority’s tag looks like in black and white: thickness, fill, weight, strike."""
    found = re.search(rf"^\.priority-{name} \{{([^}}]*)\}}", css, re.MULTILINE)
    assert found
    rule = found[1]
    thick = re.search(r"border: ([\d.]+pt)", rule)
    return (
        thick[1] if thick else "",
        "filled" if "background: #0d4f5a" in rule else "",
        "framed" if "border-color: #ffffff" not in rule else "",
        "light" if "font-weight: 400" in rule else "",
        "struck" if "line-through" in rule else "",
    )


def test_the_four_priorities_differ_without_their_colours() -> None:
    css = (STYLES / "data.css").read_text(encoding="utf-8")
    assert len({shown_without_colour(css, name) for name in PRIORITIES}) == len(PRIORITIES)


def test_every_table_of_a_block_has_a_caption_and_columns_that_fit() -> None:
    for template in sorted(BLOCKS.glob("*.html")):
        text = template.read_text(encoding="utf-8")
        assert text.count("<table") == text.count("<caption"), template.name
        for head in re.findall(r"<thead>.*?</thead>", text, re.DOTALL):
            given = [int(width) for width in re.findall(r"\bw(\d+)\"", head)]
            assert sum(given) <= 95 or len(given) == head.count("<th "), template.name


def test_a_requirement_is_made_of_few_elements() -> None:
    text = (BLOCKS / "_requirement.html").read_text(encoding="utf-8")
    assert len(re.findall(r"<[a-z]", text)) <= 10


@pytest.mark.parametrize(
    "costly", ["nth-child", "dotted", "dashed", "display: grid", "display: flex", "leader(", ":has("]
)
def test_the_sheets_keep_away_from_what_costs_the_renderer_most(costly: str) -> None:
    assert [sheet.name for sheet in STYLES.glob("*.css") if costly in sheet.read_text(encoding="utf-8")] == []
