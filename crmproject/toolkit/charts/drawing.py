"""A drawing: paths and texts under a title, written as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit.charts.paints import PRINTED
from crmproject.toolkit.charts.texts import width_of

# The size of texts, in the unit of drawings: a CSS pixel, so three quarters of a point on paper.
SIZE = 11.0
SMALL = 9.5
# What texts are unless told otherwise.
PLAIN = "chart-text"
FAMILIES = "Cadrage Sans, IBM Plex Sans, sans-serif"


@dataclass(frozen=True)
class Alternative:
    """What a drawing says to those who don’t see it: its name, its point in one sentence, and where its figures are."""

    title: str
    point: str
    twin: str = ""

    @property
    def sentence(self) -> str:
        """The text that a PDF reader says, and a browser."""
        return f"{self.title}. {self.point}"


def n(value: float) -> str:
    """A coordinate: with a point, whatever the language."""
    return f"{value:.1f}".removesuffix(".0")


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle, as part of a path."""
    return f"M{n(x)} {n(y)}h{n(width)}v{n(height)}h{n(-width)}z"


def disc(x: float, y: float, radius: float) -> str:
    """A disc around this point, as part of a path."""
    half = f"a{n(radius)} {n(radius)} 0 0 1"
    return f"M{n(x - radius)} {n(y)}{half} {n(2 * radius)} 0{half} {n(-2 * radius)} 0z"


def hatching(x: float, y: float, width: float, height: float, *, gap: tuple[float, float] = (0, 0)) -> str:
    """Slanted strokes that stay inside a rectangle, so that nothing is clipped, and out of `gap`, where a text is."""
    rise = height - 3
    strokes, left = [], x + 1.5
    while left + rise <= x + width - 1:
        if left + rise <= gap[0] or left >= gap[1]:
            strokes.append(f"M{n(left)} {n(y + height - 1.5)}l{n(rise)} {n(-rise)}")
        left += 6
    return "".join(strokes)


@dataclass(frozen=True)
class _Style:
    """How a line of text looks; lines of one look are written in one group, which says it once."""

    css: str
    anchor: str
    size: float
    bold: bool

    def opening(self) -> str:
        """The group’s tag; empty for what the whole drawing says already."""
        extra = f' class="{self.css}" {PRINTED[self.css]}' if self.css != PLAIN else ""
        extra += f' text-anchor="{self.anchor}"' if self.anchor else ""
        extra += f' font-size="{n(self.size)}"' if self.size != SIZE else ""
        extra += ' font-weight="600"' if self.bold else ""
        return f"<g{extra}>" if extra else ""


@dataclass
class Drawing:
    """Shapes in their order, then texts; `kind` is the class that sizes the whole on a page."""

    kind: str
    width: float
    alternative: Alternative
    height: float = 0
    shapes: list[str] = field(default_factory=list)
    texts: dict[_Style, list[str]] = field(default_factory=dict)

    def path(self, data: str, css: str) -> None:
        """A shape, painted as its class says; nothing when it has no data."""
        if data:
            self.shapes.append(f'<path class="{css}" d="{data}" {PRINTED[css]}/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        css: str = PLAIN,
        *,
        anchor: str = "",
        size: float = SIZE,
        bold: bool = False,
    ) -> None:
        """A line of text on its baseline; `anchor` is « end » where it ends at x."""
        line = f'<text x="{n(x)}" y="{n(y)}">{escape(words)}</text>'
        self.texts.setdefault(_Style(css, anchor, size, bold), []).append(line)

    def centred(
        self, x: float, y: float, words: str, css: str = PLAIN, *, size: float = SIZE, bold: bool = False
    ) -> None:
        """A short text around x. Its width is reckoned here: an anchor costs an object of the PDF each time."""
        self.text(x - width_of(words, size, bold=bold) / 2, y, words, css, size=size, bold=bold)

    def ticks(self, places: Sequence[tuple[float, float]], digits: str) -> None:
        """One-digit labels, each centred on its place, in one element."""
        half = 0.3 * SIZE
        across = " ".join(n(x - half) for x, _ in places)
        down = " ".join(n(y) for _, y in places)
        style = _Style("chart-note", "", SIZE, bold=False)
        self.texts.setdefault(style, []).append(f'<text x="{across}" y="{down}">{digits}</text>')

    def svg(self) -> SafeString:
        """The drawing as an element of a page."""
        told = escape(self.alternative.sentence)
        described = f"<desc>{escape(self.alternative.twin)}</desc>" if self.alternative.twin else ""
        head = (
            f'<svg class="chart {self.kind}" xmlns="http://www.w3.org/2000/svg" role="img" '
            f'viewBox="0 0 {n(self.width)} {n(self.height)}" width="{n(self.width)}" height="{n(self.height)}" '
            f'font-family="{FAMILIES}" font-size="{n(SIZE)}" {PRINTED[PLAIN]}>'
            f"<title>{told}</title>{described}"
        )
        groups = "".join(_group(style, lines) for style, lines in self.texts.items())
        return mark_safe(f"{head}{''.join(self.shapes)}{groups}</svg>")  # noqa: S308  # texts were escaped above


def _group(style: _Style, lines: Sequence[str]) -> str:
    opening = style.opening()
    return f"{opening}{''.join(lines)}</g>" if opening else "".join(lines)
