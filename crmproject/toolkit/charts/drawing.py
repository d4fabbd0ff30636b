"""A drawing: paths and texts under a title, written as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit.charts.paints import PRINTED

# The size of texts, in the unit of drawings: a CSS pixel, so three quarters of a point on paper.
SIZE = 11.0
SMALL = 9.5
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


@dataclass
class Drawing:
    """What is drawn, in order; `kind` is the class that sizes the whole on a page."""

    kind: str
    width: float
    alternative: Alternative
    height: float = 0
    parts: list[str] = field(default_factory=list)

    def path(self, data: str, css: str) -> None:
        """A shape, painted as its class says; nothing when it has no data."""
        if data:
            self.parts.append(f'<path class="{css}" d="{data}" {PRINTED[css]}/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        css: str = "chart-text",
        *,
        anchor: str = "",
        size: float = SIZE,
        bold: bool = False,
    ) -> None:
        """A line of text on its baseline; `anchor` is « middle » or « end » where it doesn’t begin at x."""
        extra = f' text-anchor="{anchor}"' if anchor else ""
        extra += f' font-size="{n(size)}"' if size != SIZE else ""
        extra += ' font-weight="600"' if bold else ""
        self.parts.append(
            f'<text class="{css}" x="{n(x)}" y="{n(y)}"{extra} {PRINTED[css]}>{escape(words)}</text>'
        )

    def ticks(self, places: Sequence[tuple[float, float]], digits: str) -> None:
        """One-digit labels, each centred on its place, in one element."""
        half = 0.3 * SIZE
        across = " ".join(n(x - half) for x, _ in places)
        down = " ".join(n(y) for _, y in places)
        self.parts.append(
            f'<text class="chart-note" x="{across}" y="{down}" {PRINTED["chart-note"]}>{digits}</text>'
        )

    def svg(self) -> SafeString:
        """The drawing as an element of a page."""
        told = escape(self.alternative.sentence)
        described = f"<desc>{escape(self.alternative.twin)}</desc>" if self.alternative.twin else ""
        head = (
            f'<svg class="chart {self.kind}" xmlns="http://www.w3.org/2000/svg" role="img" '
            f'viewBox="0 0 {n(self.width)} {n(self.height)}" width="{n(self.width)}" height="{n(self.height)}" '
            f'font-family="{FAMILIES}" font-size="{n(SIZE)}"><title>{told}</title>{described}'
        )
        return mark_safe(f"{head}{''.join(self.parts)}</svg>")  # noqa: S308  # texts were escaped on their way in
