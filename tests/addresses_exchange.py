"""How the permissions test visits the addresses of exchanges."""

from django.core.files.uploadedfile import SimpleUploadedFile

from charter.models import Project
from crmproject.toolkit.shelf import Reading, Shelf
from planning.exchange.compare import compare
from planning.exchange.draft import Draft
from planning.exchange.files import read_file
from tests.visits import Provider, Visit

TASKS = "Clé;Tâche;Durée\r\nT98;Essai par les utilisateurs;5\r\nT99;Réglages;2\r\n".encode("cp1252")


def shelved(project: Project) -> Reading[Draft]:
    """A file of two new tasks that the manager sent."""
    return Shelf("planning", project.pk, project.manager_id).put("planning.csv", read_file(TASKS))


def on_reading(method: str = "GET") -> Provider:
    def visit(project: Project) -> Visit:
        reading = shelved(project)
        stamp = compare(project, reading.draft, read=reading.token).stamp
        return Visit({"token": reading.token}, method, {"stamp": stamp} if method == "POST" else {})

    return visit


def sending(_project: Project) -> Visit:
    return Visit(method="POST", data={"file": SimpleUploadedFile("planning.csv", TASKS)})


ADDRESSES: dict[str, Provider] = {
    "planning_exchange": lambda _project: Visit(),
    "planning_export": lambda _project: Visit({"kind": "xlsx"}),
    "planning_import": sending,
    "planning_import_review": on_reading(),
    "planning_import_apply": on_reading("POST"),
    "planning_import_drop": on_reading("POST"),
}
