"""The launch: decided by the sponsor alone, by name and password, on a note de cadrage that was agreed on."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from charter import homepanel
from charter.models import Membership, Project, Role
from charter.preparation import LAUNCH
from crmproject.toolkit.blocks import Gathering
from planning.actions.gates import add_launch_gate
from planning.gatekinds import kind_of
from planning.gates import Facts, GateReview, GateState, gates_of, review_gate
from planning.models import Gate, GateDecision, GateKind, Outcome
from planning.preparations import launch
from requirements.actions.editions import freeze_edition
from requirements.models import Section, Specification
from tests.agreement import agree, retype
from tests.factories import PASSWORD
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries() -> None:
    cache.clear()


@pytest.fixture
def gate(project: Project, personas: dict[str, User]) -> Gate:
    """The launch of a project that has both documents, with no word in either."""
    homepanel.start_project(project)
    return Gate.objects.get(project=project, kind=GateKind.LAUNCH)


def review(gate: Gate) -> GateReview:
    found = gates_of(gate.project_id).get(pk=gate.pk)
    return review_gate(found, Facts(gate.project, Gathering(gate.project_id)))


def agree_on_the_note(project: Project) -> None:
    sponsor = Membership.objects.with_role(Role.SPONSOR).get(project=project)
    for section in Section.objects.live().filter(specification=Specification.objects.note_of(project)):
        retype(section, f"<p>{section.title}, en bref.</p>")
        agree(section, sponsor)


def decide(client: Client, gate: Gate, **more: str) -> int:
    read = client.get(gate.get_absolute_url()).context["form"].initial["read"]
    data = {
        "outcome": "passed",
        "read": read,
        "conditions-TOTAL_FORMS": "0",
        "conditions-INITIAL_FORMS": "0",
        "password": PASSWORD,
        **more,
    }
    return client.post(f"{gate.get_absolute_url()}decision", data).status_code


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Lancement décidé par la direction", GateKind.LAUNCH),
        ("Lancement du projet", GateKind.LAUNCH),
        ("Décision de lancement", GateKind.LAUNCH),
        ("Réunion de lancement", GateKind.OTHER),
        ("Lancement de la formation", GateKind.OTHER),
    ],
)
def test_a_title_tells_the_launch(title: str, kind: GateKind) -> None:
    assert kind_of(title) == kind


def test_the_launch_waits_for_the_note_and_not_for_the_specification(gate: Gate) -> None:
    project = gate.project
    assert review(gate).state == GateState.PREPARING
    assert {lack.key for lack in review(gate).missing} == {
        f"section:{one.pk}" for one in Specification.objects.note_of(project).sections.live()
    }
    agree_on_the_note(project)
    assert review(gate).state == GateState.READY


def test_the_sponsor_decides_with_a_password_and_the_decision_bears_name_and_day(
    gate: Gate, client_for: ClientFor
) -> None:
    agree_on_the_note(gate.project)
    note = Specification.objects.note_of(gate.project)
    edition = freeze_edition(specification=note, title="Pour décision", note="", by=gate.project.manager)
    client = client_for("sponsor")
    assert decide(client, gate, password="faux") == 422
    assert decide(client, gate, password="") == 422
    assert not GateDecision.objects.exists()
    assert decide(client, gate, edition=str(edition.pk)) == 302
    made = GateDecision.objects.get()
    assert (made.name, made.title, made.edition) == ("Persona Sponsor", "Direction générale", edition)
    page = client.get(f"/projets/{gate.project.slug}/charte/").content.decode()
    assert "Franchi le" in page
    assert "par Persona Sponsor" in page


def test_nobody_but_the_sponsor_launches(gate: Gate, client_for: ClientFor) -> None:
    agree_on_the_note(gate.project)
    for persona in ("manager", "head", "steering"):
        page = client_for(persona).get(gate.get_absolute_url())
        assert "form" not in page.context
        answer = client_for(persona).post(
            f"{gate.get_absolute_url()}decision", {"outcome": "passed", "password": PASSWORD}
        )
        assert answer.status_code == 403, persona
    assert not GateDecision.objects.exists()


def test_a_note_that_is_not_agreed_on_launches_nothing(gate: Gate, client_for: ClientFor) -> None:
    assert decide(client_for("sponsor"), gate) == 422
    assert not GateDecision.objects.exists()


def test_a_chapter_that_changes_after_the_launch_is_told(gate: Gate, client_for: ClientFor) -> None:
    agree_on_the_note(gate.project)
    decide(client_for("sponsor"), gate)
    retype(Section.objects.get(specification__project=gate.project, key="note_budget"), "<p>Le double.</p>")
    assert review(gate).state == GateState.PASSED
    assert [lack.key for lack in review(gate).fallen]


def test_a_project_without_the_gate_is_offered_one_once(gate: Gate, client_for: ClientFor) -> None:
    project = gate.project
    gate.put_aside(read_version=gate.version)
    page = client_for("manager").get(f"/projets/{project.slug}/charte/").content.decode()
    assert "Préparer la décision de lancement" in page
    first = add_launch_gate(project=project)
    assert add_launch_gate(project=project) == first
    assert first.key != gate.key
    assert first.needs_sections


def test_sections_of_the_specification_are_no_part_of_the_launch(gate: Gate, client_for: ClientFor) -> None:
    section = Section.objects.of_specification(gate.project).first()
    assert section is not None
    answer = client_for("manager").post(
        f"/projets/{gate.project.slug}/listes/jalons/{gate.pk}/",
        {
            "version": gate.version,
            "key": gate.key,
            "title": gate.title,
            "kind": "launch",
            "needs_sections": "on",
            "sections": [section.pk],
        },
    )
    assert answer.status_code == 422
    assert "ne cochez aucune section" in answer.content.decode()


def test_the_preparations_tell_what_the_direction_decided(gate: Gate, client_for: ClientFor) -> None:
    """« Faire valider le lancement par la direction », the fifth preparation."""
    assert LAUNCH == "launch"
    told = launch(Gathering(gate.project_id))
    assert told is not None
    assert told.text == "La direction n’a pas encore décidé"
    agree_on_the_note(gate.project)
    decide(client_for("sponsor"), gate)
    assert GateDecision.objects.get().outcome == Outcome.PASSED
    told = launch(Gathering(gate.project_id))
    assert told is not None
    assert "par Persona Sponsor" in told.text


def test_the_home_of_the_sponsor_asks_for_the_launch_when_nothing_lacks(
    gate: Gate, client_for: ClientFor
) -> None:
    agree_on_the_note(gate.project)
    words = "Prononcer le passage de"
    assert words in client_for("sponsor").get(f"/projets/{gate.project.slug}/").content.decode()
    assert words not in client_for("manager").get(f"/projets/{gate.project.slug}/").content.decode()
