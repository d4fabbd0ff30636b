"""Server time and queries of the pages that show a large planning and its matrix, and time of their exports."""

import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.pages import WARMING, client_of, visit_all
from benchmarks.results import Result
from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from planning.gantt import charts
from planning.reading import as_data, load_planning
from raci.matrix import load_matrix

# As many tasks and people as the largest plannings have; `size` counts tasks here.
TASKS, PEOPLE = 500, 60
SLUG = "mesure-planning"
PAGES = [
    ("planning", "planning"),
    ("données du diagramme", "gantt_data"),
    ("calendrier", "planning_calendar"),
    ("mes échéances", "my_deadlines"),
    ("charge", "workload"),
    ("matrice RACI", "raci_matrix"),
    ("mes responsabilités", "my_responsibilities"),
]


def measure(*, runs: int, failures: list[str]) -> list[Result]:
    """Generate the project, then time each page in milliseconds for its manager, and each thing drawn."""
    call_command("seed_scale", requirements=20, slug=SLUG, tasks=TASKS, people=PEOPLE, verbosity=0)
    project = Project.objects.select_related("manager").get(slug=SLUG)
    client = client_of(project)
    results: list[Result] = []
    for label, name in PAGES:
        url = reverse(name, args=[SLUG])
        if failure := visit_all(client, url, WARMING)[1]:
            failures.append(f"{label}, {TASKS} tâches : {failure}")
            continue
        results.append(
            Result(f"page : {label}, {PEOPLE} personnes", TASKS, "ms", visit_all(client, url, runs)[0])
        )
        with CaptureQueriesContext(connection) as queries:
            length = len(client.get(url).content)
        results.append(Result(f"requêtes SQL : {label}", TASKS, "requêtes", [len(queries)]))
        results.append(Result(f"taille : {label}", TASKS, "Kio", [length / 1024]))
    return results + [_timed(label, run, runs) for label, run in _drawn(project)]


def _drawn(project: Project) -> list[tuple[str, Callable[[], object]]]:
    planning = load_planning(project.pk)
    data = as_data(planning)
    return [
        ("calcul : planning lu et daté", lambda: load_planning(project.pk)),
        ("dessin : Gantt en SVG", lambda: render_to_string("planning/gantt.svg", {"charts": charts(data)})),
        ("lecture : matrice", lambda: Gathering(project.pk).once(load_matrix)),
    ]


def _timed(label: str, run: Callable[[], object], runs: int) -> Result:
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        run()
        found.append((time.perf_counter() - began) * 1000)
    return Result(label, TASKS, "ms", found)
