"""No page costs more queries on a large project than on a small one."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from charter import homepanel, register
from charter.models import Department, ExternalPerson, Membership, Project, ProjectConstraint, Role
from charter.permissions_page import addresses
from crmproject.toolkit.fingerprints import fingerprint
from planning.models import Gate, GateDependency, Phase, Task, TaskDependency
from raci.models import Activity, Assignment
from requirements.models import (
    Approval,
    Automation,
    BusinessProcess,
    Comment,
    CurrentFlow,
    DataSource,
    Decision,
    Deliverable,
    Edition,
    EditionSection,
    ExistingTool,
    Interaction,
    Meeting,
    Opening,
    PeerReview,
    Revision,
    Section,
    Specification,
    Submission,
    ToolLink,
    UseCase,
    Validator,
)
from selection.models import Criterion
from tests.addresses import ADDRESSES
from tests.addresses_budget import make_indicator
from tests.addresses_execution import make_change, make_governance, make_newcomer
from tests.addresses_review import make_improvement
from tests.addresses_risks import make_anonymous_fear, make_change_plan
from tests.addresses_workshops import make_workshop
from tests.charter.asking import fill_listening
from tests.factories import (
    BudgetLineFactory,
    DepartmentFactory,
    MembershipFactory,
    OperationalObjectiveFactory,
    RequirementFactory,
    RiskFactory,
    ScopeItemFactory,
)
from tests.personas import ClientFor

READ = sorted(one.name for one in addresses() if one.permissions)
LISTS = [one.slug for one in register.all_registers()]


def fill(project: Project, rows: range) -> None:
    """Give the project one row more of everything for each of these numbers."""
    for number in rows:
        department = DepartmentFactory(project=project, code=f"X{number:02d}", position=10 + number)
        member = MembershipFactory(
            project=project, department=department, roles=[Role.SPONSOR, Role.STEERING], position=10 + number
        )
        _charter_rows(project, department, member)
        tool = _existing_rows(project, department, number)
        _needs(project, department, tool, number)
        _planned(project, member, number)
        _agreed(project, department, member, number)
        make_workshop(project)
        make_change(project)
        make_newcomer(project, name=f"Arrivant {number}")
        make_governance(project)
        make_change_plan(project, number)
        make_improvement(project, owner=member)
        make_anonymous_fear(project, taken=number % 2 == 0)
        fill_listening(project, department, member)


def _charter_rows(project: Project, department: Department, member: Membership) -> None:
    ExternalPerson.objects.create(project=project, name="Consultant", organisation="Intégrateur")
    ScopeItemFactory(project=project)
    ScopeItemFactory(project=project, nature="department", department=department)
    ProjectConstraint.objects.create(project=project, text="Mi-temps")
    BudgetLineFactory(project=project)
    make_indicator(project, name=department.name, owner=member)
    RiskFactory(project=project, owner=member)
    Criterion.objects.create(project=project, title="Couverture", weight=10)
    for row in (ScopeItemFactory(project=project), RiskFactory(project=project, owner=member)):
        row.put_aside(read_version=row.version)


def _existing_rows(project: Project, department: Department, number: int) -> ExistingTool:
    tool: ExistingTool = ExistingTool.objects.create(
        project=project, name=f"Tableur {number}", department=department
    )
    before = ExistingTool.objects.filter(project=project).exclude(pk=tool.pk).first() or tool
    if before != tool:
        ToolLink.objects.create(project=project, source=before, target=tool)
        ToolLink.objects.create(project=project, source=tool, target=before).put_aside(read_version=1)
    DataSource.objects.create(project=project, name="Fichier", volume=10)
    CurrentFlow.objects.create(project=project, name="Piste", steps=["Relire"]).tools.add(tool)
    return tool


def _needs(project: Project, department: Department, tool: ExistingTool, number: int) -> None:
    objective = OperationalObjectiveFactory(department=department)
    RequirementFactory(department=department, objective=objective, author=project.manager)
    aside = RequirementFactory(department=department, objective=objective, author=project.manager)
    aside.put_aside(read_version=aside.version)
    BusinessProcess.objects.create(project=project, department=department, title="Devis")
    made = Automation.objects.create(project=project, title="Relance", trigger="Devis", actions=["Relancer"])
    made.actors.add(department)
    Interaction.objects.create(project=project, touchpoint="Salon", stage="awareness", emotion=1)
    Interaction.objects.create(project=project, touchpoint="Devis", stage="decision", journey=f"P{number}")
    UseCase.objects.create(project=project, department=department, title="Cas", steps=["Ouvrir"])
    Deliverable.objects.create(project=project, phase="preparation", title="Rapport")


def _planned(project: Project, member: Membership, number: int) -> None:
    phase = Phase.objects.create(project=project, key=f"p{number}", title="Phase", position=number)
    before = Task.objects.filter(project=project).order_by("pk").last()
    task = Task.objects.create(project=project, phase=phase, owner=member, key=f"T{number}", title="Tâche")
    gate = Gate.objects.create(project=project, key=f"G{number}", title="Jalon")
    GateDependency.objects.create(gate=gate, task=task)
    if before:
        TaskDependency.objects.create(task=task, predecessor=before)
    activity = Activity.objects.create(project=project, task=task)
    Assignment.objects.create(activity=activity, member=member, role="A")
    Task.objects.create(project=project, phase=phase, key=f"S{number}", title="Sans ligne")


def _agreed(project: Project, department: Department, member: Membership, number: int) -> None:
    specification = Specification.objects.of(project)
    section: Section = Section.objects.create(
        specification=specification, title=f"Section {number}", text="<p>Texte</p>", department=department
    )
    content = section.content()
    revision = Revision.objects.create(section=section, fingerprint=fingerprint(content), content=content)
    submission = Submission.objects.create(section=section, revision=revision, submitted_by=project.manager)
    Validator.objects.create(section=section, member=member)
    Approval.objects.create(
        submission=submission, member=member, verdict="approved", name="N", title="T",
        fingerprint=revision.fingerprint,
    )  # fmt: skip
    context = Section.objects.get(specification=specification, key="context")
    thread = Comment.objects.create(section=context, author=member.user, text="À préciser.", kind="question")
    thread.mentions.add(member)
    Comment.objects.create(section=context, author=project.manager, parent=thread, text="Bien.")
    PeerReview.objects.create(section=context, member=member, asked_by=project.manager)
    edition = Edition.objects.create(
        specification=specification, number=100 + number, title="Édition", status="draft",
        author=project.manager, author_name="N",
    )  # fmt: skip
    for one in Edition.objects.filter(specification=specification):
        position = one.entries.count() + 1
        EditionSection.objects.create(
            edition=one, revision=revision, position=position, number=str(position), level=1, state="draft"
        )
        Decision.objects.create(edition=one, member=member, opinion="favourable", name="N", title="T")
        Opening.objects.create(edition=one, user=member.user, way="page")
    _met(project, edition, member, number)


def _met(project: Project, edition: Edition, member: Membership, number: int) -> None:
    today = timezone.localdate()
    meeting = Meeting.objects.create(
        project=project, number=100 + number, title="Avis", held_on=today, edition=edition,
        convened_at=timezone.now(),
    )  # fmt: skip
    Decision.objects.create(
        edition=edition, member=member, opinion="favourable", name="N", title="T", meeting=meeting
    )
    held = Meeting.objects.create(
        project=project, number=200 + number, title="Avis", held_on=today, edition=edition,
        opinion="favourable", closed_at=timezone.now(),
    )  # fmt: skip
    held.present.add(member)
    Meeting.objects.create(
        project=project, number=300 + number, title="Avis", held_on=today, edition=edition
    ).put_aside(read_version=1)


@pytest.fixture
def manager(project: Project, personas: dict[str, User], client_for: ClientFor) -> Client:
    homepanel.start_project(project)
    return client_for("manager")


def statements(client: Client, url: str) -> list[str]:
    """The statements of this page, with nothing kept from before."""
    cache.clear()
    # The log is bounded, and holds those of all pages before.
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
        if answer.streaming:
            # Read to its end, which closes the file.
            list(answer)
    return [one["sql"] for one in seen.captured_queries]


def visited(project: Project, client: Client) -> dict[str, list[str]]:
    """The statements of every address, and of every list."""
    found = {}
    for name in READ:
        with transaction.atomic():
            visit = ADDRESSES[name](project)
            url = reverse(name, kwargs={"slug": project.slug, **visit.kwargs})
            found[name] = statements(client, url)
            transaction.set_rollback(True)
    for slug in LISTS:
        for name in ("register", "register_add"):
            found[f"{name} {slug}"] = statements(client, reverse(name, args=[project.slug, slug]))
    return found


def test_twelve_rows_of_everything_cost_no_more_than_three(project: Project, manager: Client) -> None:
    fill(project, range(1, 4))
    visited(project, manager)  # what a process reads once, it has read
    few = visited(project, manager)
    fill(project, range(4, 13))
    many = visited(project, manager)
    grown = {
        name: sorted({sql[:300] for sql in many[name]} - {sql[:300] for sql in few[name]})
        for name in few
        if len(many[name]) > len(few[name])
    }
    assert not grown
