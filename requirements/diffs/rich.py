"""Rich text in two versions: paragraphs, items, headings and table rows matched like rows, words marked inside."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe
from lxml import etree
from lxml import html as lxml_html

from crmproject.toolkit import words
from crmproject.toolkit.richtext import NOT_A_CHARACTER
from crmproject.toolkit.words import Token, tokens_of
from requirements.diffs.matching import Item, match
from requirements.diffs.model import Entry, Status
from requirements.diffs.values import excerpt

MARKS = {"strong", "em", "u", "s", "sub", "sup"}
KINDS = {
    "p": "Paragraphe",
    "h3": "Titre",
    "h4": "Sous-titre",
    "li": "Élément de liste",
    "blockquote": "Citation",
    "hr": "Filet",
    "tr": "Ligne de tableau",
    "pre": "Paragraphe",
    "div": "Paragraphe",
}
CONTAINERS = {"ul", "ol", "table", "thead", "tbody", "tfoot"}
CELLS = {"td", "th"}
# Ordinary blanks of mark-up, which say nothing; a no-break space does.
ENDS = " \t\r\n"
BLANK = re.compile(r"[ \t\r\n]+")

# Runs of text with the same marks; words are told apart when the cell is shown.
type Cell = tuple[Token, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph, an item, a heading or a table row: one cell, or one for each of the row’s."""

    kind: str
    cells: tuple[Cell, ...]

    @cached_property
    def text(self) -> str:
        return " ".join("".join(token.text for token in cell) for cell in self.cells)


@dataclass(frozen=True)
class Passage:
    """A block of text in both versions, told as one field of its entry."""

    before: Block | None
    after: Block | None
    label: str = ""

    @property
    def html(self) -> SafeString:
        before = self.before.cells if self.before else ()
        after = self.after.cells if self.after else ()
        block = self.after or self.before
        if block is None or (block.kind == "tr" and not (before or after)):
            return SafeString("")
        if block.kind != "tr":
            return _cell(before[0] if before else None, after[0] if after else None)
        cells = "".join(f"<td>{_cell(old, new)}</td>" for old, new in aligned(before, after))
        return mark_safe(f'<table class="doc-table"><tbody><tr>{cells}</tr></tbody></table>')  # noqa: S308


def _cell(before: Cell | None, after: Cell | None) -> SafeString:
    if before is None:
        return words.inserted(_words(after or ()))
    if after is None:
        return words.deleted(_words(before))
    return words.marked(_words(before), _words(after))


def _words(cell: Cell) -> list[Token]:
    return [word for run in cell for word in tokens_of(*run)]


def aligned(before: tuple[Cell, ...], after: tuple[Cell, ...]) -> list[tuple[Cell | None, Cell | None]]:
    """Cells that stand for one another; a column that came or went stands alone."""
    if len(before) == len(after):
        return list(zip(before, after, strict=True))
    pairs = match([_cell_item(cell) for cell in before], [_cell_item(cell) for cell in after])
    return [
        (
            before[pair.before] if pair.before is not None else None,
            after[pair.after] if pair.after is not None else None,
        )
        for pair in pairs
    ]


def _cell_item(cell: Cell) -> Item:
    return Item(key=None, digest=cell, text="".join(token.text for token in cell))


def entries_of(before: str, after: str) -> list[Entry]:
    """What became of each block of this rich text; nothing when both are empty."""
    old, new = blocks_of(before), blocks_of(after)
    found = []
    for pair in match([_item(block) for block in old], [_item(block) for block in new]):
        one = old[pair.before] if pair.before is not None else None
        other = new[pair.after] if pair.after is not None else None
        found.append(_entry(one, other, moved=pair.moved))
    return found


def _item(block: Block) -> Item:
    return Item(key=None, digest=block, text=block.text)


def _entry(before: Block | None, after: Block | None, *, moved: bool) -> Entry:
    block = after or before or Block("p", ())
    name = KINDS.get(block.kind, "Paragraphe")
    if before is None or after is None:
        status = Status.ADDED if before is None else Status.REMOVED
        return Entry(status, name, (Passage(before, after),), key=block.text, is_text=True)
    if before == after:
        status = Status.MOVED if moved else Status.SAME
        return Entry(
            status, f"{name}\u00a0: {excerpt(block.text)}", moved=moved, key=block.text, is_text=True
        )
    if before.kind != after.kind:
        name = f"{KINDS.get(before.kind, name)} devenu {name.lower()}"
    elif before.text == after.text:
        name = f"{name} (mise en forme)"
    return Entry(Status.CHANGED, name, (Passage(before, after),), moved=moved, key=block.text, is_text=True)


def blocks_of(html: str) -> list[Block]:
    """The blocks of this rich text, in order."""
    if not html.strip():
        return []
    clean = NOT_A_CHARACTER.sub("", html)
    try:
        root = lxml_html.fragment_fromstring(f"<div>{clean}</div>", create_parent="div")
    except etree.ParserError:
        return []
    reader = _Reader()
    reader.read(root, "p", (), "")
    reader.close("p")
    return reader.blocks


@dataclass
class _Reader:
    """Walks a tree, gathering tokens until a block ends."""

    blocks: list[Block] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)

    def close(self, kind: str) -> None:
        """End a block, if it says anything."""
        cell = trimmed(self.tokens)
        self.tokens = []
        if cell:
            self.blocks.append(Block(kind, (cell,)))

    def read(self, element: lxml_html.HtmlElement, kind: str, marks: tuple[str, ...], href: str) -> None:
        """Read what an element holds, as text of a block of this kind."""
        self.say(element.text, marks, href)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, kind, marks, href)
            self.say(child.tail, marks, href)

    def say(self, text: str | None, marks: tuple[str, ...], href: str) -> None:
        if text:
            self.tokens.append(Token(BLANK.sub(" ", text), marks, href))

    def _child(self, child: lxml_html.HtmlElement, kind: str, marks: tuple[str, ...], href: str) -> None:
        tag = str(child.tag)
        if tag in MARKS:
            self.read(child, kind, tuple(dict.fromkeys((*marks, tag))), href)
        elif tag == "a":
            self.read(child, kind, marks, str(child.get("href") or ""))
        elif tag == "br":
            self.tokens.append(Token("\n"))
        elif tag == "hr":
            self.close(kind)
            self.blocks.append(Block("hr", ((Token("———"),),)))
        elif tag == "tr":
            self.close(kind)
            self._row(child)
        elif tag in KINDS:
            self.close(kind)
            inner = kind if tag in {"p", "div"} and kind in {"li", "blockquote"} else tag
            self.read(child, inner, marks, href)
            self.close(inner)
        elif tag in CONTAINERS:
            self.close(kind)
            self.read(child, kind, marks, href)
            self.close(kind)
        else:
            self.read(child, kind, marks, href)

    def _row(self, row: lxml_html.HtmlElement) -> None:
        cells = []
        for cell in row:
            if cell.tag in CELLS:
                inside = _Reader()
                inside.read(cell, "p", ("strong",) if cell.tag == "th" else (), "")
                inside.close("p")
                cells.append(_together(inside.blocks))
        if cells:
            self.blocks.append(Block("tr", tuple(cells)))


def _together(blocks: list[Block]) -> Cell:
    """The blocks of a cell as lines of it."""
    tokens: list[Token] = []
    for block in blocks:
        for cell in block.cells:
            tokens += [Token("\n"), *cell] if tokens else cell
    return tuple(tokens)


def trimmed(tokens: list[Token]) -> Cell:
    """Without the blanks at both ends, which mark-up doesn’t show."""
    kept = list(tokens)
    while kept and not kept[0].text.strip(ENDS):
        kept.pop(0)
    while kept and not kept[-1].text.strip(ENDS):
        kept.pop()
    if kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip(ENDS))
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(ENDS))
    return tuple(kept)
