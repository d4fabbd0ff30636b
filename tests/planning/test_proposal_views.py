"""The proposal on screen and in the database: seen, applied in one act, refused when something moved."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter import homepanel
from charter.models import Membership, Project, Setup
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Severity, diagnose
from planning.models import Gate, GateDependency, GateKind, Phase, Task, TaskDependency
from planning.reading import load_planning
from raci.models import Activity, Assignment
from tests.addresses_proposal import PROFILE
from tests.factories import MembershipFactory
from tests.planning.factories import PhaseFactory, TaskFactory

RULES = {
    "R-PLANNING",
    "E-RESPONSABLE",
    "R-BILAN",
    "R-PERFECTIONNEMENT",
    "E-BIGBANG",
    "R-DUREE",
    "R-REMPL",
    "R-COHERENCE",
    "E-ANCIEN",
    "R-JALONS",
    "R-VALID",
}


@pytest.fixture
def full(project: Project, personas: dict[str, User]) -> Project:
    """The project with all that a new one starts with, somebody in charge of computers, and time enough."""
    homepanel.start_project(project)
    MembershipFactory(project=project, title="Responsable informatique", roles=["head"])
    Project.objects.filter(pk=project.pk).update(
        start=datetime.date(2032, 1, 5), target_end=datetime.date(2034, 12, 29)
    )
    project.refresh_from_db()
    return project


def url(project: Project) -> str:
    return reverse("plan_proposal", args=[project.slug])


def apply(client: Client, project: Project, **values: Any) -> Any:
    """See the proposal, then apply what was seen."""
    data = {**PROFILE, "start": project.start.isoformat(), **values}
    seen = client.get(url(project), data)
    read = seen.context["preview"].draft.stamp
    return client.post(reverse("plan_proposal_apply", args=[project.slug]), {**data, "read": read})


@pytest.mark.parametrize("procurement", ["tender", "in_house"])
@pytest.mark.parametrize("setup", ["new", "replacement"])
def test_an_applied_plan_breaks_no_rule_of_the_planning(
    client_for: Callable[[str], Client], full: Project, setup: str, procurement: str
) -> None:
    """[R-PLANNING, E-RESPONSABLE, R-BILAN, E-BIGBANG, R-DUREE, R-REMPL, R-COHERENCE, E-ANCIEN]"""
    replaced = setup == "replacement"
    Project.objects.filter(pk=full.pk).update(
        setup=setup,
        procurement=procurement,
        overlap_months=3 if replaced else 0,
        outgoing_tool="Ancien CRM" if replaced else "",
    )
    answer = apply(
        client_for("manager"), full, setup=setup, procurement=procurement, overlap_months=3 if replaced else 0
    )
    assert answer.status_code == 302
    found = diagnose(Gathering(full.pk), Severity.WARNING) + diagnose(Gathering(full.pk), Severity.ERROR)
    assert [one for one in found if one.rule.id in RULES] == []


def test_the_profile_is_filled_with_what_the_project_says(
    client_for: Callable[[str], Client], full: Project
) -> None:
    Project.objects.filter(pk=full.pk).update(setup=Setup.REPLACEMENT, overlap_months=4)
    form = client_for("manager").get(url(full)).context["form"]
    assert form["departments"].value() == 2
    assert form["overlap_months"].value() == 4
    assert form["setup"].value() == "replacement"
    assert form["start"].value() == full.start


def test_nothing_is_written_before_it_is_applied(client_for: Callable[[str], Client], full: Project) -> None:
    text = client_for("manager").get(url(full), PROFILE).content.decode()
    assert "Appliquer cette proposition" in text
    assert not Task.objects.exists()


def test_applying_writes_phases_tasks_links_efforts_and_gates(
    client_for: Callable[[str], Client], full: Project
) -> None:
    answer = apply(client_for("manager"), full, setup="replacement", overlap_months="3")
    assert answer["Location"] == reverse("plan_proposal_done", args=[full.slug])
    assert Task.objects.live().filter(project=full).count() == 23
    assert not Task.objects.filter(project=full, effort=None).exists()
    assert Phase.objects.live().filter(project=full).count() == 4
    kinds = set(Gate.objects.filter(project=full, dependencies__isnull=False).values_list("kind", flat=True))
    assert kinds == set(GateKind.values)
    assert load_planning(full.pk).problem == ""


def test_the_page_after_leads_to_the_matrix(client_for: Callable[[str], Client], full: Project) -> None:
    apply(client_for("manager"), full)
    text = client_for("manager").get(reverse("plan_proposal_done", args=[full.slug])).content.decode()
    assert "Remplir la matrice RACI" in text


def test_only_what_is_missing_is_added_beside_the_tasks_that_are_there(
    client_for: Callable[[str], Client], full: Project
) -> None:
    phase = Phase.objects.filter(project=full, key="preparation").get()
    mine = TaskFactory(phase=phase, key="A1", title="Étude des besoins", days=9)
    answer = apply(client_for("manager"), full, mode="missing", ties="without")
    assert answer.status_code == 302
    mine.refresh_from_db()
    assert (mine.days, mine.version, mine.deleted_at) == (9, 1, None)
    titles = list(Task.objects.live().filter(project=full).values_list("title", flat=True))
    assert "Étude des besoins auprès des opérationnels" not in titles
    written = Task.objects.get(project=full, title="Rédaction et validation du cahier des charges")
    assert [one.predecessor.key for one in written.dependencies.all()] == ["A1"]
    assert client_for("manager").get(url(full)).context["preview"].draft.tasks == []


def test_a_missing_step_takes_a_key_that_no_task_bears(
    client_for: Callable[[str], Client], full: Project
) -> None:
    TaskFactory(phase=PhaseFactory(project=full), key="T00", title="Déménagement")
    apply(client_for("manager"), full, mode="missing")
    assert Task.objects.get(project=full, title="Analyse de la situation").key == "T19"


def test_replaced_tasks_are_put_aside_and_their_lines_of_the_matrix_follow(
    client_for: Callable[[str], Client], full: Project
) -> None:
    phase = Phase.objects.filter(project=full, key="preparation").get()
    old = TaskFactory(phase=phase, key="T02", title="Recueil des besoins")
    alone = TaskFactory(phase=phase, key="X9", title="Déménagement")
    TaskDependency.objects.create(task=alone, predecessor=old)
    lines = [Activity.objects.create(project=full, task=one) for one in (old, alone)]
    Assignment.objects.create(activity=lines[0], member=full.membership_rows.first(), role="A")
    seen = client_for("manager").get(url(full), {**PROFILE, "mode": "replace"}).content.decode()
    assert "T02 → T02" in seen
    assert "«\u00a0Déménagement\u00a0»" in seen
    apply(client_for("manager"), full, mode="replace")
    rows: list[Any] = [old, alone, *lines]
    for row in rows:
        row.refresh_from_db()
    assert old.is_deleted
    assert old.key == "T02-1"
    new = Task.objects.get(project=full, key="T02")
    assert lines[0].task == new
    assert lines[0].assignments.count() == 1
    assert lines[1].task == alone
    assert TaskDependency.objects.filter(task=alone, predecessor=old).exists()
    old.restore(read_version=old.version)
    assert load_planning(full.pk).task("T02-1") is not None


def test_gates_of_the_project_are_tied_to_the_new_tasks(
    client_for: Callable[[str], Client], full: Project
) -> None:
    phase = Phase.objects.filter(project=full, key="preparation").get()
    old = TaskFactory(phase=phase, key="T02", title="Recueil des besoins")
    mine = Gate.objects.create(project=full, key="G9", title="Besoins entendus")
    GateDependency.objects.create(gate=mine, task=old)
    apply(client_for("manager"), full, mode="replace")
    line = next(one for one in load_planning(full.pk).gates if one.gate == mine)
    assert line.after == ("T02",)
    assert Gate.objects.filter(project=full, kind=GateKind.LAUNCH).count() == 1


@pytest.mark.parametrize("moved", ["task", "member"])
def test_what_moved_since_the_preview_is_refused_and_shown_anew(
    client_for: Callable[[str], Client], full: Project, moved: str
) -> None:
    client = client_for("manager")
    data = {**PROFILE, "mode": "replace"}
    read = client.get(url(full), data).context["preview"].draft.stamp
    if moved == "task":
        TaskFactory(phase=PhaseFactory(project=full), key="Z1")
    else:
        Membership.objects.filter(project=full, roles__contains=["sponsor"]).update(
            deleted_at=datetime.datetime(2032, 1, 1, tzinfo=datetime.UTC)
        )
    answer = client.post(reverse("plan_proposal_apply", args=[full.slug]), {**data, "read": read})
    assert answer.status_code == 409
    assert "rien n’a été écrit" in answer.content.decode()
    assert Task.objects.filter(project=full).count() == (moved == "task")
    again = answer.context["preview"].draft.stamp
    done = client.post(reverse("plan_proposal_apply", args=[full.slug]), {**data, "read": again})
    assert done.status_code == 302


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"users": "0"}, "supérieure ou égale à 1"),
        ({"users": "beaucoup"}, "nombre entier"),
        ({"start": "2027-02-30"}, "date valide"),
        ({"start": "9999-01-01"}, "Une date de 2000"),
        ({"season_first": "6"}, "un premier et un dernier mois"),
        ({"season_first": "3", "season_last": "12"}, "au plus 6\u00a0mois"),
        ({"setup": "autre"}, "n’en fait pas partie"),
    ],
)
def test_a_wrong_profile_is_refused_in_words(
    client_for: Callable[[str], Client], full: Project, values: dict[str, str], words: str
) -> None:
    client = client_for("manager")
    answer = client.get(url(full), {**PROFILE, **values})
    assert answer.status_code == 422
    assert words in answer.content.decode().replace("&#x27;", "’").replace("n'en", "n’en")
    posted = client.post(reverse("plan_proposal_apply", args=[full.slug]), {**PROFILE, **values})
    assert posted.status_code == 422
    assert not Task.objects.exists()


def test_a_planning_in_a_loop_can_only_be_replaced(
    client_for: Callable[[str], Client], full: Project
) -> None:
    one, two = TaskFactory.create_batch(2, phase=PhaseFactory(project=full))
    TaskDependency.objects.create(task=one, predecessor=two)
    TaskDependency.objects.create(task=two, predecessor=one)
    client = client_for("manager")
    refused = client.get(url(full), {**PROFILE, "mode": "missing"})
    assert refused.status_code == 422
    assert "en boucle" in refused.content.decode()
    assert apply(client, full, mode="replace").status_code == 302
    assert load_planning(full.pk).problem == ""


def test_the_page_costs_as_many_queries_for_ten_tasks_as_for_one(
    client_for: Callable[[str], Client], full: Project
) -> None:
    client, phase = client_for("manager"), PhaseFactory(project=full)

    def count(mode: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(full), {**PROFILE, "mode": mode}).status_code == 200
        return len(queries)

    Activity.objects.create(project=full, task=TaskFactory(phase=phase))
    client.get(url(full))
    one = [count("missing"), count("replace")]
    for task in TaskFactory.create_batch(9, phase=phase):
        Activity.objects.create(project=full, task=task)
    assert [count("missing"), count("replace")] == one
