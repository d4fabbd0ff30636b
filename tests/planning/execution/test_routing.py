"""Who instructs, decides, is consulted and informed of a change request [§3, phase d’exécution]."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from charter.models import Project, Role
from planning.actions.changes import route_of, study_change
from planning.models import ChangeRequest
from planning.routing import NO_LINE, load_routing
from raci.models import Assignment, Function
from tests.factories import MembershipFactory
from tests.planning.execution.routed import ask, change_line, give, person, routed

pytestmark = pytest.mark.django_db


def test_one_line_of_the_matrix_rules_every_request(project: Project) -> None:
    people = routed(project)
    routing = load_routing(project.pk)
    route = routing.through("")
    assert not routing.needs_choice
    assert (route.instructors, route.approvers) == ((people.instructor,), (people.approver,))
    assert (route.consulted, route.informed) == ((people.consulted,), (people.informed,))
    assert "Traiter les demandes d’évolution" in route.source_text


def test_without_a_line_the_manager_instructs_and_the_sponsor_decides(project: Project) -> None:
    sponsor = MembershipFactory(project=project, title="Direction générale", roles=[Role.SPONSOR])
    route = load_routing(project.pk).through("")
    assert [one.user for one in route.instructors] == [project.manager]
    assert route.approvers == (sponsor,)
    assert NO_LINE in route.source_text


def test_without_a_sponsor_either_the_manager_decides(project: Project) -> None:
    route = load_routing(project.pk).through("")
    assert [one.user for one in route.approvers] == [project.manager]
    assert "faute de sponsor" in route.source_text


def test_several_lines_are_told_apart_by_what_the_requester_chose(project: Project) -> None:
    data, screens = change_line(project, "Données et reprises"), change_line(project, "Écrans et formulaires")
    anne, bruno = person(project, "anne"), person(project, "bruno")
    give(data, anne, "RA")
    give(screens, bruno, "RA")
    assert load_routing(project.pk).needs_choice
    request = ask(project, project.manager, line=f"a{screens.pk}")
    assert route_of(request).approvers == (bruno,)
    # A line that was put aside no longer rules: one is left, and it is the way.
    screens.put_aside(read_version=1)
    assert route_of(request).approvers == (anne,)


def test_a_request_whose_line_is_gone_among_several_says_so(project: Project) -> None:
    lines = [change_line(project, f"Évolutions {number}") for number in range(3)]
    request = ask(project, project.manager, line=f"a{lines[0].pk}")
    lines[0].put_aside(read_version=1)
    route = route_of(request)
    assert "n’existe plus" in route.source_text
    assert [one.user for one in route.instructors] == [project.manager]


def test_a_waiting_request_follows_the_matrix_of_the_day_and_a_decision_keeps_its_names(
    project: Project,
) -> None:
    people = routed(project)
    request = ask(project, people.author.user)
    study_change(request=request, values={"opinion": "Utile."}, by=people.instructor.user, read_version=1)
    newcomer = person(project, "remplacante")
    Assignment.objects.filter(activity=people.line, role="R").update(member=newcomer)
    assert route_of(request).instructors == (newcomer,)
    kept = request.steps.get(move="studied")
    assert kept.routing["R"] == [people.instructor.display_name]


def test_who_left_the_project_and_a_function_that_nobody_holds_route_to_who_stands_in(
    project: Project,
) -> None:
    line = change_line(project)
    gone = person(project, "partie")
    give(line, gone, "R")
    give(line, Function.objects.create(project=project, name="Administrateur de l’outil"), "A")
    gone.put_aside(read_version=gone.version)
    route = load_routing(project.pk).through("")
    assert [one.user for one in route.instructors] == [project.manager]
    assert [one.user for one in route.approvers] == [project.manager]
    assert any("Administrateur de l’outil" in gap for gap in route.gaps)
    assert any("Personne n’y réalise (R)" in gap for gap in route.gaps)


def test_reading_the_routes_costs_the_same_whatever_the_number_of_lines(project: Project) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            load_routing(project.pk)
        return len(queries)

    routed(project)
    before = cost()
    for number in range(5):
        line = change_line(project, f"Évolutions {number}")
        give(line, person(project, f"p{number}"), "RA")
    assert cost() == before


def test_numbers_are_never_given_twice(project: Project) -> None:
    first = ask(project, project.manager)
    second = ask(project, project.manager)
    assert (first.ref, second.ref) == ("DE-001", "DE-002")
    ChangeRequest.objects.filter(pk=second.pk).update(deleted_at=timezone.now())
    assert ask(project, project.manager).ref == "DE-003"
