"""Sections of both documents, where they differ from the default plan: texts, titles, order, blocks."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from charter.filepart import Checking, FileModel, FilePart, Loading, plain, register, required, suggestion
from charter.models import Department, Project
from charter.projectfiles.rows import kept_departments
from crmproject.toolkit import blocks as block_registry
from crmproject.toolkit.richtext import clean_html
from requirements.models import DocumentKind, Section, Specification
from requirements.plan import BY_KEY, DEPARTMENT_BLOCKS, PLANS, start_of

NOTE = "framing_note"


class SectionEntry(FileModel):
    """A section. What is left out is what the plan says of its key, or of a department’s sub-section."""

    key: str | None = None
    department: str | None = None
    title: Annotated[str, required(200)] | None = None
    text: str = ""
    blocks: list[str] | None = None
    sections: list["SectionEntry"] = Field(default_factory=list)


SectionEntry.model_rebuild()


def _walk(entries: list[SectionEntry], path: str) -> Iterator[tuple[SectionEntry, str]]:
    for index, entry in enumerate(entries):
        yield entry, f"{path}[{index}]"
        yield from _walk(entry.sections, f"{path}[{index}].sections")


def _check(checking: Checking, entries: list[SectionEntry]) -> None:
    checking.declare(
        "section", ((one.key, f"{path}.key") for one, path in _walk(entries, "sections") if one.key)
    )
    _check_entries(checking, entries, "sections", DocumentKind.SPECIFICATION)


def _check_note(checking: Checking, entries: list[SectionEntry]) -> None:
    checking.declare(
        "note_section", ((one.key, f"{path}.key") for one, path in _walk(entries, NOTE) if one.key)
    )
    _check_entries(checking, entries, NOTE, DocumentKind.FRAMING_NOTE)


def _check_entries(checking: Checking, entries: list[SectionEntry], name: str, kind: DocumentKind) -> None:
    offered = {block.name for block in block_registry.all_blocks()}
    planned = {one.key for one in PLANS[kind]}
    for entry, path in _walk(entries, name):
        if entry.key and entry.key not in planned:
            checking.refuse(
                f"{path}.key", f"section inconnue du plan : « {entry.key} »{suggestion(entry.key, planned)}"
            )
        if not (entry.key or entry.department or entry.title):
            checking.refuse(f"{path}.title", "valeur manquante")
        checking.department(entry.department, f"{path}.department")
        checking.once(entry.blocks or [], f"{path}.blocks")
        for place, name in enumerate(entry.blocks or []):
            if name not in offered:
                checking.refuse(
                    f"{path}.blocks[{place}]", f"données inconnues : « {name} »{suggestion(name, offered)}"
                )


def _load(loading: Loading, entries: list[SectionEntry]) -> None:
    """Create the outline of the file; without one, the default plan is given when the project starts."""
    _load_document(loading, entries, DocumentKind.SPECIFICATION)


def _load_note(loading: Loading, entries: list[SectionEntry]) -> None:
    _load_document(loading, entries, DocumentKind.FRAMING_NOTE)


def _load_document(loading: Loading, entries: list[SectionEntry], kind: DocumentKind) -> None:
    if entries:
        document = Specification.objects.create(project=loading.project, kind=kind)
        _create(loading, document, entries, None)


def _create(
    loading: Loading, specification: Specification, entries: list[SectionEntry], parent: Section | None
) -> None:
    for position, entry in enumerate(entries, start=1):
        department = loading.departments[entry.department] if entry.department else None
        title, blocks = _defaults(entry.key, department)
        section = Section.objects.create(
            specification=specification,
            parent=parent,
            position=position,
            key=entry.key or "",
            department=department,
            title=entry.title or title,
            text=clean_html(entry.text),
            blocks=blocks if entry.blocks is None else entry.blocks,
        )
        _create(loading, specification, entry.sections, section)


def _defaults(key: str | None, department: Department | None) -> tuple[str, list[str]]:
    """Title and blocks of a section whose entry doesn’t give them."""
    if key and key in BY_KEY:
        return BY_KEY[key].title, list(BY_KEY[key].blocks)
    if department is not None:
        return department.name, list(DEPARTMENT_BLOCKS)
    return "", []


def _dump(project: Project) -> list[SectionEntry]:
    return _dump_document(project, DocumentKind.SPECIFICATION)


def _dump_note(project: Project) -> list[SectionEntry]:
    return _dump_document(project, DocumentKind.FRAMING_NOTE)


def _dump_document(project: Project, kind: DocumentKind) -> list[SectionEntry]:
    departments = {one.pk: one for one in kept_departments(project)}
    children: dict[int | None, list[Section]] = defaultdict(list)
    of_kind = Section.objects.live().filter(specification__project=project, specification__kind=kind)
    for section in of_kind.order_by("position", "pk"):
        children[section.parent_id].append(section)

    def entry(section: Section) -> SectionEntry:
        department = departments.get(section.department_id or 0)
        key = section.key if section.key in BY_KEY else None
        title, blocks = _defaults(key, department)
        return SectionEntry(
            key=key,
            department=department.code if department else None,
            title=section.title if section.title != title else None,
            text=clean_html(section.text),
            blocks=section.blocks if section.blocks != blocks else None,
            sections=[entry(child) for child in children[section.pk]],
        )

    entries = [entry(section) for section in children[None]]
    untouched = _default_plan(project, kind, list(departments.values()))
    return [] if plain(entries) == plain(untouched) else entries


def _default_plan(project: Project, kind: DocumentKind, departments: list[Department]) -> list[SectionEntry]:
    """The entries of a document that nobody drafted yet."""
    below = [SectionEntry(department=one.code) for one in departments]
    return [
        SectionEntry(key=planned.key, sections=below if planned.by_department else [])
        for planned in start_of(project, kind)
    ]


register(FilePart("sections", list[SectionEntry], _load, _dump, 200, check=_check))
register(FilePart(NOTE, list[SectionEntry], _load_note, _dump_note, 205, check=_check_note))
