"""Writes on the outline of a document: the default plan, and the sub-sections of departments."""

from charter.models import Department, Project
from crmproject.toolkit.rows import next_position
from requirements.models import DocumentKind, Section, Specification
from requirements.plan import DEPARTMENT_BLOCKS, PlannedSection, start_of


def start_specification(project: Project) -> Specification:
    """Give a project its cahier des charges with the default plan; one that exists is left as it is."""
    return _start(project, DocumentKind.SPECIFICATION)


def start_framing_note(project: Project) -> Specification:
    """Give a project its note de cadrage with the default plan; one that exists is left as it is."""
    return _start(project, DocumentKind.FRAMING_NOTE)


def _start(project: Project, kind: DocumentKind) -> Specification:
    document, created = Specification.objects.get_or_create(project=project, kind=kind)
    if created:
        for position, planned in enumerate(start_of(project, kind), start=1):
            _add_planned(document, planned, position)
    return document


def _add_planned(specification: Specification, planned: PlannedSection, position: int) -> None:
    section = Section.objects.create(
        specification=specification,
        key=planned.key,
        title=planned.title,
        blocks=list(planned.blocks),
        position=position,
    )
    if planned.by_department:
        departments = Department.objects.live().filter(project=specification.project)
        for department in departments:
            add_department_section(parent=section, department=department)


def add_department_section(*, parent: Section, department: Department) -> Section:
    """Add the sub-section that holds a department’s requirements."""
    return Section.objects.create(
        specification=parent.specification,
        parent=parent,
        title=department.name,
        department=department,
        blocks=list(DEPARTMENT_BLOCKS),
        position=next_position(Section.objects.filter(parent=parent)),
    )
