"""Reading a finished PDF as a stranger would: nothing here knows how the file was made."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from lxml import etree

# Operators that leave a trace on the page.
PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
WRITING = {"Tj", "TJ", "'", '"', "Do"}
ARTIFACT = "artifact"

SIDES = ("xMin", "yMin", "xMax", "yMax")

type Id = tuple[int, int]


class Word(NamedTuple):
    """A word of a page, with its box in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Marks:
    """What a page paints: the marks of its content, how often it opens each, and what it paints outside of any."""

    ids: list[int] = field(default_factory=list)
    artifacts: int = 0
    loose: list[str] = field(default_factory=list)


@dataclass
class Element:
    """An element of the structure tree."""

    role: str
    key: Id
    parent: "Element | None"
    thing: Any
    kids: list["Element"] = field(default_factory=list)
    # Page and number of each marked content, in order.
    marks: list[tuple[Id, int]] = field(default_factory=list)
    annotations: list[Id] = field(default_factory=list)

    @property
    def below(self) -> Iterator["Element"]:
        """This element and all under it."""
        yield self
        for kid in self.kids:
            yield from kid.below


def page_marks(file: pikepdf.Pdf, page: pikepdf.Page) -> Marks:
    """The marks of this page’s content and of the forms that it draws."""
    found = Marks()
    _read_marks(page, page.obj.get("/Resources", {}), found, [])
    return found


def _read_marks(stream: Any, resources: Any, found: Marks, open_: list[str]) -> None:
    for instruction in pikepdf.parse_content_stream(stream):
        operands, name = instruction.operands, str(instruction.operator)
        if name in {"BDC", "BMC"}:
            open_.append(_opened(operands, resources, found))
        elif name == "EMC":
            open_.pop()
        elif name in PAINTING and not any(open_):
            drawn = _form(operands, resources) if name == "Do" else None
            if drawn is None:
                found.loose.append(name)
            else:
                _read_marks(drawn, drawn.get("/Resources", resources), found, open_)


def _opened(operands: Any, resources: Any, found: Marks) -> str:
    properties = operands[1] if len(operands) > 1 else {}
    if isinstance(properties, pikepdf.Name):
        properties = resources["/Properties"][properties]
    if str(operands[0]) == "/Artifact":
        found.artifacts += 1
        return ARTIFACT
    if "/MCID" in properties:
        found.ids.append(int(properties["/MCID"]))
        return str(properties["/MCID"])
    return ""


def _form(operands: Any, resources: Any) -> Any:
    drawn = resources["/XObject"][operands[0]]
    return drawn if drawn["/Subtype"] == "/Form" else None


def structure(file: pikepdf.Pdf) -> Element:
    """The structure tree, from its root."""
    return _element(file.Root.StructTreeRoot, None, None)


def _element(thing: Any, parent: Element | None, page: Any) -> Element:
    page = thing.get("/Pg", page)
    found = Element(str(thing.get("/S", "")), thing.objgen, parent, thing)
    kids = thing.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            found.marks.append((page.objgen, kid))
        elif kid.get("/Type") == "/MCR":
            found.marks.append((kid.get("/Pg", page).objgen, int(kid["/MCID"])))
        elif kid.get("/Type") == "/OBJR":
            found.annotations.append(kid["/Obj"].objgen)
        else:
            found.kids.append(_element(kid, found, page))
    return found


def numbers(tree: Any) -> dict[int, Any]:
    """A tree of numbers, flat."""
    found: dict[int, Any] = {}
    for kid in tree.get("/Kids", []):
        found |= numbers(kid)
    values = tree.get("/Nums", [])
    return found | {int(values[at]): values[at + 1] for at in range(0, len(values), 2)}


def names(tree: Any) -> dict[bytes, Any]:
    """A tree of names, flat."""
    found: dict[bytes, Any] = {}
    for kid in tree.get("/Kids", []):
        found |= names(kid)
    values = tree.get("/Names", [])
    return found | {bytes(values[at]): values[at + 1] for at in range(0, len(values), 2)}


def only_structured(content: bytes) -> bytes:
    """This file without the text that no element of its structure holds: running heads, stamps, numbers."""
    with pikepdf.open(io.BytesIO(content)) as file:
        held = {mark for one in structure(file).below for mark in one.marks}
        for page in file.pages:
            kept = [one for shown, one in _instructions(page, held) if shown]
            page.obj.Contents = file.make_stream(pikepdf.unparse_content_stream(kept))
        made = io.BytesIO()
        file.save(made)
    return made.getvalue()


def _instructions(page: pikepdf.Page, held: set[tuple[Id, int]]) -> Iterator[tuple[bool, Any]]:
    """The instructions of a page, each with whether to keep it: all but what writes or draws outside the structure."""
    open_: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name in {"BDC", "BMC"}:
            open_.append(_opened(operands, page.obj.Resources, Marks()))
        elif name == "EMC":
            open_.pop()
        shown = any(mark.isdecimal() and (page.obj.objgen, int(mark)) in held for mark in open_)
        yield shown or name not in WRITING, instruction


def page_ranks(file: pikepdf.Pdf) -> dict[Id, int]:
    """The rank from 0 of each page, by its object."""
    return {page.obj.objgen: rank for rank, page in enumerate(file.pages)}


def page_texts(content: bytes, folder: Path, *options: str) -> list[str]:
    """The text of each page, spaces as they are."""
    return _read(content, folder, *options).split("\f")[:-1]


def page_words(content: bytes, folder: Path) -> list[list[Word]]:
    """The words of each page."""
    root = etree.fromstring(_read(content, folder, "-bbox").encode())
    return [
        [Word(one.text or "", *(float(one.get(side) or 0) for side in SIDES)) for one in page.iter("{*}word")]
        for page in root.iter("{*}page")
    ]


def _read(content: bytes, folder: Path, *options: str) -> str:
    file = folder / "document.pdf"
    file.write_bytes(content)
    run = subprocess.run(["pdftotext", *options, file, "-"], capture_output=True, check=True)
    return run.stdout.decode()


def plain_words(text: str) -> str:
    """The words of a text, whatever the spaces, the breaks and the invisible places to break."""
    return " ".join(text.replace("\u200b", "").replace("\u00ad", "").split())
