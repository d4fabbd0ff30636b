"""Every address asks for a permission, and gives each persona what the access table says."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from charter import homepanel
from charter.access import TABLE
from charter.models import Project, Role
from charter.permissions_page import Address, addresses, page
from crmproject.environment import BASE_DIR
from tests.addresses import ADDRESSES, MEMBERS
from tests.personas import PERSONAS, ClientFor
from tests.visits import Visit

OURS = addresses()
IN_PROJECT = {one.name: one for one in OURS if one.permissions}
EVERYONE = [*PERSONAS, "anonymous"]


@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_every_view_asks_for_a_permission_or_says_why_not(address: Address) -> None:
    assert address.permissions or address.open_because, (
        f"La vue de « {address.path} » ne porte ni @project_view ni @open_view."
    )


def test_every_address_inside_a_project_asks_for_a_permission() -> None:
    for one in OURS:
        if one.path.startswith("/projets/<slug>/"):
            assert one.permissions, f"« {one.path} » est dans un projet : il lui faut @project_view."


def test_every_address_of_a_project_is_visited() -> None:
    missing = sorted(set(IN_PROJECT) - set(ADDRESSES))
    assert not missing, f"Ajoutez à tests/addresses.py une entrée pour : {', '.join(missing)}."
    gone = sorted(set(ADDRESSES) - set(IN_PROJECT))
    assert not gone, f"tests/addresses.py nomme des adresses qui n’existent plus : {', '.join(gone)}."


def test_the_page_of_permissions_is_up_to_date() -> None:
    written = (BASE_DIR / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert written == page(), "Lancez : manage.py permissions_page > docs/permissions.md"


def may(persona: str, address: Address, visit: Visit) -> bool:
    if visit.only is not None:
        return persona in visit.only
    return bool(TABLE[Role(persona)].intersection(address.permissions))


def expected(persona: str, address: Address, visit: Visit) -> str:
    if persona == "anonymous":
        return "connexion"
    if persona == "stranger":
        return "404"
    assert persona in MEMBERS
    return "passe" if may(persona, address, visit) else "403"


def answer_of(client: Client, url: str, visit: Visit) -> str:
    answer = client.post(url, visit.data) if visit.method == "POST" else client.get(url, visit.data)
    if answer.streaming:
        # Read to its end, which closes the file.
        list(answer)
    if answer.status_code == 302 and answer["Location"].startswith(reverse(settings.LOGIN_URL)):
        return "connexion"
    if answer.status_code in {403, 404, 405}:
        return str(answer.status_code)
    return "passe" if answer.status_code < 500 else f"panne {answer.status_code}"


@pytest.mark.parametrize("name", sorted(IN_PROJECT))
def test_each_persona_gets_what_the_table_says(
    name: str, project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    assert name in ADDRESSES, f"Ajoutez à tests/addresses.py une entrée pour « {name} »."
    homepanel.start_project(project)
    visit = ADDRESSES[name](project)
    url = reverse(name, kwargs={"slug": project.slug, **visit.kwargs})
    got: dict[str, str] = {}
    for persona in EVERYONE:
        with transaction.atomic():
            got[persona] = answer_of(client_for(persona), url, visit)
            transaction.set_rollback(True)
    assert got == {persona: expected(persona, IN_PROJECT[name], visit) for persona in EVERYONE}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["projects", "project_new", "profile", "notices", "notice_preferences", "mailbox"]
)
def test_own_pages_ask_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse(settings.LOGIN_URL))


def test_a_deleted_project_is_closed_to_all(project: Project, client_for: ClientFor) -> None:
    project.put_aside(read_version=project.version)
    assert client_for("manager").get(reverse("project_home", args=[project.slug])).status_code == 404


def test_a_former_member_is_a_stranger(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    place = project.membership_rows.get(user=personas["reader"])
    place.put_aside(read_version=place.version)
    assert client_for("reader").get(reverse("project_home", args=[project.slug])).status_code == 404
