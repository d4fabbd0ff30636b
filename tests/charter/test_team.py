"""The team page: who is there, who is missing, and what people do beside their roles."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter.actions.projects import invite_member
from charter.models import Department, ExternalPerson, Membership, Project, Role
from charter.projectfiles.dumping import dump_project
from charter.team import committee_of, groups_of, load_of, teams_of
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from tests.charter.project_files import demo_data, dumped, load
from tests.factories import DepartmentFactory, MembershipFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def page(project: Project, client: Client) -> str:
    answer = client.get(reverse("team", args=[project.slug]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ").split())


def place_of(project: Project, user: User) -> Membership:
    return Membership.objects.get(project=project, user=user)


def edit(client: Client, member: Membership, **data: object) -> Any:
    url = reverse("team_member", args=[member.project.slug, member.pk])
    return client.post(url, {"version": member.version, **data})


# --- who is there -----------------------------------------------------------------------------------------


def test_the_direction_stands_at_the_top_and_heads_come_first(
    project: Project, personas: dict[str, User]
) -> None:
    departments = list(Department.objects.filter(project=project))
    members = list(Membership.objects.live().select_related("user", "department", "project"))
    teams = teams_of(departments, members)
    assert [team.name for team in teams] == ["Direction", "Commercial", "Hors service"]
    assert [one.title for one in teams[1].people] == ["Direction commerciale", "Commercial itinérant"]
    assert teams[1].lacks == ["référent de premier niveau"]
    assert [one.title for one in teams[2].people] == ["Chef de projet CRM"]


def test_a_person_who_left_appears_nowhere(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    place = place_of(project, personas["contributor"])
    place.write(read_version=place.version, functions=["referent", "pilot", "beta"])
    assert "Commercial itinérant" in page(project, manager)
    place.put_aside(read_version=place.version)
    assert "Commercial itinérant" not in page(project, manager)
    block = blocks.get("team")
    assert block is not None
    assert "Persona Contributeur" not in str(block.collect(Gathering(project.pk), Place()))


def test_someone_who_comes_back_says_functions_anew(project: Project, personas: dict[str, User]) -> None:
    place = place_of(project, personas["reader"])
    place.write(read_version=place.version, functions=["pilot"], share=40)
    place.put_aside(read_version=place.version)
    invite_member(
        project=project, by=project.manager, email="reader@exemple.fr", title="T", roles=[], department=None
    )
    place.refresh_from_db()
    assert (place.is_deleted, place.functions, place.share) == (False, [], None)


def test_the_page_shows_functions_and_time(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    member = place_of(project, personas["contributor"])
    edit(manager, member, share="40 %", functions=["referent", "beta"])
    text = page(project, manager)
    assert "Référent de premier niveau" in text
    assert "40 % de son temps" in text
    assert "0,4 équivalent temps plein, sans compter 5 personnes" in text


def test_time_adds_up_to_whole_people() -> None:
    load = load_of([Membership(share=50), Membership(share=75), Membership()])
    assert (load.full_time, load.told, load.untold) == (1.25, 2, 1)


def test_sixty_members_cost_no_more_queries_than_six(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(project, manager)
        return len(queries)

    count()
    few = count()
    for department in DepartmentFactory.create_batch(6, project=project):
        MembershipFactory.create_batch(
            9, project=project, department=department, roles=["steering"], functions=["pilot"], share=10
        )
    ExternalPerson.objects.create(project=project, name="Consultant", organisation="Intégrateur")
    assert count() == few


# --- who is missing ---------------------------------------------------------------------------------------


def test_r_equipe_and_r_utilisateurs_tell_who_is_missing(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    text = page(project, manager)
    assert (
        "Personne n’a le rôle de responsable pour : direction marketing et direction du service client"
        in text
    )
    assert "1 sur 2 services sans contributeur : Direction." in text
    assert "R-EQUIPE" in text
    assert "R-UTILISATEURS" in text


def test_r_copil_the_committee_says_whether_the_management_is_there(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    def checks() -> list[bool]:
        members = (
            Membership.objects.live().filter(project=project).select_related("user", "project", "department")
        )
        return [check.is_met for check in committee_of(list(members)).checks]

    committee = place_of(project, personas["steering"])
    committee.write(read_version=committee.version, department=None)
    assert checks() == [False, False, True]
    assert "Un membre de la direction : <strong>non</strong>" in page(project, manager)
    assert "n’est pas de la direction" in page(project, manager)
    edit(manager, committee, functions=["management"])
    assert checks() == [True, False, False]
    assert "Un membre de la direction : oui" in page(project, manager)
    conduct = place_of(project, project.manager)
    conduct.write(read_version=conduct.version, roles=["steering"])
    assert checks() == [True, True, False]


def test_an_empty_committee_is_told(project: Project, personas: dict[str, User], manager: Client) -> None:
    Membership.objects.filter(user=personas["steering"]).update(roles=[])
    assert "Le comité n’a encore aucun membre." in page(project, manager)


def test_a_pilot_group_names_the_departments_that_it_lacks(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    assert "Personne pour : Commercial, Direction" in page(project, manager)  # referents
    edit(manager, place_of(project, personas["contributor"]), functions=["referent", "pilot"])
    text = page(project, manager)
    assert text.count("Personne pour : Direction") == 2
    assert "1 sur 2 services sans personne au groupe pilote : Direction." in text
    groups = groups_of([], [])
    assert [group.wants_everyone for group in groups] == [True, False, False, False]


# --- what people do ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["0", "101", "-5", "40,5", "beaucoup", "9" * 5000])
def test_a_share_out_of_1_to_100_is_refused_in_words(
    project: Project, personas: dict[str, User], manager: Client, typed: str
) -> None:
    member = place_of(project, personas["contributor"])
    answer = edit(manager, member, share=typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["share"] == ["De 1 à 100 pour cent de son temps, en nombre entier."]
    member.refresh_from_db()
    assert member.share is None


def test_an_unknown_function_is_refused(project: Project, personas: dict[str, User], manager: Client) -> None:
    assert edit(manager, place_of(project, personas["reader"]), functions=["roi"]).status_code == 422


def test_the_database_holds_shares_and_functions_too(project: Project) -> None:
    place = place_of(project, project.manager)
    for values in ({"share": 0}, {"share": 101}, {"functions": ["roi"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=place.pk).update(**values)


def test_functions_give_no_access(project: Project, personas: dict[str, User], client_for: ClientFor) -> None:
    member = place_of(project, personas["reader"])
    member.write(read_version=1, functions=["management", "referent", "pilot", "beta", "usage"])
    assert edit(client_for("reader"), member, share="50").status_code == 403


def test_two_tabs_on_one_person_conflict_and_lose_nothing(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    member = place_of(project, personas["contributor"])
    url = reverse("member_edit", args=[project.slug, member.pk])
    other_tab = {
        "title": "Vendeuse",
        "department": member.department_id,
        "roles": ["contributor"],
        "version": 1,
    }
    assert edit(manager, member, share="20", functions=["pilot"]).status_code == 302
    assert manager.post(url, other_tab).status_code == 409
    answer = edit(manager, member, share="30", functions=["beta"])
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Groupe pilote" in text
    assert "Bêta-testeur" in text
    member.refresh_from_db()
    assert (member.title, member.share, member.functions) == ("Commercial itinérant", 20, ["pilot"])


def test_the_members_form_keeps_functions(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    member = place_of(project, personas["contributor"])
    member.write(read_version=1, functions=["pilot"], share=20)
    url = reverse("member_edit", args=[project.slug, member.pk])
    manager.post(url, {"title": "Vendeuse", "roles": ["contributor"], "version": 2})
    member.refresh_from_db()
    assert (member.title, member.share, member.functions) == ("Vendeuse", 20, ["pilot"])


def test_only_the_manager_finds_the_way_to_edit(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    way = reverse("team_member", args=[project.slug, place_of(project, personas["reader"]).pk])
    assert way in page(project, client_for("manager"))
    for persona in ("sponsor", "head", "reader"):
        assert way not in page(project, client_for(persona))


# --- people from outside ----------------------------------------------------------------------------------


def add_outsider(client: Client, project: Project, **data: object) -> Any:
    values = {"kind": "integrator", "name": "Consultant", "organisation": "Intégrateur régional", **data}
    return client.post(reverse("register_add", args=[project.slug, "intervenants"]), values)


def test_someone_from_outside_takes_part_without_an_account(project: Project, manager: Client) -> None:
    accounts = User.objects.count()
    assert add_outsider(manager, project, phone="01 23 45 67 89", role="Paramétrage").status_code == 302
    assert User.objects.count() == accounts
    text = page(project, manager)
    for shown in ("Consultant", "Intégrateur régional", "Paramétrage", "01 23 45 67 89"):
        assert shown in text


def test_the_address_of_a_member_is_refused_in_words(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    answer = add_outsider(manager, project, email="Head@exemple.fr")
    assert answer.status_code == 422
    assert "celle d’un membre du projet" in answer.content.decode()


@pytest.mark.parametrize("phone", ["appelez-moi", "12", "01 23 <b>"])
def test_a_wrong_phone_number_is_refused_in_words(project: Project, manager: Client, phone: str) -> None:
    answer = add_outsider(manager, project, phone=phone)
    assert answer.status_code == 422
    assert "Un numéro de téléphone" in answer.context["form"].errors["phone"][0]


# --- the block and the file -------------------------------------------------------------------------------


def collected(project: Project) -> dict[str, Any]:
    block = blocks.get("team")
    assert block is not None
    return block.collect(Gathering(project.pk), Place())


def test_the_block_prints_the_team_and_says_nothing_that_nobody_said(
    project: Project, personas: dict[str, User]
) -> None:
    data = collected(project)
    assert "external" not in data
    assert not any({"functions", "share"} & set(person) for row in data["rows"] for person in row["people"])
    member = place_of(project, personas["contributor"])
    member.write(read_version=1, functions=["beta", "pilot"], share=40)
    ExternalPerson.objects.create(
        project=project, name="Consultant", organisation="Intégrateur", role="Reprise"
    )
    printed = render_to_string("blocks/team.html", {"data": collected(project)})
    assert "Groupe pilote, Bêta-testeur, 40&nbsp;% de son temps" in printed
    assert "Intervenants extérieurs" in printed
    assert "Reprise" in printed


def test_a_project_without_anyone_has_an_empty_block(project: Project) -> None:
    Membership.objects.all().delete()
    block = blocks.get("team")
    assert block is not None
    assert block.is_empty(collected(project))
    assert render_to_string("blocks/team.html", {"data": collected(project)}).strip() == ""


def test_the_project_file_carries_functions_time_and_outsiders() -> None:
    project = load(demo_data())
    member = Membership.objects.with_role(Role.CONTRIBUTOR).get(title="Commercial itinérant")
    assert (member.share, member.functions) == (20, ["referent", "pilot", "beta", "usage"])
    assert ExternalPerson.objects.filter(project=project).count() == 3
    text = dumped(project)
    assert text.count("team_external:") == 1
    ExternalPerson.objects.all().delete()
    Membership.objects.update(share=None, functions=[])
    plain = dump_project(project)
    assert "team_external" not in plain
    assert all({"share", "functions"}.isdisjoint(person) for person in plain["members"])
