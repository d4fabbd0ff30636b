"""Standing tasks wait for missing steps before them, unless that would close a loop or move what is held."""

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from charter import homepanel
from charter.models import Project
from planning.drafts import Draft, Mode, Standing, compose
from planning.models import Phase, Task, TaskDependency
from planning.proposal import propose
from planning.reading import PhaseLine, Planning, TaskLine, load_planning
from planning.schedule import Link, LinkKind, compute, find_cycle
from planning.steps import STEPS
from tests.addresses_proposal import PROFILE
from tests.planning.factories import TaskFactory
from tests.planning.test_proposal import NEGOCE, START, profiles

SPAN = 120


def random_tasks(draw: random.Random, count: int) -> list[tuple[Task, tuple[Link, ...]]]:
    """Tasks of a phase: steps and others, tied in any order, some begun, some on an imposed day."""
    phase = Phase(pk=1, key="all", title="Préparation")
    order = list(range(count))
    draw.shuffle(order)
    found = []
    for place, number in enumerate(order):
        step = draw.choice(STEPS)
        day = START + datetime.timedelta(days=draw.randrange(SPAN))
        task = Task(
            pk=number + 1,
            key=f"A{number}",
            title=draw.choice([step.title, step.title, "Déménagement"]),
            phase=phase,
            days=draw.randrange(12),
            progress=draw.choice([0, 0, 0, 30, 100]),
            **draw.choice([{}, {}, {"start": day}, {"fixed_start": day}]),
        )
        before = draw.sample(order[:place], min(place, draw.randrange(3)))
        kinds = draw.choices(list(LinkKind), (5, 1, 1, 1), k=len(before))
        links = [
            Link(f"A{one}", kind, draw.randrange(-5, 10)) for one, kind in zip(before, kinds, strict=True)
        ]
        found.append((task, tuple(links)))
    return found


def standing_of(rows: list[tuple[Task, tuple[Link, ...]]]) -> Standing:
    lines = [TaskLine(task, "", links, None) for task, links in rows]
    dates = compute([one.planned for one in lines], project_start=START)
    lines = [TaskLine(one.task, "", one.links, dates[one.task.key]) for one in lines]
    phase = rows[0][0].phase
    return Standing(
        Planning([PhaseLine(phase, lines)], project_start=START),
        frozenset(line.task.key for line in lines),
        phases=(phase,),
    )


def held(task: Task) -> bool:
    return bool(task.progress or task.fixed_start)


def check(standing: Standing, draft: Draft) -> None:
    """No loop; what is held stays where it is; nothing comes sooner; the dates shown are those of the links shown."""
    lines = draft.planning({}).tasks
    assert find_cycle({line.task.key: line.after for line in lines}) == []
    alone = compute([line.planned for line in lines], project_start=START)
    assert alone == draft.dates == {line.task.key: line.dates for line in lines}
    for before in standing.planning.tasks:
        after, was = draft.dates[before.task.key], before.dates
        assert was
        assert after.start >= was.start
        if held(before.task):
            assert (after.start, after.end) == (was.start, was.end)
    for tie in draft.ties.kept:
        assert not held(tie.line.task)
        assert tie.link.key in {one.key for one in draft.tasks}


@settings(max_examples=150)
@given(profiles, st.randoms(use_true_random=False), st.integers(1, 14))
def test_links_to_missing_steps_never_close_a_loop_nor_move_what_is_held(
    profile: Any, draw: random.Random, count: int
) -> None:
    standing = standing_of(random_tasks(draw, count))
    proposal = propose(profile, START)
    tied = compose(standing, proposal, Mode.MISSING)
    check(standing, tied)
    alone = compose(standing, proposal, Mode.MISSING, tie=False)
    assert not alone.ties.kept
    for line in standing.planning.tasks:
        was, now = line.dates, alone.dates[line.task.key]
        assert was
        assert (was.start, was.end) == (now.start, now.end)


def named(*rows: tuple[str, str, tuple[Link, ...], dict[str, Any]]) -> Standing:
    """A planning of these tasks: key, title, links, columns."""
    phase = Phase(pk=1, key="all", title="Préparation")
    tasks = [
        (Task(pk=number, key=key, title=title, phase=phase, days=values.pop("days", 5), **values), links)
        for number, (key, title, links, values) in enumerate(rows, start=1)
    ]
    return standing_of(tasks)


def tied(standing: Standing) -> tuple[set[tuple[str, str]], list[str]]:
    draft = compose(standing, propose(NEGOCE, START), Mode.MISSING)
    return {(one.key, one.link.key) for one in draft.ties.kept}, draft.ties.remarks


def test_a_task_waits_for_the_missing_step_before_it() -> None:
    found, remarks = tied(named(("A", "Choix de la solution", (), {})))
    assert found == {("A", "T05")}
    assert remarks == []


def test_of_several_tasks_of_a_step_the_first_waits() -> None:
    found, _ = tied(
        named(
            ("A", "Choix de la solution, premier tour", (), {}),
            ("B", "Choix de la solution, second tour", (Link("A"),), {}),
        )
    )
    assert found == {("A", "T05")}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"progress": 20}, "A n’attendra pas T05 Reformulation des besoins\u00a0: tâche déjà commencée."),
        ({"progress": 100}, "A n’attendra pas T05 Reformulation des besoins\u00a0: tâche terminée."),
        ({"fixed_start": START}, "A n’attendra pas T05 Reformulation des besoins\u00a0: date imposée."),
    ],
)
def test_what_is_held_waits_for_nothing_more_and_it_is_told(values: dict[str, Any], words: str) -> None:
    found, remarks = tied(named(("A", "Choix de la solution", (), values)))
    assert found == set()
    assert remarks == [words]


def test_what_would_push_a_task_that_is_held_is_left_out() -> None:
    found, remarks = tied(
        named(("A", "Choix de la solution", (), {}), ("B", "Déménagement", (Link("A"),), {"progress": 10}))
    )
    assert found == set()
    assert remarks == [
        "A n’attendra pas T05 Reformulation des besoins\u00a0: cela déplacerait B (tâche déjà commencée)."
    ]


def test_what_would_close_a_loop_is_left_out() -> None:
    """The choice stands before the offers: the rewording waits for these, so the choice can’t wait for it."""
    found, remarks = tied(
        named(
            ("A", "Choix de la solution", (), {}),
            ("B", "Réception des propositions", (Link("A"),), {}),
        )
    )
    assert ("A", "T05") not in found
    assert remarks == [
        "A n’attendra pas T05 Reformulation des besoins\u00a0: elles s’attendraient en boucle (A → B → T05 → A)."
    ]


def test_a_task_is_never_brought_forward() -> None:
    """Alone it starts with the project; after a step of an earlier day it would start sooner."""
    late = START + datetime.timedelta(days=400)
    standing = named(("A", "Ordre de mission", (), {"start": late}))
    task = standing.planning.tasks[0].task
    task.start = None
    line = TaskLine(task, "", (), compute([standing.planning.tasks[0].planned], project_start=late)["A"])
    phase = standing.planning.phases[0].phase
    moved = Standing(
        Planning([PhaseLine(phase, [line])], project_start=late), frozenset({"A"}), phases=(phase,)
    )
    found, remarks = tied(moved)
    assert ("A", "T00") not in found
    assert remarks == [
        "A n’attendra pas T00 Analyse de la situation\u00a0: A commencerait plus tôt qu’aujourd’hui."
    ]


@pytest.fixture
def full(project: Project, personas: dict[str, User]) -> Project:
    homepanel.start_project(project)
    Project.objects.filter(pk=project.pk).update(start=START, target_end=datetime.date(2029, 12, 31))
    project.refresh_from_db()
    return project


def fill(project: Project, seed: int) -> None:
    """Write random tasks into the project."""
    draw = random.Random(seed)  # noqa: S311
    phase = Phase.objects.filter(project=project, key="preparation").get()
    rows = random_tasks(draw, 12)
    written = {}
    for task, _ in rows:
        names = ("key", "title", "days", "progress", "start", "fixed_start")
        written[task.key] = TaskFactory(phase=phase, **{name: getattr(task, name) for name in names})
    TaskDependency.objects.bulk_create(
        TaskDependency(task=written[task.key], predecessor=written[link.key], kind=link.kind, lag=link.lag)
        for task, links in rows
        for link in links
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("ties", ["with", "without"])
def test_the_dates_applied_are_those_that_were_seen(
    client_for: Callable[[str], Client], full: Project, seed: int, ties: str
) -> None:
    fill(full, seed)
    client = client_for("manager")
    data = {**PROFILE, "start": START.isoformat(), "setup": "replacement", "mode": "missing", "ties": ties}
    draft = client.get(reverse("plan_proposal", args=[full.slug]), data).context["preview"].draft
    values = {**data, "read": draft.stamp, "seen": ties}
    assert client.post(reverse("plan_proposal_apply", args=[full.slug]), values).status_code == 302
    planning = load_planning(full.pk)
    assert planning.problem == ""
    assert planning.dates == draft.dates
    assert {line.task.key: set(line.links) for line in planning.tasks} == {
        line.task.key: set(line.links) for line in draft.planning({}).tasks
    }


def test_the_links_are_shown_and_can_be_left_out(client_for: Callable[[str], Client], full: Project) -> None:
    phase = Phase.objects.filter(project=full, key="preparation").get()
    choice = TaskFactory(phase=phase, key="A1", title="Choix de la solution")
    client, url = client_for("manager"), reverse("plan_proposal", args=[full.slug])
    data = {**PROFILE, "start": START.isoformat(), "mode": "missing"}
    seen = client.get(url, data)
    text = seen.content.decode()
    assert 'attendra aussi <span class="ref">T05</span>' in text
    assert "Ce que cela déplace" in text
    read = seen.context["preview"].draft.stamp
    apply = reverse("plan_proposal_apply", args=[full.slug])
    unticked = client.post(apply, {**data, "ties": "without", "seen": "with", "read": read}, follow=True)
    assert "Voici l’aperçu sans ces liens" in unticked.content.decode()
    assert Task.objects.filter(project=full).count() == 1
    again = unticked.context["preview"].draft
    assert again.ties.kept == []
    assert "attendra aussi" not in unticked.content.decode()
    values = {**data, "ties": "without", "seen": "without", "read": again.stamp}
    assert client.post(apply, values).status_code == 302
    assert not TaskDependency.objects.filter(task=choice).exists()
    choice.refresh_from_db()
    assert choice.version == 1


def test_a_task_that_gets_a_link_gets_a_version(client_for: Callable[[str], Client], full: Project) -> None:
    phase = Phase.objects.filter(project=full, key="preparation").get()
    choice = TaskFactory(phase=phase, key="A1", title="Choix de la solution")
    client = client_for("manager")
    data = {**PROFILE, "start": START.isoformat(), "mode": "missing"}
    read = client.get(reverse("plan_proposal", args=[full.slug]), data).context["preview"].draft.stamp
    done = client.post(
        reverse("plan_proposal_apply", args=[full.slug]), {**data, "read": read, "seen": "with"}, follow=True
    )
    assert "1 lien ajouté à vos tâches" in done.content.decode()
    choice.refresh_from_db()
    assert choice.version == 2
    assert [one.predecessor.key for one in choice.dependencies.all()] == ["T05"]


def test_an_unknown_choice_of_links_is_refused(client_for: Callable[[str], Client], full: Project) -> None:
    TaskFactory(phase=Phase.objects.filter(project=full).first())
    answer = client_for("manager").get(
        reverse("plan_proposal", args=[full.slug]), {**PROFILE, "mode": "missing", "ties": "peut-être"}
    )
    assert answer.status_code == 422
    assert "Relier les tâches en place" in answer.content.decode()
