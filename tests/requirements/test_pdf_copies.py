"""What a copy carries: the way to check it, its data, its reader’s name, its annexes, and approvals in words."""

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import segno

from charter.models import Project
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.pdf.composing import ComposedPdf
from requirements import claims
from requirements.actions.editions import freeze_edition
from requirements.actions.exports import request_export
from requirements.building import build
from requirements.export_options import ExportOptions
from requirements.models import Comment, CommentKind, Edition, Export, Specification
from requirements.models.editions import ExportStatus
from requirements.pdf.compose import compose
from requirements.pdf.document import Document, PrintedApproval, document_of
from requirements.verification import Answer, judge
from tests.factories import SectionFactory
from tests.personas import ClientFor
from tests.requirements.test_pdf import FINGERPRINT, document, opened, section, text_of

CODE = "ABCDEFGHJK"


def attached(pdf: ComposedPdf) -> dict[str, Any]:
    """The data that this PDF carries."""
    with opened(pdf) as file:
        (name,) = file.attachments
        return dict(json.loads(file.attachments[name].get_file().read_bytes()))


def edition_with_code(**values: Any) -> Document:
    return document(section("1", "Contexte", "<p>Texte</p>"), code=CODE, **values)


def test_an_edition_carries_its_data_and_says_what_they_are_to_it() -> None:
    pdf = compose(edition_with_code())
    with opened(pdf) as file:
        (related,) = file.Root.AF
        assert str(related.AFRelationship) == "/Data"
        assert str(related.UF) == "edition-2.json"
        assert str(related.Desc) == "Données de l’édition 2 au format JSON"
        assert str(related.EF.F.Subtype) == "/application/json"
        assert file.attachments["edition-2.json"].obj.objgen == related.objgen
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    data = attached(pdf)
    assert (data["project"], data["edition"]["number"], data["edition"]["code"]) == (
        "Mise en place du CRM",
        2,
        CODE,
    )
    assert data["edition"]["status"] == "validated"
    assert data["sections"][0]["content"]["text"] == "<p>Texte</p>"


def test_a_draft_carries_nothing_and_has_no_code(tmp_path: Path) -> None:
    pdf = compose(document(section("1", "Contexte", "<p>a</p>"), status="working", number=None))
    with opened(pdf) as file:
        assert "/AF" not in file.Root
        assert not file.attachments
    assert "Vérifier cet exemplaire" not in text_of(pdf, tmp_path)


def test_the_same_copy_has_the_same_bytes_and_another_reader_another_file() -> None:
    first, second = compose(edition_with_code()), compose(edition_with_code())
    assert first.content == second.content
    other = compose(edition_with_code(copy_for="Paul Durand"))
    assert other.sha256 != first.sha256
    assert attached(other) == attached(first)


def test_the_code_is_printed_in_clear_beside_a_qr_code_of_eighteen_millimetres_at_least(
    tmp_path: Path,
) -> None:
    made = edition_with_code()
    pdf = compose(made)
    text = text_of(pdf, tmp_path).replace(" ", "")
    assert made.link.replace(" ", "") in text
    assert CODE in text
    with opened(pdf) as file:
        (figure,) = figures(file.Root.StructTreeRoot.K)
        assert str(figure.Alt) == f"Code QR vers {made.link}"
        left, top, right, bottom = (float(side) for side in figure.A.BBox)
    side = (right - left) * 25.4 / 72
    modules = segno.make(made.link, micro=False, error="m").symbol_size()[0]
    quiet = 8 * side / modules
    assert side - quiet >= 18
    assert side == pytest.approx((bottom - top) * 25.4 / 72)


def figures(node: Any) -> list[Any]:
    """The figures of a structure tree."""
    if isinstance(node, pikepdf.Array):
        return [one for kid in node for one in figures(kid)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [node] if node.get("/S") == "/Figure" else []
    return own + (figures(node["/K"]) if "/K" in node else [])


def test_the_qr_code_that_is_drawn_is_the_one_of_the_address() -> None:
    made = edition_with_code()
    wanted = segno.make(made.link, micro=False, error="m")
    drawn = io.BytesIO()
    wanted.save(drawn, kind="svg", border=4, omitsize=True, dark="#000", light="#fff", xmldecl=False)
    strokes = re.search(r' d="([^"]+)"[^>]*stroke|stroke[^>]* d="([^"]+)"', drawn.getvalue().decode())
    assert strokes is not None
    assert (strokes[1] or strokes[2]) in str(made.qr_code)


def test_a_delegates_approval_a_kept_one_and_the_kind_of_signature_are_said_in_words(tmp_path: Path) -> None:
    approvals = [
        PrintedApproval(
            "Paul Durand", "Adjoint", "2027-03-03T10:00:00+01:00", FINGERPRINT,
            roles="Contributeur", on_behalf_of="Claire Dupont (Direction commerciale)",
            minor="Gardée par une correction mineure du 4 mars 2027\u00a0: coquilles.",
        )
    ]  # fmt: skip
    text = text_of(compose(document(section("1", "Contexte", "<p>a</p>", approvals=approvals))), tmp_path)
    assert text.count("délégation") == 2  # in the seal and among the validations
    assert (
        "Paul Durand, Adjoint (Contributeur), par délégation de Claire Dupont (Direction commerciale)" in text
    )
    assert "Gardée par une correction mineure du 4 mars 2027" in text
    assert "Section validée, par signature électronique simple" in text
    assert "Chaque approbation est une signature électronique simple" in text


def test_approvals_of_an_older_edition_lack_what_came_later() -> None:
    old = {
        "name": "Claire",
        "title": "Direction",
        "at": "2027-03-03T10:00:00+01:00",
        "fingerprint": FINGERPRINT,
    }
    approval = PrintedApproval.from_json({**old, "unknown": 1})
    assert (approval.signatory, approval.minor, approval.roles) == ("Claire, Direction", "", "")
    named = PrintedApproval.from_json({**old, "roles": "Sponsor", "on_behalf_of": "Paul (Achats)"})
    assert named.quality == ", Direction (Sponsor), par délégation de Paul (Achats)"
    assert named.signatory == "Claire, Direction, par délégation de Paul (Achats)"


@pytest.fixture
def edition(project: Project) -> Edition:
    specification = Specification.objects.create(project=project)
    SectionFactory(specification=specification, title="Contexte", text="<p>Le contexte.</p>")
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=project.manager)


def built(export: Export) -> ComposedPdf:
    """This export, composed as a worker does."""
    claim = claims.take(export.pk)
    assert claim is not None
    build(claim)
    export.refresh_from_db()
    assert export.status == ExportStatus.DONE, export.error
    with export.file.open() as file:
        return ComposedPdf(file.read(), export.sha256, export.pages)


@pytest.mark.django_db
def test_whoever_reads_the_data_can_prove_the_fingerprints(edition: Edition) -> None:
    data = attached(compose(document_of(Edition.objects.get(pk=edition.pk))))
    lines = []
    for one in data["sections"]:
        assert fingerprint(one["content"]) == one["fingerprint"]
        lines.append(f"{one['number']} {one['fingerprint']}")
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == data["edition"]["fingerprint"]
    assert data["edition"]["code"] == edition.code


@pytest.mark.django_db(transaction=True)
def test_a_real_file_is_known_until_it_is_cut_or_saved_again(edition: Edition) -> None:
    specification, manager = edition.specification, edition.author
    first = built(request_export(specification=specification, edition=edition, by=manager)).content
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(first)) as file:
        file.save(saved)

    def answer(content: bytes) -> str:
        return judge(edition, hashlib.sha256(content).hexdigest()).answer

    assert answer(first) == Answer.AUTHENTIC
    assert answer(saved.getvalue()) == Answer.UNKNOWN
    assert answer(first[:-1]) == Answer.UNKNOWN
    freeze_edition(specification=specification, title="Suite", note="", by=manager)
    assert answer(first) == Answer.SUPERSEDED
    assert judge(edition, hashlib.sha256(first).hexdigest()).current == 2


@pytest.mark.django_db(transaction=True)
def test_comments_are_an_annex_in_the_contents_and_the_bookmarks(edition: Edition, tmp_path: Path) -> None:
    specification, manager = edition.specification, edition.author
    Comment.objects.create(
        section=specification.sections.get(), author=manager, text="Quel volume ?", kind=CommentKind.QUESTION
    )
    export = request_export(
        specification=specification, edition=edition, by=manager, options=ExportOptions(comments=True)
    )
    pdf = built(export)
    text = text_of(pdf, tmp_path)
    assert "Annexe A – Commentaires" in text
    assert "Quel volume" in text
    with opened(pdf) as file, file.open_outline() as outline:
        assert "Annexe A Commentaires" in [" ".join(one.title.split()) for one in outline.root]


@pytest.mark.django_db(transaction=True)
def test_an_annex_that_has_nothing_to_say_is_left_out(edition: Edition, tmp_path: Path) -> None:
    export = request_export(
        specification=edition.specification,
        edition=edition,
        by=edition.author,
        options=ExportOptions(comments=True),
    )
    assert "Annexe" not in text_of(built(export), tmp_path)


@pytest.mark.django_db
def test_only_the_same_options_follow_the_same_composition(edition: Edition) -> None:
    def ask(options: ExportOptions) -> Export:
        return request_export(
            specification=edition.specification, edition=edition, by=edition.author, options=options
        )

    options = [
        ExportOptions(),
        ExportOptions(comments=True),
        ExportOptions(since=1),
        ExportOptions(copy_for="Paul"),
    ]
    made = [ask(one) for one in options]
    assert len({one.pk for one in made}) == 4
    assert [ask(one) for one in options] == made


@pytest.mark.django_db
def test_annexes_are_asked_for_on_a_page_and_leave_the_editions_own_pdf(
    edition: Edition, client_for: ClientFor
) -> None:
    manager, url = client_for("manager"), "/projets/negoce/editions/1/exports/"
    assert "Commentaires" in manager.get(url).content.decode()
    answer = manager.post(url, {"comments": "on"})
    export = edition.exports.get()
    assert answer["Location"] == f"/projets/negoce/exports/{export.pk}/"
    assert export.options == {"comments": True}
    assert str(export.pk) not in manager.get(edition.get_absolute_url()).content.decode()
    assert str(export.pk) in manager.get(url).content.decode()
    manager.post(url)
    assert edition.exports.filter(options={}).count() == 1


@pytest.mark.django_db
def test_an_edition_that_is_not_earlier_is_refused_in_words(edition: Edition, client_for: ClientFor) -> None:
    second = freeze_edition(specification=edition.specification, title="Suite", note="", by=edition.author)
    manager, url = client_for("manager"), "/projets/negoce/editions/2/exports/"
    for wrong in ("2", "7", "-1", "x", "9" * 5000):
        answer = manager.post(url, {"since": wrong})
        assert answer.status_code == 422
        assert not second.exports.exists()
    manager.post(url, {"since": "1"})
    assert second.exports.get().options == {"since": 1}
    manager.post("/projets/negoce/exports/brouillon/", {"comments": "on", "since": "2"})
    draft = Export.objects.get(edition=None)
    assert draft.options == {"comments": True, "since": 2}


def test_the_requirements_of_an_edition_are_carried_as_a_table_without_formulas() -> None:
    rows = [
        {
            "ref": "COM-001",
            "title": "Relancer",
            "text": "=1+1",
            "department": "Commercial",
            "priority": "must",
        }
    ]
    blocks = [{"name": "requirements", "data": {"rows": rows}}]
    made = document(section("1", "Commercial", blocks=blocks), code=CODE)
    with opened(compose(made)) as file:
        name = next(name for name in file.attachments if name.endswith(".csv"))
        lines = file.attachments[name].get_file().read_bytes().decode("cp1252").splitlines()
        specification = file.attachments[name].obj
        assert str(specification.AFRelationship) == "/Supplement"
        assert str(specification.EF.F.Subtype) == "/text/csv"
    assert lines[0].startswith("Référence;Intitulé;Exigence;Service")
    assert lines[1].startswith("COM-001;Relancer;'=1+1;Commercial;;Must")
