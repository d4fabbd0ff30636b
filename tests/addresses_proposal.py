"""How the permissions test visits the proposal of a planning, the filling of the matrix and its versions."""

from charter.models import Project
from crmproject.toolkit.fingerprints import fingerprint
from planning.models import Phase
from raci.actions.filling import read_filling
from raci.models import Activity
from requirements.models import Section
from requirements.revisions import keep_revision
from tests.planning.factories import TaskFactory
from tests.visits import Provider, Visit

PROFILE = {
    "start": "2027-01-11",
    "users": "40",
    "departments": "5",
    "setup": "new",
    "overlap_months": "0",
    "connectors": "1",
    "sources": "1",
    "procurement": "tender",
    "turnover": "normal",
    "season_first": "",
    "season_last": "",
}


def keep_matrix(project: Project) -> None:
    """A version of the matrix, kept by the section that shows it."""
    section = next(
        one for one in Section.objects.live().filter(specification__project=project) if "raci" in one.blocks
    )
    content = section.content()
    keep_revision(
        section=section, content=dict(content), fingerprint=fingerprint(content), by=project.manager
    )


def with_task(project: Project) -> Visit:
    TaskFactory(phase=Phase.objects.filter(project=project).first(), title="Analyse de la situation")
    return Visit()


def applied(project: Project) -> Visit:
    return Visit({}, "POST", {**PROFILE, "read": "périmé"})


def filled(project: Project) -> Visit:
    with_task(project)
    return Visit({}, "POST", {"read": read_filling(project).stamp})


def versions(project: Project) -> Visit:
    Activity.objects.create(project=project, title="Suivi de l’usage")
    keep_matrix(project)
    Activity.objects.create(project=project, title="Gouvernance")
    return Visit()


ADDRESSES: dict[str, Provider] = {
    "plan_proposal": with_task,
    "plan_proposal_apply": applied,
    "plan_proposal_done": with_task,
    "raci_fill": with_task,
    "raci_fill_apply": filled,
    "raci_versions": versions,
    "raci_compare": versions,
}
