from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from charter import homepanel
from charter.actions.projects import create_project
from charter.models import Department, Membership, Project
from requirements.models import Section
from tests.factories import UserFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

FRAME = {
    "setup": "replacement",
    "outgoing_tool": "HubSpot",
    "overlap_months": 3,
    "procurement": "tender",
    "start": "2027-01-11",
    "target_end": "2027-09-30",
}


@pytest.fixture
def person() -> User:
    user: User = UserFactory(email="moi@exemple.fr")
    return user


@pytest.fixture
def browser_of(client_for: ClientFor, person: User) -> Client:
    return client_for(person)


def step(name: str) -> str:
    return reverse("project_new_step", args=[name])


def rows(prefix: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(items), f"{prefix}-INITIAL_FORMS": 0}
    for index, item in enumerate(items):
        data |= {f"{prefix}-{index}-{name}": value for name, value in item.items()}
    return data


def departments(*codes: str) -> dict[str, Any]:
    return rows("services", [{"code": code, "name": code and f"Service {code}"} for code in codes])


def members(*items: dict[str, Any], own: str = "COM") -> dict[str, Any]:
    return {"moi-title": "Cheffe de projet", "moi-department": own, **rows("membres", list(items))}


def organisation(name: str = "Négoce & fils") -> dict[str, str]:
    return {"organisation": name, "name": "Mise en place du CRM", "activity": ""}


def fill(client: Client, last: dict[str, Any] | None = None) -> Any:
    client.post(step("organisation"), organisation())
    client.post(step("cadre"), FRAME)
    client.post(step("services"), departments("COM", "", "DIR"))
    return client.post(step("membres"), last or members())


def test_a_project_is_born_from_four_steps(
    browser_of: Client, person: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    boss = {
        "email": "Boss@exemple.fr",
        "title": "Direction générale",
        "department": "DIR",
        "roles": ["sponsor"],
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = fill(browser_of, members(boss, {}))
    project = Project.objects.get()
    assert answer["Location"] == reverse("project_begin", args=[project.slug])
    assert (project.slug, project.manager) == ("negoce-fils-mise-en-place-du-crm", person)
    assert project.outgoing_tool == "HubSpot"
    assert [one.code for one in Department.objects.filter(project=project)] == ["COM", "DIR"]
    own = Membership.objects.get(user=person)
    assert (own.title, str(own.department)) == ("Cheffe de projet", "Service COM")
    assert Membership.objects.get(user__email="boss@exemple.fr").roles == ["sponsor"]
    assert [message.to for message in mail.outbox] == [["boss@exemple.fr"]]
    # Each app gave it what it needs: here, the default plan.
    assert Section.objects.filter(specification__project=project).exists()


def test_a_new_project_is_told_where_to_begin(browser_of: Client) -> None:
    """The planning first, then the objective, then the specification; none of it is forced."""
    page = browser_of.get(fill(browser_of)["Location"]).content.decode()
    slug = Project.objects.get().slug
    urls = [reverse(one, args=[slug]) for one in ("plan_proposal", "strategic_objective", "specification")]
    places = [page.index(f'href="{url}">', page.index("Premiers pas")) for url in urls]
    assert places == sorted(places)
    assert "Aller à l’accueil du projet" in page


def test_what_was_typed_is_there_when_one_comes_back(browser_of: Client) -> None:
    browser_of.post(step("organisation"), organisation("Ateliers du Nord"))
    browser_of.post(step("cadre"), {**FRAME, "outgoing_tool": "Vieux fichier", "start": "", "back": "1"})
    assert 'value="Ateliers du Nord"' in browser_of.get(step("organisation")).content.decode()
    assert 'value="Vieux fichier"' in browser_of.get(step("cadre")).content.decode()


def test_a_wrong_step_is_refused_at_its_field(browser_of: Client) -> None:
    answer = browser_of.post(step("cadre"), {**FRAME, "target_end": "2026-01-01"})
    assert answer.status_code == 422
    assert "La fin visée doit suivre le début" in answer.content.decode()
    assert 'value="HubSpot"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (departments("COM", "com"), "Deux services portent le même code"),
        (departments(), "au moins un service"),
        (departments("1A"), "De 2 à 6 capitales"),
        (rows("services", [{"code": "", "name": "Ventes"}]), "Donnez un code"),
        (rows("services", [{"code": "VTE", "name": ""}]), "Donnez un nom"),
    ],
)
def test_departments_are_checked(browser_of: Client, typed: dict[str, Any], message: str) -> None:
    answer = browser_of.post(step("services"), typed)
    assert answer.status_code == 422
    assert message in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"email": "pas-une-adresse", "title": "X"}, "adresse"),
        ({"email": "a@exemple.fr", "title": ""}, "Donnez la fonction"),
        ({"email": "", "title": "Directeur"}, "Donnez l’adresse e-mail"),
        ({"email": "moi@exemple.fr", "title": "Moi"}, "Vous êtes déjà du projet"),
        ({"email": "a@exemple.fr", "title": "X", "department": "INCONNU"}, "choix"),
        ({"email": "a@exemple.fr", "title": "X", "roles": ["manager"]}, "choix"),
    ],
)
def test_members_are_checked(browser_of: Client, typed: dict[str, Any], message: str) -> None:
    answer = fill(browser_of, members(typed))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Project.objects.exists()


def test_a_skipped_step_is_asked_for(browser_of: Client) -> None:
    browser_of.post(step("organisation"), organisation())
    browser_of.post(step("services"), departments("COM"))
    answer = browser_of.post(step("membres"), members())
    assert answer["Location"] == step("cadre")
    assert not Project.objects.exists()


def test_more_rows_can_be_asked_for(browser_of: Client) -> None:
    answer = browser_of.post(step("services"), {**departments("COM"), "more": "1"}, follow=True)
    page = answer.content.decode()
    assert 'name="services-3-code"' in page
    assert 'value="COM"' in page


def test_absurd_row_counts_are_refused_in_words(browser_of: Client) -> None:
    typed = {**departments("COM"), "services-TOTAL_FORMS": "100000"}
    assert browser_of.post(step("services"), typed).status_code == 422


def test_an_unknown_step_is_not_found(browser_of: Client) -> None:
    assert browser_of.get(step("inconnue")).status_code == 404


def draft(organisation: str, name: str) -> Project:
    return Project(organisation=organisation, name=name, start="2027-01-11", target_end="2027-09-30")


def test_slugs_never_collide_nor_shadow_an_address(person: User) -> None:
    slugs = [
        create_project(by=person, project=draft(*names), departments=[]).slug
        for names in [("Négoce", "CRM"), ("negoce", "crm"), ("", "Nouveau"), ("—", "!")]
    ]
    assert slugs == ["negoce-crm", "negoce-crm-2", "nouveau-2", "projet"]


def test_nothing_is_written_when_a_part_fails(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_project: Project) -> None:
        raise RuntimeError

    monkeypatch.setattr(homepanel, "_starters", [fail])
    with pytest.raises(RuntimeError):
        create_project(by=person, project=draft("Négoce", "CRM"), departments=[("COM", "Commercial")])
    assert not Project.objects.exists()
    assert not Membership.objects.exists()
