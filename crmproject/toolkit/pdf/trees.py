"""What leads through a file: bookmarks, named places, the way from marked content to its element."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crmproject.toolkit.pdf.pdffile import PdfFile, key, references, text
from crmproject.toolkit.pdf.records import Place

TOGETHER = 64


@dataclass
class Entry:
    """A bookmark with those below it; `page` is the number of the page’s object."""

    level: int
    label: str
    page: int
    place: Place
    below: list["Entry"] = field(default_factory=list)


def destination(page: int, place: Place) -> bytes:
    """Where a link or a bookmark leads: the top of the window at this point, the zoom as it is."""
    return b"[%d 0 R/XYZ %.2f %.2f 0]" % (page, place.x, place.y)


def nested(entries: Sequence[Entry]) -> list[Entry]:
    """These bookmarks, each under the last one of a higher rank before it."""
    top: list[Entry] = []
    open_: list[Entry] = []
    for entry in entries:
        while open_ and open_[-1].level >= entry.level:
            open_.pop()
        (open_[-1].below if open_ else top).append(entry)
        open_.append(entry)
    return top


def add_outline(file: PdfFile, entries: Sequence[Entry]) -> int | None:
    """The outline; its number, or None without any bookmark. Only its first level is open."""
    if not entries:
        return None
    root = file.reserve()
    top = nested(entries)
    first, last = _add_level(file, top, root)
    file.plain[root] = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (first, last, len(top))
    return root


def _add_level(file: PdfFile, entries: Sequence[Entry], parent: int) -> tuple[int, int]:
    first = file.reserve(len(entries))
    for number, entry in enumerate(entries, start=first):
        links = b"/Prev %d 0 R" % (number - 1) if number > first else b""
        if number < first + len(entries) - 1:
            links += b"/Next %d 0 R" % (number + 1)
        if entry.below:
            begin, end = _add_level(file, entry.below, number)
            links += b"/First %d 0 R/Last %d 0 R/Count %d" % (begin, end, -len(entry.below))
        file.plain[number] = b"<</Title %s/Parent %d 0 R/Dest%s%s>>" % (
            text(entry.label), parent, destination(entry.page, entry.place), links,
        )  # fmt: skip
    return first, first + len(entries) - 1


def add_names(file: PdfFile, named: Sequence[tuple[str, bytes]]) -> int:
    """A tree of names and what they stand for, sorted; its number."""
    leaves = []
    ordered = [(key(name), value) for name, value in sorted(named, key=lambda one: one[0].encode())]
    for start in range(0, len(ordered), TOGETHER):
        some = ordered[start : start + TOGETHER]
        inside = b" ".join(b"%s%s" % one for one in some)
        leaves.append(file.add(b"<</Limits[%s%s]/Names[%s]>>" % (some[0][0], some[-1][0], inside)))
    return file.add(b"<</Kids[%s]>>" % references(leaves))


def add_numbers(file: PdfFile, runs: Sequence[tuple[int, Sequence[bytes]]]) -> int:
    """A tree of numbers from runs (the first number, what each stands for); its number."""
    leaves = []
    for first, values in runs:
        if values:
            inside = b" ".join(b"%d %s" % (first + at, value) for at, value in enumerate(values))
            leaves.append(file.add(b"<</Limits[%d %d]/Nums[%s]>>" % (first, first + len(values) - 1, inside)))
    return file.add(b"<</Kids[%s]>>" % references(leaves))
