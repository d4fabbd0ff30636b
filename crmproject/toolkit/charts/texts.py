"""How wide a text is in the product’s typeface, so that a drawing made without a browser leaves it room."""

import unicodedata

from crmproject.toolkit.text import BREAKABLE

# Advance widths of IBM Plex Sans, in thousandths of the size, as its file gives them; accents add nothing.
_ADVANCES = {
    120: "\u202f", 240: " '\u00a0", 250: "ij", 270: ",.l’", 280: "!", 290: ":;", 310: "|", 320: "[]f", 330: "·",
    340: "(){}", 350: "t", 370: "r", 380: "/\\", 400: "-I", 420: '"', 450: "*", 460: "z", 480: "?", 490: "sv",
    500: "Lcy", 510: "Jx«»", 530: "agk", 550: "e", 560: "F_o", 570: "Thnu", 580: "ESZbdpq", 590: "Y–",
    600: "$+0123456789<=>^~×", 610: "PVX", 620: "C€", 630: "K", 640: "AR", 650: "B", 670: "D", 680: "U", 690: "&",
    700: "G", 710: "#HNOQ", 770: "w", 780: "—", 800: "…", 810: "M", 860: "æ", 870: "m", 890: "@W", 910: "Æ", 930: "%œ",
    980: "Œ",
}  # fmt: skip
_WIDTHS = {char: advance for advance, chars in _ADVANCES.items() for char in chars}
UNKNOWN, WIDE = 600, 1000
# The semi-bold is this much wider.
BOLD = 1.05


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of this text at this size, in the unit of the size."""
    return sum(map(_advance, text)) * size / 1000 * (BOLD if bold else 1)


def _advance(char: str) -> int:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return WIDE
    return _WIDTHS.get(unicodedata.normalize("NFD", char)[0], UNKNOWN)


def fitted(text: str, room: float, size: float) -> str:
    """This text on one line, cut with « … » where it would be wider than `room`."""
    line = BREAKABLE.sub(" ", text).strip()
    if width_of(line, size) <= room:
        return line
    while line and width_of(f"{line}…", size) > room:
        line = line[:-1].rstrip()
    return f"{line}…"


def lines_of(text: str, room: float, size: float, most: int = 2) -> list[str]:
    """This text cut at its spaces in `most` lines of this room; the last one is shortened."""
    words = BREAKABLE.sub(" ", text).strip().split(" ")
    lines: list[str] = []
    while words and len(lines) < most - 1:
        line, taken = words[0], 1
        while taken < len(words) and width_of(f"{line} {words[taken]}", size) <= room:
            line, taken = f"{line} {words[taken]}", taken + 1
        lines.append(fitted(line, room, size))
        words = words[taken:]
    return [*lines, fitted(" ".join(words), room, size)] if words else lines
