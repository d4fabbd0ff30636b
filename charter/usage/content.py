"""The charter as one piece of content: what is published, signed, printed and compared."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from lxml import html as lxml_html

from charter.models import UsageArticle, UsageCharter, UsageVersion
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.richtext import clean_html, plain_text
from crmproject.toolkit.text import one_line_end
from crmproject.toolkit.words import deleted, inserted, marked_text, tokens_of

# Where a reader sees a new line.
LINES = {"p", "li", "h3", "h4", "tr", "blockquote", "hr"}
BLANKS = re.compile(r"\n\s*\n+")

type Content = dict[str, Any]


def draft_content(charter: UsageCharter | None, articles: list[UsageArticle]) -> Content:
    """What publishing now would freeze."""
    return {
        "title": charter.title.strip() if charter else "",
        "preamble": _kept(charter.preamble) if charter else "",
        "articles": [{"title": one.title.strip(), "text": _kept(one.text)} for one in articles],
    }


def _kept(html: str) -> str:
    """Rich text as it is frozen: a project file gives it back to the letter."""
    return one_line_end(clean_html(html)).strip()


def digest(content: Content) -> str:
    """The fingerprint that a signature names."""
    return fingerprint(content)


def emptied(articles: list[UsageArticle]) -> list[str]:
    """Titles of the articles that say nothing."""
    return [one.title for one in articles if not plain_text(one.text)]


@dataclass(frozen=True)
class Change:
    """What became of one article, or of the preamble, between two contents."""

    kind: str  # added, removed, changed, same
    label: str
    title: SafeString
    text: SafeString


WORDS = {"added": "Ajouté", "removed": "Retiré", "changed": "Modifié", "same": "Inchangé"}


def changes(before: Content, after: Content) -> list[Change]:
    """What differs, article by article in the order of the later content; those removed come last.

    An article is known again by its title, else by its place among those that were renamed.
    """
    found = [_changed("Préambule", before["preamble"], "Préambule", after["preamble"])]
    old: list[dict[str, str]] = list(before["articles"])
    titles = {one["title"] for one in after["articles"]}
    renamed = [one for one in old if one["title"] not in titles]
    by_title = {one["title"]: one for one in old}
    for one in after["articles"]:
        was = by_title.get(one["title"]) or _nearest(one, renamed)
        if was is None:
            found.append(_whole("added", one))
            continue
        if was in renamed:
            renamed.remove(was)
        found.append(_changed(was["title"], was["text"], one["title"], one["text"]))
    return [one for one in found if one.title] + [_whole("removed", one) for one in renamed]


def _nearest(one: dict[str, str], others: list[dict[str, str]]) -> dict[str, str] | None:
    """The article of the same text under another title."""
    return next((other for other in others if other["text"] == one["text"]), None)


def _changed(title_before: str, before: str, title_after: str, after: str) -> Change:
    same = title_before == title_after and before == after
    kind = "same" if same else "changed"
    return Change(
        kind,
        WORDS[kind],
        marked_text(title_before, title_after),
        marked_text(lines_of(before), lines_of(after)),
    )


def _whole(kind: str, one: dict[str, str]) -> Change:
    mark = inserted if kind == "added" else deleted
    return Change(kind, WORDS[kind], mark(tokens_of(one["title"])), mark(tokens_of(lines_of(one["text"]))))


def lines_of(html: str) -> str:
    """Rich text as plain lines, each item with its dash."""
    cleaned = clean_html(html)
    if not cleaned:
        return ""
    root = lxml_html.fragment_fromstring(cleaned, create_parent="div")
    for element in root.iter():
        if element.tag == "li":
            element.text = f"– {element.text or ''}"
        if element.tag == "br" or element.tag in LINES:
            element.tail = f"\n{element.tail or ''}"
    text = strip_tags(str(root.text_content()))
    return BLANKS.sub("\n", text.replace("– \n", "– ")).strip()


def plain_charter(version: UsageVersion) -> str:
    """The whole version as text, for a message and for a file."""
    content = version.content
    parts = [content["title"], lines_of(content["preamble"])]
    for number, one in enumerate(content["articles"], start=1):
        parts.append(f"{number}. {one['title']}\n{lines_of(one['text'])}")
    return "\n\n".join(part for part in parts if part)
