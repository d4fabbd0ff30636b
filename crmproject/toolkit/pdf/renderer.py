"""WeasyPrint, made to fetch nothing, to start warm and to say which section it lays out."""

import base64
import contextlib
import datetime
import functools
import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ImageFile
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# WeasyPrint, once imported, has Pillow take truncated images everywhere: a broken upload would pass for a good one.
ImageFile.LOAD_TRUNCATED_IMAGES = False

ROOT = Path(__file__).resolve().parents[3]

FONTS = ROOT / "static" / "fonts"
STYLES = Path(__file__).with_name("styles")
SHEETS = ("page.css", "front.css", "text.css", "data.css", "charts.css", "annex.css", "minutes.css")
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
WORDS = ("PROJET", "BROUILLON")
WATERMARK = '@page { background: url("%s") center / contain no-repeat; }'

type AnchorSeen = Callable[[str], None]


class NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
    """Gives what the page itself carries, an image or a typeface, and refuses every address.

    A text may say `<a rel="attachment" href="file:///etc/passwd">`: whatever passed the sanitiser, no file of
    the server and no other site is read.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith(EMBEDDED) and url not in _drawn().values():
            raise ValueError("the renderer fetches nothing")
        return super().fetch(url, headers)


@functools.cache
def nothing_fetched() -> NothingFetched:
    """The fetcher of this process: making one reads every certificate of the machine, in 60 ms, and uses none."""
    return NothingFetched()


@functools.cache
def _drawn() -> dict[str, str]:
    """The words that may lie across each page, as drawings."""
    drawings = {word: (STYLES / f"{word.lower()}.svg").read_bytes() for word in WORDS}
    return {
        word: "data:image/svg+xml;base64," + base64.b64encode(svg).decode() for word, svg in drawings.items()
    }


@dataclass(frozen=True)
class Kit:
    """What every render of a process shares: typefaces read once, style sheets parsed once."""

    fonts: FontConfiguration
    sheet: CSS
    watermarks: dict[str, CSS]

    def sheets(self, watermark: str) -> list[CSS]:
        """The sheets of a document that bears this word across its pages, or none."""
        return [self.watermarks[watermark], self.sheet] if watermark else [self.sheet]


@functools.cache
def kit() -> Kit:
    """The kit of this process, made at its first render."""
    fonts = FontConfiguration()
    texts = [_faces(), *((STYLES / name).read_text(encoding="utf-8") for name in SHEETS)]
    sheet = CSS(string="\n".join(texts), font_config=fonts, url_fetcher=nothing_fetched())
    watermarks = {word: CSS(string=WATERMARK % uri) for word, uri in _drawn().items()}
    return Kit(fonts, sheet, watermarks)


def _faces() -> str:
    faces = []
    for (family, weight, style), name in FACES.items():
        data = base64.b64encode((FONTS / name).read_bytes()).decode()
        faces.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
            f' src: url("data:font/ttf;base64,{data}") format("truetype"); }}'
        )
    return "\n".join(faces)


class _Watched(Document):  # type: ignore[misc]
    """A document that tells, page after page, which anchors were laid out.

    WeasyPrint has no public hook for it; a test fails when an upgrade closes this one.
    """

    seen: AnchorSeen

    @classmethod
    def _build_layout_context(cls, *args: Any) -> Any:
        context = super()._build_layout_context(*args)
        collector = context.target_collector
        keep = collector.cache_target_page_counters

        def keep_and_tell(anchor: str, *rest: Any) -> None:
            cls.seen(anchor)
            keep(anchor, *rest)

        collector.cache_target_page_counters = keep_and_tell
        return context


def lay_out(html: str, *, watermark: str, seen: AnchorSeen) -> Document:
    """Lay out this HTML with one of WORDS, or nothing, across each page.

    `seen` is told each anchor as its page is made, and may raise to give up.
    """
    shared = kit()
    watched: Any = type("Watched", (_Watched,), {"seen": staticmethod(seen)})
    source = HTML(string=html, url_fetcher=nothing_fetched())
    options = {**DEFAULT_OPTIONS, "stylesheets": shared.sheets(watermark), "pdf_variant": VARIANT}
    with _rendering():
        return watched._render(source, shared.fonts, None, None, options)


@dataclass(frozen=True)
class Attached:
    """A file that the PDF carries, of the same date, whose relationship to it is one of ISO 32000-2, 7.11.3."""

    name: str
    description: str
    content: bytes
    made: datetime.datetime
    relationship: str


def write(document: Document, *, identifier: bytes, attached: Sequence[Attached] = ()) -> bytes:
    """The PDF file of a document that was laid out."""
    with _rendering():
        pdf: bytes = document.write_pdf(
            pdf_variant=VARIANT,
            pdf_identifier=identifier,
            attachments=[_attachment(one) for one in attached],
            finisher=functools.partial(_relate, {one.name: one.relationship for one in attached}),
        )
    return pdf


def _attachment(one: Attached) -> Attachment:
    made = one.made.astimezone(datetime.UTC)
    return Attachment(
        string=one.content,
        name=one.name,
        description=one.description,
        created=made,
        modified=made,
        url_fetcher=nothing_fetched(),
    )


def _relate(relationships: dict[str, str], document: Document, pdf: Any) -> None:
    """Say what the attached files are to the document, which WeasyPrint does for PDF/A alone."""
    specifications = (one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Filespec")
    files: list[Any] = [one for one in specifications if one["UF"].string in relationships]
    for file in files:
        file["AFRelationship"] = f"/{relationships[file['UF'].string]}"
    if files:
        pdf.catalog["AF"] = b"[" + b" ".join(file.reference for file in files) + b"]"


_lock = threading.RLock()


@contextlib.contextmanager
def _rendering() -> Iterator[None]:
    """One render at a time in a process, without the cyclic collector, which costs 9 % and finds nothing."""
    with _lock:
        was_on = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was_on:
                gc.enable()
