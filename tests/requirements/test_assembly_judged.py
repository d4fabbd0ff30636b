"""The assembled file, judged by a program that others wrote: pdfua, for what of PDF/UA-1 it checks."""

from pathlib import Path

import pdfua
import pytest

from crmproject.toolkit.pdf.composing import compose, render_here
from requirements.pdf.parting import layout_of
from tests.requirements.assembled import SHELF, whole_document

# Headings with something in them: it fails on a heading written in several pieces. Our own test of the structure says
# that no element but a cell is empty.
FAILS_ITSELF = {"UA-14-001"}


@pytest.mark.parametrize("archival", [False, True])
def test_a_judge_of_accessibility_finds_nothing(archival: bool, tmp_path: Path) -> None:
    pdf = compose(layout_of(whole_document(), archival=archival), rendering=render_here(SHELF))
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf.content)
    report = pdfua.validate(str(path))
    assert [(one.rule_id, one.message) for one in report.findings] == []
    assert {one.rule_id for one in report.skipped} <= FAILS_ITSELF
    assert len(report.outcomes) >= 12
