"""Laying out a printable document of a project, and reading the PDF that comes of it."""

import io
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from charter.models import Project
from crmproject.toolkit import documents
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.pdf.composing import Memory, compose, render_here
from crmproject.toolkit.pdf.parts import Layout

# The same part is rendered once for all tests of a process.
KEPT = Memory()


@dataclass(frozen=True)
class Printed:
    """A finished file: its bytes, the text of each page, and whether each lies."""

    content: bytes
    pages: list[str]
    lying: list[bool]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


def laid_out(project: Project, name: str) -> Layout:
    """The document of this name, for this project as it stands now."""
    found = documents.get(name)
    assert found is not None
    return found.layout(Gathering(project.pk))


def words_of(content: bytes) -> str:
    """The text of a PDF, its spaces folded."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def printed(project: Project, name: str, folder: Path) -> Printed:
    """The PDF of this document."""
    content = compose(laid_out(project, name), rendering=render_here(KEPT)).content
    path = folder / f"{name}.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout
    pages = [re.sub(r"\s+", " ", page) for page in told.decode().split("\f")[:-1]]
    with pikepdf.open(io.BytesIO(content)) as file:
        boxes = [[float(side) for side in page.mediabox] for page in file.pages]
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "fr"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    return Printed(content, pages, [right > top for _, _, right, top in boxes])
