"""Pages of the phase after go-live: what each person is offered, and what is refused in words."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from charter.actions.usage_committee import address_from_member
from charter.models import Project, UsageRequestEvent
from charter.openpoints import open_points
from planning.models import ChangeRequest, ChangeState, Newcomer, NewcomerTick, PathStep
from requirements.models import Requirement
from tests.addresses_execution import make_change, make_governance, make_newcomer
from tests.factories import RequirementFactory
from tests.personas import ClientFor
from tests.planning.execution.routed import Routed, ask, routed

pytestmark = pytest.mark.django_db
TYPED = {"title": "Relancer les devis", "need": "Personne ne sait lesquels attendent."}


@pytest.fixture
def people(project: Project, personas: dict[str, User]) -> Routed:
    return routed(project)


@pytest.fixture
def as_one(client_for: ClientFor) -> Callable[[User], Client]:
    return client_for


def url(name: str, request: ChangeRequest) -> str:
    return reverse(name, args=[request.project.slug, request.number])


def test_any_member_asks_even_a_reader(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    for number, persona in enumerate(("reader", "contributor", "steering"), start=1):
        answer = client_for(persona).post(reverse("change_add", args=[project.slug]), TYPED)
        assert answer.status_code == 302, persona
        assert ChangeRequest.objects.get(project=project, number=number).author == personas[persona]


def test_the_page_offers_each_what_the_matrix_gives_them(people: Routed, client_for: ClientFor) -> None:
    request = ask(people.project, people.author.user)
    forms = {
        people.author: {"withdraw_form"},
        people.instructor: {"study_form"},
        people.approver: set(),
        people.consulted: {"opinion_form"},
        people.outsider: set(),
    }
    names = ("study_form", "decision_form", "opinion_form", "reopen_form", "done_form", "withdraw_form")
    for member, expected in forms.items():
        page = client_for(member.user).get(url("change_request", request))
        assert {name for name in names if page.context[name]} == expected, member
        assert "Traiter les demandes d’évolution" in page.content.decode()


def test_the_wrong_person_is_refused_in_words_whatever_they_type(
    people: Routed, client_for: ClientFor
) -> None:
    request = ask(people.project, people.author.user)
    for typed in ({"version": 1, "opinion": "Utile."}, {}):
        answer = client_for(people.outsider.user).post(url("change_study", request), typed)
        assert answer.status_code == 403
        assert "instruite par" in answer.content.decode()


def test_an_empty_reason_gives_back_the_form(people: Routed, client_for: ClientFor) -> None:
    request = make_change(people.project, ChangeState.STUDIED)
    client = client_for(people.approver.user)
    typed = {"version": request.version, "verdict": "refused", "reason": " "}
    answer = client.post(url("change_decide", request), typed)
    assert answer.status_code == 422
    assert "reason" in answer.context["decision_form"].errors
    request.refresh_from_db()
    assert request.state == ChangeState.STUDIED


def test_a_double_decision_is_a_conflict_that_keeps_what_was_typed(
    people: Routed, client_for: ClientFor
) -> None:
    request = make_change(people.project, ChangeState.STUDIED)
    client = client_for(people.approver.user)
    typed = {"version": request.version, "verdict": "accepted", "reason": "Elle sert l’objectif."}
    assert client.post(url("change_decide", request), typed).status_code == 302
    again = client.post(
        url("change_decide", request), {**typed, "verdict": "refused", "reason": "Trop cher."}
    )
    assert again.status_code == 409
    assert "Trop cher." in again.content.decode()
    assert ChangeRequest.objects.get(pk=request.pk).reason == "Elle sert l’objectif."


@pytest.mark.parametrize(
    ("typed", "read"), [("1 234,50", "1234.50"), ("12k", "12000.00"), ("12 k€", "12000.00")]
)
def test_a_cost_is_read_as_the_budget_reads_it(
    typed: str, read: str, people: Routed, client_for: ClientFor
) -> None:
    request = ask(people.project, people.author.user)
    data = {"version": request.version, "opinion": "Utile.", "cost": typed, "days": "2,5"}
    assert client_for(people.instructor.user).post(url("change_study", request), data).status_code == 302
    request.refresh_from_db()
    assert (str(request.cost), str(request.days)) == (read, "2.50")


def test_a_cost_that_says_nothing_is_refused_with_what_was_typed(
    people: Routed, client_for: ClientFor
) -> None:
    request = ask(people.project, people.author.user)
    data = {"version": request.version, "opinion": "Utile.", "cost": "douze mille"}
    answer = client_for(people.instructor.user).post(url("change_study", request), data)
    assert answer.status_code == 422
    assert "douze mille" in answer.content.decode()


def test_the_list_is_narrowed_by_state_department_and_what_awaits_me(
    people: Routed, client_for: ClientFor
) -> None:
    project = people.project
    make_change(project, ChangeState.REFUSED)
    waiting = ask(project, people.author.user, "Exporter en Excel")
    client = client_for(people.instructor.user)
    listing = reverse("change_requests", args=[project.slug])

    def shown(**query: str) -> list[int]:
        page = client.get(listing, query).context["page"]
        return [line.request.number for line, _ in page.object_list]

    assert shown() == [2, 1]
    assert shown(etat="en-attente") == [waiting.number]
    assert shown(etat="refused") == [1]
    assert shown(service="COM") == [1]
    assert shown(moi="on") == [waiting.number]
    assert shown(etat="n’importe quoi", service="ZZZ") == [2, 1]


def test_what_awaits_is_on_the_home_page_and_among_open_points(people: Routed, client_for: ClientFor) -> None:
    request = ask(people.project, people.author.user)
    home = reverse("project_home", args=[people.project.slug])
    assert f"Instruire {request.ref}" in client_for(people.instructor.user).get(home).content.decode()
    assert f"avis sur {request.ref}" in client_for(people.consulted.user).get(home).content.decode()
    assert request.ref not in client_for(people.outsider.user).get(home).content.decode()
    points = [point for point in open_points(people.project) if point.kind.startswith("Demandes")]
    assert [point.who for point in points] == [people.instructor.display_name]


def test_a_message_to_the_committee_becomes_a_request_once_with_its_source(
    people: Routed, client_for: ClientFor
) -> None:
    project = people.project
    asked = address_from_member(
        project=project,
        by=people.author,
        user=people.author.user,
        category="request",
        text="Il manque un export.",
    )
    add = reverse("change_add", args=[project.slug])
    manager = client_for(project.manager)
    # Who doesn’t sit in the committee can’t even learn that it exists.
    assert client_for(people.outsider.user).get(add, {"comite": asked.pk}).status_code == 404
    page = manager.get(add, {"comite": asked.pk})
    assert page.context["form"]["need"].value() == "Il manque un export."
    assert manager.post(f"{add}?comite={asked.pk}", TYPED).status_code == 302
    made = ChangeRequest.objects.get(project=project)
    assert made.usage_request == asked
    assert str(people.author.user) not in made.source
    assert UsageRequestEvent.objects.filter(request=asked, what__contains=made.ref).exists()
    assert manager.get(add, {"comite": asked.pk}).status_code == 404
    assert made.ref in manager.get(asked.get_absolute_url()).content.decode()


def test_an_accepted_request_becomes_a_requirement_that_says_where_it_comes_from(
    people: Routed, client_for: ClientFor
) -> None:
    project = people.project
    linked = RequirementFactory(department=project.department_rows.get(code="COM"))
    request = make_change(project, ChangeState.ACCEPTED)
    request.requirements.add(linked)
    manager = client_for(project.manager)
    page = manager.get(url("change_requirement", request))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data["department"] = linked.department_id
    assert manager.post(url("change_requirement", request), data).status_code == 302
    made = Requirement.objects.exclude(pk=linked.pk).get(project=project)
    assert made.source == f"Demande d’évolution {request.ref}"
    assert set(request.requirements.all()) == {linked, made}
    side = manager.get(reverse("requirement", args=[project.slug, made.ref])).content.decode()
    assert request.ref in side
    waiting = make_change(project)
    assert manager.get(url("change_requirement", waiting)).status_code == 422


def test_only_its_author_and_the_manager_mend_a_request_that_is_not_instructed(
    people: Routed, client_for: ClientFor
) -> None:
    request = ask(people.project, people.author.user)
    edit = url("change_edit", request)
    assert client_for(people.instructor.user).get(edit).status_code == 403
    typed = {**TYPED, "title": "Relancer tous les devis", "version": request.version}
    assert client_for(people.author.user).post(edit, typed).status_code == 302
    # The manager wrote from what he had read before.
    assert client_for(people.project.manager).post(edit, {**typed, "title": "Autre"}).status_code == 409
    request.refresh_from_db()
    assert request.title == "Relancer tous les devis"


def test_the_referent_ticks_the_path_and_undoes_it(people: Routed, client_for: ClientFor) -> None:
    newcomer = make_newcomer(people.project)
    Newcomer.objects.filter(pk=newcomer.pk).update(referent=people.instructor)
    step = PathStep.objects.get(title="Se former")
    tick = reverse("newcomer_tick", args=[people.project.slug, newcomer.pk])
    assert client_for(people.outsider.user).post(tick, {"step": step.pk, "done": "1"}).status_code == 403
    client = client_for(people.instructor.user)
    for done, number in (("1", 1), ("1", 1), ("0", 0)):
        assert client.post(tick, {"step": step.pk, "done": done}).status_code == 302
        assert NewcomerTick.objects.filter(step=step).count() == number
    page = client.get(newcomer.get_absolute_url()).content.decode()
    assert "en retard" in page


def test_a_name_is_erased_for_good_even_from_the_history(people: Routed, client_for: ClientFor) -> None:
    newcomer = make_newcomer(people.project, name="Dominique Lefèvre")
    manager = client_for(people.project.manager)
    edit = reverse("register_edit", args=[people.project.slug, "nouveaux-arrivants", newcomer.pk])
    typed = {"name": "Dominique Lefèvre", "department": newcomer.department_id, "arrived_on": "2026-01-05"}
    assert manager.post(edit, {**typed, "version": 1}).status_code == 302
    forget = reverse("newcomer_forget", args=[people.project.slug, newcomer.pk])
    assert manager.post(forget, {"version": 1}).status_code == 409
    assert manager.post(forget, {"version": 2}).status_code == 302
    newcomer.refresh_from_db()
    assert (newcomer.name, str(newcomer)) == ("", "Nom effacé")
    events = newcomer.events.all().values() if hasattr(newcomer, "events") else []
    assert "Dominique" not in str(list(events))
    assert "Dominique" not in manager.get(newcomer.get_absolute_url()).content.decode()
    assert NewcomerTick.objects.filter(newcomer=newcomer).count() == 1


def test_the_path_begins_with_a_sensible_set_once(people: Routed, client_for: ClientFor) -> None:
    start = reverse("newcomer_path_start", args=[people.project.slug])
    manager = client_for(people.project.manager)
    manager.post(start)
    first = PathStep.objects.live().filter(project=people.project).count()
    assert first >= 6
    manager.post(start)
    assert PathStep.objects.live().filter(project=people.project).count() == first


def test_a_step_is_helped_by_somebody_or_a_function_and_leads_to_one_place(
    people: Routed, client_for: ClientFor
) -> None:
    add = reverse("register_add", args=[people.project.slug, "parcours-arrivants"])
    manager = client_for(people.project.manager)
    assert "Aidé par" in manager.get(add).content.decode()
    typed = {"title": "Se former", "day": "7", "helper": people.instructor.pk, "helped_by": "Référent"}
    answer = manager.post(add, {**typed, "page": "usage_charter", "link": "https://exemple.fr"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"helped_by", "link"}
    assert manager.post(add, {**typed, "helped_by": ""}).status_code == 302
    assert PathStep.objects.get(project=people.project).who == people.instructor.display_name


def test_an_action_of_a_meeting_needs_an_owner_and_a_day_and_tells_its_owner(
    people: Routed, client_for: ClientFor
) -> None:
    meeting = make_governance(people.project)
    add = reverse("governance_item_add", args=[people.project.slug, meeting.pk])
    manager = client_for(people.project.manager)
    assert manager.post(add, {"kind": "action", "text": "Nettoyer"}).status_code == 422
    typed = {"kind": "action", "text": "Purger", "owner": people.outsider.pk, "due": "2027-03-01"}
    assert manager.post(add, typed).status_code == 302
    told = Notification.objects.filter(key__startswith="governance-item")
    assert [notice.user for notice in told] == [people.outsider.user]


def test_minutes_are_cleaned(people: Routed, client_for: ClientFor) -> None:
    meeting = make_governance(people.project)
    edit = reverse("register_edit", args=[people.project.slug, "reunions-gouvernance", meeting.pk])
    typed = {"body": meeting.body_id, "held_on": meeting.held_on, "version": 1}
    text = "<p>Décidé.</p><script>alert(1)</script><img src=x>"
    assert client_for(people.project.manager).post(edit, {**typed, "text": text}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.text == "<p>Décidé.</p>"


def test_the_support_page_names_referents_and_departments_without_one(
    people: Routed, client_for: ClientFor
) -> None:
    member = people.instructor
    department = people.project.department_rows.get(code="COM")
    type(member).objects.filter(pk=member.pk).update(functions=["referent"], department=department)
    page = client_for(people.outsider.user).get(reverse("support_contacts", args=[people.project.slug]))
    text = page.content.decode()
    assert f"mailto:{member.user.email}" in text
    assert [one.code for one in page.context["support"].missing] == ["DIR"]


class TestAmending:
    """An accepted request changes a requirement that stands, and is one of its sources."""

    @pytest.fixture
    def requirement(self, people: Routed) -> Requirement:
        department = people.project.department_rows.get(code="COM")
        made: Requirement = RequirementFactory(department=department, source="Atelier Ventes")
        return made

    def address(self, request: ChangeRequest, requirement: Requirement) -> str:
        return reverse(
            "change_amend_requirement", args=[request.project.slug, request.number, requirement.ref]
        )

    def typed(self, client: Client, at: str) -> dict[str, object]:
        form = client.get(at).context["form"]
        return {name: form[name].value() or "" for name in form.fields}

    def test_it_is_chosen_edited_with_the_request_beside_and_linked(
        self, people: Routed, requirement: Requirement, client_for: ClientFor
    ) -> None:
        manager = client_for(people.project.manager)
        request = make_change(people.project, ChangeState.ACCEPTED)
        assert url("change_amend", request) in manager.get(request.get_absolute_url()).content.decode()
        at = self.address(request, requirement)
        chosen = manager.get(url("change_amend", request), {"exigence": requirement.ref})
        assert chosen["Location"] == at
        assert request.need in manager.get(at).content.decode()
        data = {**self.typed(manager, at), "text": "Le CRM doit relancer les devis."}
        assert data["source"] == f"Atelier Ventes\u00a0; demande d’évolution {request.ref}"
        assert manager.post(at, data).status_code == 302
        requirement.refresh_from_db()
        assert requirement.text == "Le CRM doit relancer les devis."
        assert list(request.requirements.all()) == [requirement]
        assert requirement.ref in manager.get(request.get_absolute_url()).content.decode()
        assert request.steps.latest("pk").move == "amended"
        page = manager.get(
            reverse("requirement", args=[people.project.slug, requirement.ref])
        ).content.decode()
        assert f"demande d’évolution {request.ref}" in page
        assert request.get_absolute_url() in page
        # Named already: it is not named twice.
        assert self.typed(manager, at)["source"] == requirement.source

    def test_what_is_no_choice_is_said(self, people: Routed, client_for: ClientFor) -> None:
        manager = client_for(people.project.manager)
        request = make_change(people.project, ChangeState.ACCEPTED)
        for ref in ("", "COM-999", "\x00", "x" * 3000):
            page = manager.get(url("change_amend", request), {"exigence": ref})
            assert page.status_code == 422
        waiting = make_change(people.project)
        assert manager.get(url("change_amend", waiting)).status_code == 422

    def test_what_was_typed_stays_when_the_request_or_the_requirement_moved(
        self, people: Routed, requirement: Requirement, client_for: ClientFor
    ) -> None:
        manager = client_for(people.project.manager)
        request = make_change(people.project, ChangeState.ACCEPTED)
        at = self.address(request, requirement)
        data = {**self.typed(manager, at), "text": "Un texte tapé longuement."}
        ChangeRequest.objects.filter(pk=request.pk).update(state=ChangeState.SUBMITTED)
        page = manager.post(at, data)
        assert (page.status_code, "Un texte tapé longuement." in page.content.decode()) == (409, True)
        ChangeRequest.objects.filter(pk=request.pk).update(state=ChangeState.ACCEPTED)
        requirement.write(read_version=1, text="Autre texte.")
        page = manager.post(at, data)
        assert (page.status_code, "Un texte tapé longuement." in page.content.decode()) == (409, True)
        requirement.put_aside(read_version=2)
        page = manager.post(at, {**data, "version": 3})
        assert (page.status_code, "corbeille" in page.content.decode()) == (409, True)
        assert manager.post(at, {**data, "title": ""}).status_code == 422
        requirement.refresh_from_db()
        assert requirement.text == "Autre texte."
        assert not request.requirements.exists()
