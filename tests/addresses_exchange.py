"""How the permissions test visits the addresses of exchanges."""

from django.core.files.uploadedfile import SimpleUploadedFile

from charter.models import Project
from crmproject.toolkit.shelf import Reading, Shelf
from planning.exchange.compare import compare
from planning.exchange.draft import Draft
from planning.exchange.files import read_file
from raci.exchange.compare import compare as compare_matrix
from raci.exchange.reading import MatrixDraft, read_pasted
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


def shelved_matrix(project: Project) -> Reading[MatrixDraft]:
    """A matrix of one new activity that the manager pasted."""
    draft = read_pasted("Activité;Chef de projet CRM\r\nFormation des référents;A/R\r\n")
    return Shelf("raci", project.pk, project.manager_id).put("matrice collée", draft)


def on_matrix(method: str = "GET") -> Provider:
    def visit(project: Project) -> Visit:
        reading = shelved_matrix(project)
        stamp = compare_matrix(project, reading.draft, read=reading.token).stamp
        return Visit({"token": reading.token}, method, {"stamp": stamp} if method == "POST" else {})

    return visit


ADDRESSES: dict[str, Provider] = {
    "planning_exchange": lambda _project: Visit(),
    "planning_export": lambda _project: Visit({"kind": "xlsx"}),
    "planning_import": sending,
    "planning_import_review": on_reading(),
    "planning_import_apply": on_reading("POST"),
    "planning_import_drop": on_reading("POST"),
    "raci_exchange": lambda _project: Visit(),
    "raci_export": lambda _project: Visit(),
    "raci_import": lambda _project: Visit(
        method="POST", data={"pasted": "Activité;Chef de projet CRM\nFormation;R"}
    ),
    "raci_import_review": on_matrix(),
    "raci_import_apply": on_matrix("POST"),
    "raci_import_drop": on_matrix("POST"),
}
