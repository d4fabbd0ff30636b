"""Rich text on its way in: what is allowed stays, what is hostile goes, nothing breaks the parser."""

import pytest

from crmproject.toolkit.richtext import clean_html, plain_text

LINKS = [
    "java\tscript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "//ailleurs.exemple", "/etc/hostname",
    "data:text/html,<script>alert(1)</script>", "file:///etc/hostname", "vbscript:x", "https:javascript",
]  # fmt: skip
MUTATIONS = [
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<svg><p><style><g title="</style><img src=x onerror=alert(1)>">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<p><!--><img src=x onerror=alert(1)>-->",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
]
ODD = [
    "<html><frameset></frameset></html>", "<!DOCTYPE html><body><p>Texte", "</div></div>Texte", "Texte\ufffe\uffff",
    "Texte\x00\x0b\x1f", "<b>" * 30_000, "<table>" * 10_000, "<ul><li>" * 10_000, "<!--", "<", "&#0;", "<body></body>",
    '<?xml version="1.0" encoding="utf-16"?><p>Texte</p>', "é" * 200_000,
]  # fmt: skip


@pytest.mark.parametrize("href", LINKS)
def test_a_link_leads_to_a_site_or_an_address_only(href: str) -> None:
    assert clean_html(f'<p><a href="{href}">lien</a></p>') == "<p><a>lien</a></p>"


@pytest.mark.parametrize("html", MUTATIONS)
def test_what_changes_its_nature_when_it_is_read_again_stays_harmless(html: str) -> None:
    once = clean_html(html)
    for tag in ("<img", "<style", "<svg", "<math", "<form", "<noscript"):
        assert tag not in once
    assert "<img" not in clean_html(once)


@pytest.mark.parametrize("html", ODD, ids=lambda html: repr(html[:24]))
def test_no_text_breaks_the_cleaning(html: str) -> None:
    cleaned = clean_html(html)
    assert ("Texte" in html) == ("Texte" in plain_text(cleaned))
    assert clean_html(cleaned) == cleaned


def test_a_whole_pasted_page_keeps_its_text() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Onglet</title></head><body><h1>Titre</h1><p>Un</p></body></html>"
    )
    assert clean_html(page) == "<h3>Titre</h3><p>Un</p>"
