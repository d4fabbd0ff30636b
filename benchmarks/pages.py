"""Server time and number of queries of the main pages, through the whole site but the socket."""

import time

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from benchmarks.results import Result
from charter.models import Project
from requirements.models import Section

WARMING = 2
# Label, URL name, section key where the page is one section.
PAGES = [
    ("accueil", "project_home", ""),
    ("plan du cahier des charges", "specification", ""),
    ("section objectifs", "section", "objectives"),
    ("section exigences d’un service", "section", "functional"),
    ("section exigences techniques", "section", "technical"),
    ("exigences", "requirements", ""),
    ("planning", "planning", ""),
    ("matrice RACI", "raci_matrix", ""),
    ("note de cadrage", "charter", ""),
    ("préparation", "framing", ""),
    ("équipe", "team", ""),
    ("conduite du changement", "change_plan", ""),
    ("indicateurs", "indicators", ""),
    ("écoute", "questionnaires", ""),
    ("charte d’usage", "usage_charter", ""),
    ("contrôle de cohérence", "coherence", ""),
    ("éditions", "editions", ""),
]


def slug_of(size: int) -> str:
    return f"mesure-{size}"


def measure(size: int, *, runs: int, failures: list[str]) -> list[Result]:
    """Generate the project, then time each page in milliseconds for its manager."""
    began = time.perf_counter()
    call_command("seed_scale", requirements=size, slug=slug_of(size), verbosity=0, stdout=_Silence())
    results = [Result("génération du projet", size, "s", [time.perf_counter() - began])]
    project = Project.objects.select_related("manager").get(slug=slug_of(size))
    client = client_of(project)
    for label, name, key in PAGES:
        try:
            url = _url(project, name, key)
        except NoReverseMatch:
            failures.append(f"{label} : page absente ({name})")
            continue
        if failure := visit_all(client, url, WARMING)[1]:
            failures.append(f"{label}, {size} exigences : {failure}")
            continue
        results.append(Result(f"page : {label}", size, "ms", visit_all(client, url, runs)[0]))
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        results.append(Result(f"requêtes SQL : {label}", size, "requêtes", [len(queries)]))
    return results


def client_of(project: Project) -> Client:
    """The project’s manager, signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(project.manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _url(project: Project, name: str, key: str) -> str:
    if name != "section":
        return reverse(name, args=[project.slug])
    section = Section.objects.get(specification__project=project, key=key)
    below = section.children.order_by("position").first()
    return reverse(name, args=[project.slug, (below or section).pk])


def visit_all(client: Client, url: str, times: int) -> tuple[list[float], str]:
    """Milliseconds of each visit, and what went wrong, if anything."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        try:
            status = client.get(url).status_code
        except Exception as error:  # a page that fails must not hide the others
            return [], f"{type(error).__name__} : {error}"
        found.append((time.perf_counter() - began) * 1000)
        if status != 200:
            return [], f"réponse {status}"
    return found, ""


class _Silence:
    """A place for what a command says and nobody reads."""

    def write(self, text: str) -> int:
        return len(text)
