"""Drafting and validating through the pages."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from charter.models import Membership, Project
from requirements.actions.agreement import current
from requirements.actions.sections import start_specification
from requirements.models import Approval, Comment, Section, Specification
from requirements.outline import outline
from tests.factories import PASSWORD, RequirementFactory
from tests.personas import ClientFor


@pytest.fixture
def section(project: Project) -> Section:
    start_specification(project)
    return Section.objects.get(specification__project=project, key="context")


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def url(section: Section, suffix: str = "") -> str:
    return f"{section.get_absolute_url()}{suffix}"


def test_the_text_is_cleaned_and_saved(manager: Client, section: Section) -> None:
    dirty = (
        '<p class="MsoNormal" style="mso-x:1">Texte <b>gras</b><script>alert(1)</script>'
        '<img src="http://ailleurs/x.png"><a rel="attachment" href="/etc/hostname">lien</a></p>'
    )
    response = manager.post(url(section, "texte"), {"version": section.version, "text": dirty})
    assert response.status_code == 302
    section.refresh_from_db()
    assert section.text == "<p>Texte <strong>gras</strong><a>lien</a></p>"
    assert section.version == 2


def test_a_stale_text_is_given_back_beside_the_stored_one(manager: Client, section: Section) -> None:
    manager.post(url(section, "texte"), {"version": 1, "text": "<p>Premier onglet</p>"})
    response = manager.post(url(section, "texte"), {"version": 1, "text": "<p>Second onglet</p>"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Premier onglet" in page
    assert "Second onglet" in page
    assert 'value="2"' in page
    again = manager.post(url(section, "texte"), {"version": 2, "text": "<p>Second onglet</p>"})
    assert again.status_code == 302
    section.refresh_from_db()
    assert section.text == "<p>Second onglet</p>"


def test_an_autosave_refreshes_outline_bar_and_version_together(manager: Client, section: Section) -> None:
    response = manager.post(
        url(section, "texte"), {"version": 1, "text": "<p>Texte</p>"}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    for part in ("outline", "section-bar", "id_version", "text-refused"):
        assert re.search(rf'id="{part}"[^>]*hx-swap-oob="true"', page), part


def test_a_version_that_is_no_number_is_refused_not_an_error(manager: Client, section: Section) -> None:
    assert manager.post(url(section, "texte"), {"version": "x", "text": "<p>Texte</p>"}).status_code == 422
    assert manager.post(url(section, "retirer"), {"version": "x"}).status_code == 409


def test_a_former_text_can_be_brought_back(manager: Client, section: Section) -> None:
    manager.post(url(section, "texte"), {"version": 1, "text": "<p>Ancien</p>"})
    manager.post(url(section, "texte"), {"version": 2, "text": "<p>Nouveau</p>"})
    page = manager.get(url(section) + "?volet=historique").content.decode()
    events = re.findall(r"textes/(\d+)/retablir", page)
    assert events
    manager.post(url(section, f"textes/{events[0]}/retablir"), {"version": 3})
    section.refresh_from_db()
    assert section.text == "<p>Ancien</p>"


def test_a_section_is_added_renamed_retired_and_restored(
    manager: Client, section: Section, project: Project
) -> None:
    base = f"/projets/{project.slug}/cahier-des-charges/sections/"
    manager.post(base + "ajouter", {"title": "Réversibilité", "blocks": ["risks"]})
    added = Section.objects.get(title="Réversibilité")
    assert added.blocks == ["risks"]
    manager.post(url(added, "reglages"), {"title": "Sortie du contrat", "version": 1})
    added.refresh_from_db()
    assert added.title == "Sortie du contrat"
    manager.post(url(added, "retirer"), {"version": added.version})
    assert manager.get(url(added)).status_code == 404
    assert "Sortie du contrat" in manager.get(f"/projets/{project.slug}/cahier-des-charges/").content.decode()
    manager.post(url(added, "retablir"))
    assert manager.get(url(added)).status_code == 200


def test_an_untitled_section_is_refused_in_words(manager: Client, section: Section, project: Project) -> None:
    response = manager.post(f"/projets/{project.slug}/cahier-des-charges/sections/ajouter", {"title": " "})
    assert response.status_code == 422


def test_a_section_moves_by_keyboard_and_by_drag(manager: Client, section: Section, project: Project) -> None:
    def titles() -> list[str]:
        return [node.section.key for node in outline(Specification.objects.of(project)).roots]

    before = titles()
    manager.post(url(section, "deplacer"), {"sens": "haut"})
    assert titles()[:2] == [before[1], before[0]]
    ids = [node.section.pk for node in outline(Specification.objects.of(project)).roots]
    manager.post(
        f"/projets/{project.slug}/cahier-des-charges/sections/ordre", {"ids": [ids[1], ids[0], *ids[2:]]}
    )
    assert titles() == before


def test_the_whole_validation_by_the_pages(
    manager: Client, section: Section, project: Project, client_for: ClientFor
) -> None:
    manager.post(url(section, "texte"), {"version": 1, "text": "<p>Texte</p>"})
    section.refresh_from_db()
    head = Membership.objects.get(project=project, user__email="head@exemple.fr")
    asked = {f"place_{head.pk}": "required"}
    read = current(section).fingerprint
    assert manager.post(url(section, "soumettre"), {"read": read}).status_code == 422
    assert manager.post(url(section, "soumettre"), {"read": "0" * 64, **asked}).status_code == 409
    assert manager.post(url(section, "soumettre"), {"read": read, **asked}).status_code == 302

    validator = client_for("head")
    assert "Votre décision" in validator.get(url(section)).content.decode()
    without_reason = validator.post(url(section, "decider"), {"read": read})
    assert without_reason.status_code == 422
    assert "Dites ce qu’il faut modifier" in without_reason.content.decode()
    validator.post(url(section, "decider"), {"read": read, "reason": "Précisez."})
    assert "Précisez." in manager.get(url(section)).content.decode()

    manager.post(url(section, "texte"), {"version": 2, "text": "<p>Texte précis</p>"})
    section.refresh_from_db()
    read = current(section).fingerprint
    manager.post(url(section, "soumettre"), {"read": read, **asked})
    assert validator.post(url(section, "signer"), {"read": read, "password": PASSWORD}).status_code == 302
    assert "Validée" in manager.get(url(section)).content.decode()
    manager.post(url(section, "texte"), {"version": 3, "text": "<p>Encore</p>"})
    assert "Validée puis modifiée" in manager.get(url(section)).content.decode()


def test_a_decision_on_a_changed_content_is_refused_and_what_was_typed_is_kept(
    manager: Client, section: Section, project: Project, client_for: ClientFor
) -> None:
    manager.post(url(section, "texte"), {"version": 1, "text": "<p>Texte</p>"})
    section.refresh_from_db()
    head = Membership.objects.get(project=project, user__email="head@exemple.fr")
    read = current(section).fingerprint
    manager.post(url(section, "soumettre"), {"read": read, f"place_{head.pk}": "required"})
    manager.post(url(section, "texte"), {"version": 2, "text": "<p>Autre</p>"})
    response = client_for("head").post(
        url(section, "decider"), {"read": read, "reason": "Un motif bien tourné"}
    )
    assert response.status_code == 409
    assert "Un motif bien tourné" in response.content.decode()
    assert read[:12] in response.content.decode()
    assert not Approval.objects.exists()


def test_someone_who_is_not_a_named_validator_gets_403(section: Section, client_for: ClientFor) -> None:
    head = client_for("head")
    assert head.post(url(section, "decider"), {"read": "0" * 64, "reason": "Non."}).status_code == 403
    assert head.get(url(section, "signer")).status_code == 403
    assert head.post(url(section, "signer"), {"read": "0" * 64, "password": PASSWORD}).status_code == 403


def test_comments_are_written_dealt_with_and_put_aside(
    section: Section, client_for: ClientFor, manager: Client
) -> None:
    contributor = client_for("contributor")
    assert contributor.post(url(section, "commentaires"), {"text": " "}).status_code == 422
    contributor.post(url(section, "commentaires"), {"text": "Et les agences ?"})
    comment = Comment.objects.get()
    assert "Et les agences" in manager.get(url(section) + "?volet=commentaires").content.decode()
    manager.post(url(section, f"commentaires/{comment.pk}/traiter"), {"version": 1})
    comment.refresh_from_db()
    assert comment.resolved_at is not None
    assert (
        manager.post(url(section, f"commentaires/{comment.pk}/supprimer"), {"version": 2}).status_code == 403
    )
    contributor.post(url(section, f"commentaires/{comment.pk}/supprimer"), {"version": 2})
    assert Comment.objects.live().count() == 0


def test_a_reader_reads_without_writing(section: Section, client_for: ClientFor) -> None:
    reader = client_for("reader")
    page = reader.get(url(section)).content.decode()
    assert "section-text-form" not in page
    assert reader.post(url(section, "texte"), {"version": 1, "text": "x"}).status_code == 403
    assert reader.post(url(section, "commentaires"), {"text": "x"}).status_code == 403


def test_a_section_of_another_project_is_not_found(
    section: Section, client_for: ClientFor, project: Project
) -> None:
    other = f"/projets/{project.slug}/cahier-des-charges/sections/999999/"
    assert client_for("manager").get(other).status_code == 404


@pytest.mark.parametrize("path", ["", "cahier-des-charges/", "section"])
def test_queries_do_not_grow_with_the_requirements(
    project: Project, section: Section, manager: Client, path: str
) -> None:
    commercial = Section.objects.get(specification=section.specification, title="Commercial")
    address = commercial.get_absolute_url() if path == "section" else f"/projets/{project.slug}/{path}"
    com = project.department_rows.get(code="COM")

    def count(*, cold: bool) -> int:
        if cold:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(address).status_code == 200
        return len(queries)

    RequirementFactory(department=com)
    one = count(cold=True), count(cold=False)
    for _ in range(9):
        RequirementFactory(department=com)
    assert (count(cold=True), count(cold=False)) == one


def test_a_sub_section_comes_back_only_under_a_standing_section(manager: Client, section: Section) -> None:
    child = Section.objects.create(
        specification=section.specification, parent=section, title="Marché", position=1
    )
    child.put_aside(read_version=1)
    section.put_aside(read_version=section.version)
    answer = manager.post(url(child, "retablir"), follow=True)
    assert answer.status_code == 200
    assert f"Rétablissez d’abord la section «\u00a0{section.title}\u00a0»" in answer.content.decode()
    child.refresh_from_db()
    assert child.is_deleted
