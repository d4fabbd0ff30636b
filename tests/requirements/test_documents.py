"""Documents beside the specification: asked for, composed and read like any export, by those who may."""

import io
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from charter.models import Membership, Project
from crmproject.toolkit import documents
from requirements import claims
from requirements.actions.exports import request_document
from requirements.actions.sections import start_framing_note
from requirements.building import NO_ACCESS, build
from requirements.models import Export, Specification
from requirements.models.editions import ExportStatus
from requirements.pdf_sections import sections_in_pdf
from tests.factories import SpecificationFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "note-de-cadrage"


@pytest.fixture
def specification(project: Project) -> Specification:
    made: Specification = SpecificationFactory(project=project)
    start_framing_note(project)
    return made


def asked(specification: Specification, name: str = NOTE, by: User | None = None) -> Export:
    document = documents.get(name)
    assert document is not None
    return request_document(
        specification=specification, document=document, by=by or specification.project.manager
    )


def built(export: Export) -> Export:
    claim = claims.take(export.pk)
    assert claim is not None
    build(claim)
    export.refresh_from_db()
    return export


@pytest.mark.parametrize("name", [NOTE, "raci", "planning"])
def test_a_document_is_composed_and_read_like_any_export(
    specification: Specification, client_for: ClientFor, name: str
) -> None:
    manager = client_for("manager")
    answer = manager.post(reverse("request_document", args=["negoce", name]))
    export = Export.objects.get()
    assert answer["Location"] == reverse("export", args=["negoce", export.pk])
    assert (export.kind, export.edition) == (name, None)
    page = manager.get(answer["Location"]).content.decode()
    assert export.kind_label in page
    assert built(export).status == ExportStatus.DONE
    assert sections_in_pdf(export, "negoce") == {}
    assert "pdf-title" in manager.get(answer["Location"]).content.decode()
    file = manager.get(reverse("export_file", args=["negoce", export.pk]))
    assert export.kind_label in unquote(file["Content-Disposition"])
    with pikepdf.open(io.BytesIO(file.getvalue())) as pdf:
        assert len(pdf.pages) == export.pages
        assert str(pdf.docinfo.Title).startswith(export.kind_label)
    file.close()


def test_the_file_bears_the_names_of_the_document_and_of_the_project(
    specification: Specification, client_for: ClientFor
) -> None:
    Project.objects.update(name='Ventes/France\\Benelux : "essai"')
    export = built(asked(specification))
    file = client_for("reader").get(reverse("export_file", args=["negoce", export.pk]))
    assert "Note de cadrage – Ventes-France-Benelux - -essai-.pdf" in unquote(file["Content-Disposition"])
    file.close()


def test_a_project_without_a_note_is_told_so(specification: Specification, tmp_path: Path) -> None:
    Specification.objects.framing_notes().delete()
    export = built(asked(specification))
    assert export.status == ExportStatus.FAILED
    assert "pas encore de note de cadrage" in export.error
    with pytest.raises(CommandError, match="pas encore de note"):
        call_command("export_document", "negoce", NOTE, "-o", str(tmp_path / "note.pdf"))


def test_asking_again_before_it_began_follows_the_same_composition(
    specification: Specification, personas: dict[str, User]
) -> None:
    first = asked(specification)
    assert asked(specification) == first
    assert asked(specification, "raci") != first
    assert asked(specification, by=personas["sponsor"]) != first
    claims.take(first.pk)
    assert asked(specification) != first


def test_the_same_document_asked_for_again_is_the_same_file(specification: Specification) -> None:
    assert built(asked(specification)).sha256 == built(asked(specification)).sha256


def test_only_those_who_export_may_ask_and_only_for_what_exists(
    specification: Specification, client_for: ClientFor
) -> None:
    url = reverse("request_document", args=["negoce", NOTE])
    assert client_for("reader").post(url).status_code == 403
    assert client_for("stranger").post(url).status_code == 404
    assert client_for("manager").get(url).status_code == 405
    unknown = reverse("request_document", args=["negoce", "specification"])
    assert client_for("manager").post(unknown).status_code == 404
    assert not Export.objects.exists()


def test_access_is_checked_again_by_the_worker(
    specification: Specification, personas: dict[str, User]
) -> None:
    export = asked(specification, by=personas["steering"])
    Membership.objects.filter(user=personas["steering"]).update(deleted_at=timezone.now())
    assert (built(export).status, export.error) == (ExportStatus.FAILED, NO_ACCESS)


def test_pages_offer_the_document_to_those_who_export(
    specification: Specification, client_for: ClientFor
) -> None:
    for page in ("charter", "editions"):
        url = reverse(page, args=["negoce"])
        action = reverse("request_document", args=["negoce", NOTE])
        assert f'action="{action}"' in client_for("sponsor").get(url).content.decode()
        assert f'action="{action}"' not in client_for("reader").get(url).content.decode()


def test_the_form_of_the_button_holds_a_token(specification: Specification, client_for: ClientFor) -> None:
    page = client_for("manager").get(reverse("charter", args=["negoce"])).content.decode()
    form = page[page.index(reverse("request_document", args=["negoce", NOTE])) :]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]


def test_what_was_printed_is_listed_with_the_editions(
    specification: Specification, client_for: ClientFor
) -> None:
    export = built(asked(specification, "planning"))
    page = client_for("reader").get(reverse("editions", args=["negoce"])).content.decode()
    assert reverse("export", args=["negoce", export.pk]) in page
    assert "Planning" in page


def test_the_command_writes_the_same_document(specification: Specification, tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    call_command("export_document", "negoce", NOTE, "-o", str(path))
    assert path.read_bytes()[:5] == b"%PDF-"
    for slug, folder in (("inconnu", tmp_path), ("negoce", tmp_path / "nulle-part")):
        with pytest.raises(CommandError) as refused:
            call_command("export_document", slug, NOTE, "-o", str(folder / "rien.pdf"))
        assert refused.value.returncode == 1
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("export_document", "negoce", "inconnu", "-o", str(path))
