"""The PDF: what it says, how it is tagged, and that it fetches nothing."""

import datetime
import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from charter.front import Front, Recipient
from crmproject.toolkit.pdf.composing import ComposedPdf
from crmproject.toolkit.pdf.renderer import NothingFetched
from requirements.pdf.compose import compose
from requirements.pdf.document import Document, HistoryLine, PrintedApproval, PrintedSection

FINGERPRINT = "3fa9c01b77de" + "0" * 52


def section(number: str, title: str, text: str = "", **values: Any) -> PrintedSection:
    blocks = values.pop("blocks", [])
    content = {"format": 1, "title": title, "department": "", "text": text, "blocks": blocks}
    values.setdefault("state", "validated")
    return PrintedSection(number, number.count(".") + 1, content, FINGERPRINT, **values)


def document(*sections: PrintedSection, status: str = "validated", **values: Any) -> Document:
    front = Front(
        organisation="Entreprise de négoce",
        project="Mise en place du CRM",
        recipients=[Recipient("Claire Dupont", "Direction commerciale", "Responsable de service")],
    )
    made = datetime.datetime(2027, 3, 5, 9, tzinfo=datetime.UTC)
    history = [HistoryLine(2, "Pour le comité", "validated", made.date(), "Claire Chef", "Planning recalé")]
    defaults: dict[str, Any] = {"number": 2, "title": "Pour le comité", "author": "Claire Chef", "note": ""}
    return Document(
        **{
            **defaults,
            "front": front,
            "status": status,
            "dated": made,
            "history": history,
            "sections": list(sections),
            **values,
        }
    )


def text_of(pdf: ComposedPdf, tmp_path: Path) -> str:
    file = tmp_path / "document.pdf"
    file.write_bytes(pdf.content)
    run = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return " ".join(run.stdout.split())


def opened(pdf: ComposedPdf) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf.content))


def test_the_pdf_is_tagged_titled_and_french() -> None:
    pdf = compose(document(section("1", "Résumé exécutif", "<p>Texte</p>")))
    with opened(pdf) as file:
        root = file.Root
        assert str(root.Lang) == "fr"
        assert root.MarkInfo.Marked
        assert root.StructTreeRoot.K
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo.Title) == "Cahier des charges – Mise en place du CRM – Édition 2"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert len(file.pages) == pdf.pages


def test_every_section_has_a_bookmark_and_a_line_in_the_contents(tmp_path: Path) -> None:
    pdf = compose(document(section("1", "Contexte", "<p>a</p>"), section("1.1", "Commercial", "<p>b</p>")))
    with opened(pdf) as file, file.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert "1 Contexte" in [" ".join(title.split()) for title in titles]
        assert any(
            " ".join(child.title.split()) == "1.1 Commercial" for i in outline.root for child in i.children
        )
    assert "Sommaire 1 Contexte" in text_of(pdf, tmp_path)


def test_an_approval_is_printed_with_name_role_date_and_short_fingerprint(tmp_path: Path) -> None:
    approval = PrintedApproval(
        "Claire Dupont", "Direction commerciale", "2027-03-03T10:00:00+01:00", FINGERPRINT
    )
    text = text_of(compose(document(section("1", "Contexte", "<p>a</p>", approvals=[approval]))), tmp_path)
    line = "Claire Dupont, Direction commerciale – approuvée le 3 mars 2027 – empreinte 3fa9 c01b 77de"
    assert "Section validée" in text
    assert line in text


@pytest.mark.parametrize(
    ("status", "mark"), [("validated", ""), ("draft", "PROJET"), ("working", "BROUILLON")]
)
def test_only_a_validated_edition_has_no_watermark(status: str, mark: str, tmp_path: Path) -> None:
    text = text_of(compose(document(section("1", "Contexte", "<p>a</p>"), status=status)), tmp_path)
    for word in ("PROJET", "BROUILLON"):
        assert (word in text) == (word == mark)


def test_nothing_is_fetched_or_embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    real = NothingFetched.fetch

    def watched(self: NothingFetched, url: str, headers: Any = None) -> Any:
        fetched.append(url)
        return real(self, url, headers)

    monkeypatch.setattr(NothingFetched, "fetch", watched)
    secret = tmp_path / "secret.txt"
    secret.write_text("mot-de-passe-du-serveur")
    hostile = (
        f'<p><a rel="attachment" href="file://{secret}">pièce jointe</a> <a rel="attachment" href="{secret}">b</a>'
        '<a rel="attachment" href="data:text/plain,abc">c</a><img src="file:///etc/passwd">'
        '<img src="http://127.0.0.1:1/x.png"></p><p style="background: url(http://127.0.0.1:1/y)">fond</p>'
        f'<style>p {{ background: url(file://{secret}) }}</style><link rel="stylesheet" href="http://127.0.0.1:1/z">'
        '<svg><image href="file:///etc/passwd"/></svg><object data="file:///etc/passwd"></object>'
    )
    pdf = compose(
        document(section("1", "Contexte", hostile), title='"><a rel="attachment" href="/etc/hostname">')
    )
    with opened(pdf) as file:
        assert "/EmbeddedFiles" not in file.Root.get("/Names", {})
        kinds = {str(mark.Subtype) for page in file.pages for mark in page.get("/Annots", [])}
        assert "/FileAttachment" not in kinds
    assert b"mot-de-passe-du-serveur" not in pdf.content
    assert fetched == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "ftp://x/",
        "data:text/css,p{}",
        "data:image/svg+xml,<svg/>",
    ],
)
def test_the_renderer_refuses_every_address(url: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        NothingFetched().fetch(url)


def test_a_block_that_the_product_no_longer_has_is_a_note(tmp_path: Path) -> None:
    gone = section("1", "Contexte", blocks=[{"name": "disparu", "data": {"rows": [1]}}])
    assert "disparu" in text_of(compose(document(gone)), tmp_path)


def test_an_empty_section_says_so_and_a_parent_does_not(tmp_path: Path) -> None:
    pdf = compose(document(section("1", "Besoins"), section("1.1", "Commercial")))
    assert text_of(pdf, tmp_path).count("Section sans contenu") == 1


def test_huge_cells_long_words_and_signs_without_glyph_are_printed(tmp_path: Path) -> None:
    cell = f"<table><tbody><tr><td>{'x' * 5000}</td><td>{'mot ' * 1250}</td></tr></tbody></table>"
    pdf = compose(document(section("1", "Contexte", f"{cell}<p>{'A' * 400}</p><p>Bravo 🎉 → ✓</p>")))
    text = text_of(pdf, tmp_path)
    assert text.count("mot") >= 1250
    assert text.replace(" ", "").count("x" * 20) >= 100


def test_progress_names_each_section_and_never_goes_back() -> None:
    told: list[tuple[str, int, int]] = []
    sections = [section(str(n), f"Partie {n}", "<p>texte</p>" * 2000) for n in range(1, 5)]
    compose(document(*sections), progress=lambda *step: told.append(step))
    for n in range(1, 5):
        assert f"Mise en page\u00a0: {n} – Partie {n}" in [step for step, _, _ in told]
    done = [done for _, done, _ in told]
    assert done == sorted(done)
    assert told[-1][1] == told[-1][2]


def test_what_progress_raises_gives_the_composition_up() -> None:
    class SupersededError(Exception):
        pass

    def stop(step: str, done: int, total: int) -> None:
        if step.startswith("Mise en page"):
            raise SupersededError

    with pytest.raises(SupersededError):
        compose(document(section("1", "Contexte", "<p>a</p>")), progress=stop)
