"""Rich text: what people may write, cleaned on the way in."""

import re
from typing import Any

import nh3
from django_prose_editor.fields import ProseEditorField
from lxml import html as lxml_html

from crmproject.toolkit.text import BREAKABLE

TAGS = {
    "p", "br", "strong", "em", "u", "s", "sub", "sup", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# `rel` is absent on purpose: `<a rel="attachment">` makes a PDF renderer embed the file it points to.
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
SYNONYMS = {
    "b": "strong",
    "i": "em",
    "h1": "h3",
    "h2": "h3",
    "h5": "h4",
    "h6": "h4",
    "strike": "s",
    "del": "s",
}

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
}

# What begins a line of plain text, and the private character that marks where one ends.
LINES = ("p", "h3", "h4", "li", "tr", "blockquote")
LINE_END = "\ue000"

# What the parser refuses to read.
NOT_A_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel=None,
    clean_content_tags={"script", "style", "title", "template", "object", "iframe", "svg", "math"},
)


def clean_html(html: str) -> str:
    """Keep the text and the allowed mark-up of this HTML; drop scripts, images, styles and relative links.

    A table’s leading rows of `<th>` become its `<thead>`, so that they repeat on each printed page.
    """
    if not html or not html.strip():
        return ""
    root = _parsed(html)
    for element in list(root.iter()):
        if isinstance(element.tag, str):
            element.tag = SYNONYMS.get(element.tag, element.tag)
    for link in root.iter("a"):
        if not (link.get("href") or "").strip().lower().startswith(("http://", "https://", "mailto:")):
            link.attrib.pop("href", None)
    for table in root.iter("table"):
        _lift_header(table)
    cleaned = _cleaner.clean(_inner_html(root)).strip()
    return "" if not plain_text(cleaned) and "<hr" not in cleaned else cleaned


def plain_text(html: str) -> str:
    """The text of this HTML on one line, its no-break spaces kept."""
    if not html:
        return ""
    return BREAKABLE.sub(" ", _parsed(html).text_content()).strip()


def plain_lines(html: str) -> str:
    """The text of this HTML, each paragraph, title, item and row of a table on a line of its own."""
    if not html:
        return ""
    root = _parsed(html)
    for element in root.iter("br"):
        element.tail = f"{LINE_END}{element.tail or ''}"
    for element in root.iter(*LINES):
        parent = element.getparent()
        if parent is not None and parent.tag == "li" and element.getprevious() is None:
            continue  # the paragraph that an item holds stands on the item’s own line
        mark = "– " if element.tag == "li" else ""
        element.text = f"{LINE_END}{mark}{element.text or ''}"
        element.tail = f"{LINE_END}{element.tail or ''}"
    for cell in root.iter("td", "th"):
        cell.tail = f" ; {cell.tail or ''}" if cell.getnext() is not None else cell.tail
    text = root.text_content()
    lines = (BREAKABLE.sub(" ", one).strip() for one in text.split(LINE_END))
    return "\n".join(one for one in lines if one)


def _parsed(html: str) -> lxml_html.HtmlElement:
    """The tree of this HTML. The inner `<div>` keeps a pasted `<html>` or `<frameset>` from taking the page’s place."""
    return lxml_html.fragment_fromstring(f"<div>{NOT_A_CHARACTER.sub('', html)}</div>", create_parent="div")


def _inner_html(root: lxml_html.HtmlElement) -> str:
    serialised: str = lxml_html.tostring(root, encoding="unicode")
    return serialised.removeprefix("<div>").removesuffix("</div>")


def _lift_header(table: lxml_html.HtmlElement) -> None:
    if table.find("thead") is not None:
        return
    header = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if isinstance(cell.tag, str)]
        if not cells or any(cell.tag != "th" for cell in cells):
            break
        header.append(row)
    if header:
        thead = lxml_html.Element("thead")
        thead.extend(header)
        table.insert(0, thead)


class RichTextField(ProseEditorField):  # type: ignore[misc]  # untyped library
    """Rich text in the database: HTML that `clean_html` passed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["config"] = {"extensions": dict(EXTENSIONS)}
        kwargs["sanitize"] = clean_html
        super().__init__(*args, **kwargs)
