"""WeasyPrint, made to fetch nothing, to start warm, and to give a part instead of a file."""

import base64
import contextlib
import functools
import gc
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import ImageFile
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from crmproject.toolkit.pdf.colours import painted, themed
from crmproject.toolkit.pdf.extraction import Extraction, Wanted
from crmproject.toolkit.pdf.faces import Fonts
from crmproject.toolkit.pdf.records import Caption, Record
from crmproject.toolkit.pdf.svgtext import lay_out_by_line

# WeasyPrint, once imported, has Pillow take truncated images everywhere: a broken upload would pass for a good one.
ImageFile.LOAD_TRUNCATED_IMAGES = False
lay_out_by_line()

ROOT = Path(__file__).resolve().parents[3]

FONTS = ROOT / "static" / "fonts"
STYLES = Path(__file__).with_name("styles")
SHEETS = (
    "page.css", "front.css", "text.css", "data.css", "charts.css", "annex.css", "minutes.css", "documents.css",
)  # fmt: skip
FACES = {
    ("Cadrage Sans", 400, "normal"): "CadrageSans-Regular.ttf",
    ("Cadrage Sans", 400, "italic"): "CadrageSans-Italic.ttf",
    ("Cadrage Sans", 600, "normal"): "CadrageSans-SemiBold.ttf",
    ("Cadrage Sans", 600, "italic"): "CadrageSans-SemiBoldItalic.ttf",
    ("Cadrage Serif", 400, "normal"): "CadrageSerif-Regular.ttf",
    ("Cadrage Serif", 400, "italic"): "CadrageSerif-Italic.ttf",
    ("Cadrage Serif", 600, "normal"): "CadrageSerif-SemiBold.ttf",
    ("Cadrage Serif", 600, "italic"): "CadrageSerif-SemiBoldItalic.ttf",
    ("Cadrage Display", 300, "normal"): "CadrageDisplay-Light.ttf",
    ("Cadrage Display", 400, "normal"): "CadrageDisplay-Regular.ttf",
}
EMBEDDED = ("data:image/png", "data:image/jpeg", "data:font/ttf")
VARIANT = "pdf/ua-1"


class NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
    """Gives what the page itself carries, an image or a typeface, and refuses every address.

    A text may say `<a rel="attachment" href="file:///etc/passwd">`: whatever passed the sanitiser, no file of
    the server and no other site is read.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith(EMBEDDED):
            raise ValueError("the renderer fetches nothing")
        return super().fetch(url, headers)


@functools.cache
def nothing_fetched() -> NothingFetched:
    """The fetcher of this process: making one reads every certificate of the machine, in 60 ms, and uses none."""
    return NothingFetched()


@dataclass(frozen=True)
class Kit:
    """What every render of a process shares: typefaces read once, style sheets parsed once."""

    fonts: FontConfiguration
    sheet: CSS


@functools.lru_cache(maxsize=8)
def kit(colour: str = "") -> Kit:
    """The kit of this process for documents of this colour, made at the first render."""
    fonts = _configuration()
    sheets = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in SHEETS)
    text = _faces() + themed(sheets, colour)
    return Kit(fonts, CSS(string=text, font_config=fonts, url_fetcher=nothing_fetched()))


@functools.cache
def _configuration() -> FontConfiguration:
    return FontConfiguration()


def _faces() -> str:
    faces = []
    for (family, weight, style), name in FACES.items():
        data = base64.b64encode((FONTS / name).read_bytes()).decode()
        faces.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
            f' src: url("data:font/ttf;base64,{data}") format("truetype"); }}'
        )
    return "\n".join(faces)


@dataclass(frozen=True)
class Source:
    """What a part is rendered from: its page, whole; what is asked of it beside is in `wanted`."""

    html: str
    wanted: Wanted
    colour: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be given to another process."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Source":
        """What `as_json` gave."""
        wanted = dict(values["wanted"])
        captions = [Caption(**one) for one in wanted.pop("captions")]
        return cls(values["html"], Wanted(**wanted, captions=captions), values["colour"])


def render(source: Source) -> Record:
    """Render a part alone.

    Raises what the bounds in force raise (`crmproject.toolkit.pdf.bounds`), at any moment.
    """
    with undisturbed():
        return _rendered(source)


def _rendered(source: Source) -> Record:
    shared = kit(source.colour)
    html = HTML(string=painted(source.html, source.colour), url_fetcher=nothing_fetched())
    options = {**DEFAULT_OPTIONS, "stylesheets": [shared.sheet], "pdf_variant": VARIANT}
    found: list[Record] = []

    def extract(document: Any, pdf: Any) -> None:
        found.append(Extraction(document, pdf, source.wanted).record())
        # The file that the renderer would write now is of no use.
        pdf.objects.clear()
        raise _ExtractedError

    document = Document._render(html, shared.fonts, None, None, options)
    document.fonts = Fonts()
    with contextlib.suppress(_ExtractedError):
        document.write_pdf(pdf_variant=VARIANT, finisher=extract)
    return found[0]


class _ExtractedError(Exception):
    """All that was wanted of the renderer is known."""


_lock = threading.RLock()


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """One render at a time in a process, without the cyclic collector, which costs 9 % and finds nothing."""
    with _lock:
        was_on = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was_on:
                gc.enable()
