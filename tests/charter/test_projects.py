import io

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.models import User
from charter import homepanel
from charter.models import Membership, Project, Risk, StrategicObjective
from tests.factories import (
    BudgetLineFactory,
    DepartmentFactory,
    MembershipFactory,
    OperationalObjectiveFactory,
    ProjectFactory,
    RiskFactory,
    ScopeItemFactory,
)
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def image(kind: str = "PNG", size: tuple[int, int] = (40, 20), name: str = "logo.png") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind)
    return SimpleUploadedFile(name, stream.getvalue())


def settings_data(project: Project, **changes: object) -> dict[str, object]:
    return {
        "name": project.name,
        "organisation": project.organisation,
        "activity": "",
        "setup": "new",
        "outgoing_tool": "",
        "overlap_months": 0,
        "procurement": "tender",
        "start": "2027-01-11",
        "target_end": "2027-09-30",
        "version": project.version,
        **changes,
    }


def settings_url(project: Project) -> str:
    return reverse("project_settings", args=[project.slug])


# --- my projects and the home -----------------------------------------------------------------------------


def test_someone_without_a_project_is_told_how_to_begin(client_for: ClientFor) -> None:
    page = client_for("stranger").get(reverse("projects")).content.decode()
    assert "Aucun projet pour l’instant" in page
    assert reverse("project_new") in page


def test_my_projects_are_mine_only(project: Project, client_for: ClientFor) -> None:
    other = ProjectFactory(name="Projet des autres")
    page = client_for("reader").get(reverse("projects")).content.decode()
    assert project.get_absolute_url() in page
    assert other.get_absolute_url() not in page


def test_the_home_tells_the_manager_who_is_missing(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    page = manager.get(project.get_absolute_url()).content.decode()
    assert "Nommer un responsable pour le service «\u00a0Direction\u00a0»" in page
    assert "service «\u00a0Commercial\u00a0»" not in page
    assert "Formuler l’objectif stratégique" in page


def test_the_home_tells_a_reader_that_nothing_waits(project: Project, client_for: ClientFor) -> None:
    assert "Rien ne vous attend" in client_for("reader").get(project.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["project_home", "members", "charter", "projects"])
def test_ten_times_the_rows_cost_no_more_queries(project: Project, manager: Client, name: str) -> None:
    homepanel.start_project(project)
    url = reverse(name, args=[] if name == "projects" else [project.slug])

    def fill() -> None:
        department = DepartmentFactory(project=project)
        member = MembershipFactory(project=project, department=department)
        OperationalObjectiveFactory(department=department)
        ScopeItemFactory(project=project)
        BudgetLineFactory(project=project)
        RiskFactory(project=project, owner=member)
        ProjectFactory(manager=project.manager)

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(url).status_code == 200
        return len(queries)

    fill()
    count()
    one = count()
    for _ in range(9):
        fill()
    assert count() == one


# --- settings ---------------------------------------------------------------------------------------------


def test_settings_are_saved(project: Project, manager: Client) -> None:
    answer = manager.post(settings_url(project), settings_data(project, name="CRM 2027", setup="replacement"))
    assert answer.status_code == 302
    project.refresh_from_db()
    assert (project.name, project.is_replacement) == ("CRM 2027", True)


def test_a_project_that_ends_before_it_starts_is_refused_at_the_date(
    project: Project, manager: Client
) -> None:
    answer = manager.post(
        settings_url(project), settings_data(project, target_end="2026-01-01", name="Autre")
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["target_end"] == ["La fin visée doit suivre le début du projet."]
    assert 'value="Autre"' in answer.content.decode()


def test_stale_settings_show_both_texts(project: Project, manager: Client) -> None:
    manager.post(settings_url(project), settings_data(project, name="Version d’une collègue"))
    answer = manager.post(settings_url(project), settings_data(project, name="Ma version"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Version d’une collègue" in page
    assert "Ma version" in page
    project.refresh_from_db()
    assert project.name == "Version d’une collègue"


# --- logo -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_kept_under_a_name_of_ours_and_served_to_members(
    project: Project, manager: Client, client_for: ClientFor, kind: str
) -> None:
    upload = image(kind, name="../../évasion.exe.png")
    assert manager.post(settings_url(project), settings_data(project, logo=upload)).status_code == 302
    project.refresh_from_db()
    assert "vasion" not in str(project.logo.name)
    answer = client_for("reader").get(reverse("project_logo", args=[project.slug]))
    assert answer["Content-Type"] == f"image/{kind.lower()}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(b"".join(answer))) as served:
        assert served.format == kind


def test_a_logo_of_30_megabytes_is_refused_with_the_limit(project: Project, manager: Client) -> None:
    upload = SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 30 * 1024 * 1024)
    answer = manager.post(settings_url(project), settings_data(project, logo=upload, name="Nom déjà tapé"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce fichier pèse 30 Mo" in page
    assert "la limite est de 2 Mo" in page
    assert 'value="Nom déjà tapé"' in page


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.png"),
        (b"<!doctype html><script>alert(1)</script>", "logo.jpg"),
        (b"MZ\x90\x00" + b"\x00" * 200, "logo.webp"),
        (b"", "vide.png"),
    ],
)
def test_a_disguised_logo_is_refused(project: Project, manager: Client, content: bytes, name: str) -> None:
    answer = manager.post(
        settings_url(project), settings_data(project, logo=SimpleUploadedFile(name, content), name="Tapé")
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["logo"]
    assert 'value="Tapé"' in answer.content.decode()
    project.refresh_from_db()
    assert not project.logo


def test_an_image_of_another_type_is_refused(project: Project, manager: Client) -> None:
    answer = manager.post(settings_url(project), settings_data(project, logo=image("GIF", name="logo.png")))
    assert answer.status_code == 422
    assert "PNG, JPEG ou WebP" in answer.content.decode()


def test_a_stale_form_keeps_the_logo_that_stands(project: Project, manager: Client) -> None:
    stale = settings_data(project, logo=image())
    manager.post(settings_url(project), settings_data(project, name="Autre"))
    assert manager.post(settings_url(project), stale).status_code == 409
    project.refresh_from_db()
    assert not project.logo


def test_a_logo_can_be_taken_off(project: Project, manager: Client) -> None:
    manager.post(settings_url(project), settings_data(project, logo=image()))
    project.refresh_from_db()
    name = str(project.logo.name)
    manager.post(settings_url(project), settings_data(project, remove_logo="on"))
    project.refresh_from_db()
    assert not project.logo
    # History and editions still name it.
    assert default_storage.exists(name)
    assert manager.get(reverse("project_logo", args=[project.slug])).status_code == 404


def test_uploads_are_not_served_by_their_path(project: Project, manager: Client) -> None:
    manager.post(settings_url(project), settings_data(project, logo=image()))
    project.refresh_from_db()
    for prefix in ("/media/", "/"):
        assert manager.get(f"{prefix}{project.logo.name}").status_code == 404


# --- deletion ---------------------------------------------------------------------------------------------


def test_a_project_is_deleted_only_once_its_name_is_typed(project: Project, manager: Client) -> None:
    url = reverse("project_delete", args=[project.slug])
    assert manager.post(url, {"typed": "Autre chose"}).status_code == 422
    assert Project.objects.live().exists()
    assert manager.post(url, {"typed": f"  {project.name.upper()} "}).status_code == 302
    assert not Project.objects.live().exists()


def test_the_manager_restores_a_deleted_project(project: Project, client_for: ClientFor) -> None:
    project.put_aside(read_version=project.version)
    url = reverse("project_restore", args=[project.slug])
    assert client_for("reader").post(url).status_code == 404
    assert "Restaurer" in client_for("manager").get(reverse("projects")).content.decode()
    assert client_for("manager").post(url).status_code == 302
    assert Project.objects.live().filter(pk=project.pk).exists()


# --- charter ----------------------------------------------------------------------------------------------


def test_the_charter_reads_as_a_document(project: Project, manager: Client) -> None:
    StrategicObjective.objects.create(project=project, key="améliorer le suivi des clients")
    RiskFactory(project=project, title="Peur d’être surveillé", kind="fear")
    homepanel.start_project(project)
    page = manager.get(reverse("charter", args=[project.slug])).content.decode()
    assert "Le projet CRM vise à améliorer le suivi des clients." in page
    assert "Craintes exprimées par les équipes" in page
    assert "Aucune ligne de budget" in page


def test_a_reader_reads_the_charter_without_edit_links(project: Project, client_for: ClientFor) -> None:
    page = client_for("reader").get(reverse("charter", args=[project.slug])).content.decode()
    assert "Modifier" not in page


def test_the_strategic_objective_is_written_then_edited(project: Project, manager: Client) -> None:
    url = reverse("strategic_objective", args=[project.slug])
    manager.post(url, {"key": "mieux suivre les clients", "version": 0})
    objective = StrategicObjective.objects.get()
    manager.post(url, {"key": "suivre tous les clients", "version": objective.version})
    objective.refresh_from_db()
    assert objective.sentence == "Le projet CRM vise à suivre tous les clients."


def test_two_first_strategic_objectives_conflict(project: Project, manager: Client) -> None:
    url = reverse("strategic_objective", args=[project.slug])
    manager.post(url, {"key": "la première", "version": 0})
    answer = manager.post(url, {"key": "la seconde", "version": 0})
    assert answer.status_code == 409
    assert "la première" in answer.content.decode()
    assert "la seconde" in answer.content.decode()
    assert StrategicObjective.objects.get().key == "la première"


def test_the_sentence_is_composed_while_typing_and_nothing_is_kept(project: Project, manager: Client) -> None:
    url = reverse("strategic_sentence", args=[project.slug])
    page = manager.post(url, {"key": "mieux suivre", "teams": "les ventes"}).content.decode()
    assert "Le projet CRM vise à mieux suivre pour les ventes." in page
    assert not StrategicObjective.objects.exists()


@pytest.mark.parametrize(
    ("probability", "impact", "level"),
    [(1, 4, "faible"), (1, 5, "modérée"), (2, 5, "forte"), (3, 5, "critique")],
)
def test_criticality_has_a_word(probability: int, impact: int, level: str) -> None:
    assert Risk(probability=probability, impact=impact).level == level


def test_a_member_named_after_the_function_is_shown_once(project: Project) -> None:
    member = Membership(project=project, user=User(name="Direction"), title="Direction")
    assert member.shown_title == ""
