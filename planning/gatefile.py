"""Gates in a project file: their kind, what they require, and the sections that they name by number."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from charter.filepart import Checking, Choice, FileModel, Loading, one_of, required, suggestion
from charter.models import Project
from charter.projectfiles.rows import create_rows, live_rows
from planning.gatekinds import NEEDS, default_needs, kind_of, need_columns
from planning.models import Gate, GateDependency, GateKind
from requirements.models import Section
from requirements.plan import plan_for

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=20)]


class GateEntry(FileModel):
    """A gate. Its kind, left out, is what its title says; what it requires, left out, is what its kind does."""

    key: Key
    title: Annotated[str, required(200)]
    kind: Annotated[Choice, one_of(GateKind)] | None = None
    needs: list[str] | None = None
    # Numbers in the outline (« 6.2 »); left out, all sections are meant.
    sections: list[str] = Field(default_factory=list)
    after: list[str] = Field(default_factory=list)


def check_gates(checking: Checking, entries: list[GateEntry]) -> None:
    """Refuse a formal gate given twice, and unknown needs, sections and tasks."""
    given = Counter(entry.kind for entry in entries if entry.kind and entry.kind != GateKind.OTHER)
    for index, entry in enumerate(entries):
        path = f"planning.gates[{index}]"
        if entry.kind and given[entry.kind] > 1:
            checking.refuse(
                f"{path}.kind",
                f"déjà employé par un autre point de validation\u00a0: «\u00a0{entry.kind}\u00a0»",
            )
        checking.once(entry.needs or [], f"{path}.needs")
        for place, name in enumerate(entry.needs or []):
            if name not in NEEDS:
                possible = ", ".join(NEEDS)
                checking.refuse(
                    f"{path}.needs[{place}]",
                    f"valeur inconnue «\u00a0{name}\u00a0»\u00a0; valeurs possibles\u00a0: {possible}",
                )
        _check_sections(checking, entry, path)


def _check_sections(checking: Checking, entry: GateEntry, path: str) -> None:
    checking.once(entry.sections, f"{path}.sections")
    known = _numbers_in_file(checking.values) if entry.sections else None
    for place, number in enumerate(entry.sections):
        if known is not None and number not in known:
            reason = f"section inconnue\u00a0: «\u00a0{number}\u00a0»{suggestion(number, known)}"
            checking.refuse(f"{path}.sections[{place}]", reason)


def _numbers_in_file(values: dict[str, Any]) -> set[str] | None:
    """The numbers of the outline that this file gives; None when the pieces that say it are wrong."""
    if not {"project", "departments", "sections"} <= values.keys():
        return None
    if values["sections"]:
        return set(_walk(values["sections"], ""))
    numbers: set[str] = set()
    for place, planned in enumerate(plan_for(values["project"].procurement), start=1):
        numbers.add(str(place))
        if planned.by_department:
            numbers.update(f"{place}.{below}" for below in range(1, len(values["departments"]) + 1))
    return numbers


def _walk(entries: list[Any], above: str) -> Iterator[str]:
    for place, entry in enumerate(entries, start=1):
        yield f"{above}{place}"
        yield from _walk(entry.sections, f"{above}{place}.")


def load_gates(loading: Loading, entries: list[GateEntry]) -> None:
    """Write the gates and what comes before them; a second gate whose title names a kind is an ordinary one."""
    taken = {entry.kind for entry in entries if entry.kind}
    values = []
    for entry in entries:
        kind = entry.kind or kind_of(entry.title)
        if entry.kind is None and kind in taken:
            kind = GateKind.OTHER
        taken.add(kind)
        needs = default_needs(kind) if entry.needs is None else entry.needs
        values.append({"key": entry.key, "title": entry.title, "kind": kind, **need_columns(needs)})
    gates = create_rows(Gate, loading, values)
    tasks = loading.named["task"]
    GateDependency.objects.bulk_create(
        GateDependency(gate=gate, task=tasks[key])
        for gate, entry in zip(gates, entries, strict=True)
        for key in entry.after
    )


def choose_sections(loading: Loading, entries: list[GateEntry]) -> None:
    """Name the sections that a gate requires, once the outline is there."""
    if not any(entry.sections for entry in entries):
        return
    sections = {number: pk for pk, number in section_numbers(loading.project).items()}
    gates = {gate.key: gate for gate in Gate.objects.filter(project=loading.project)}
    for entry in entries:
        if entry.sections:
            gates[entry.key].sections.set(sections[number] for number in entry.sections)


def section_numbers(project: Project) -> dict[int, str]:
    """The number of each live section in the outline (« 6.2 »), in its order."""
    below: dict[int | None, list[int]] = defaultdict(list)
    rows = Section.objects.of_specification(project).order_by("position", "pk")
    for pk, parent in rows.values_list("pk", "parent_id"):
        below[parent].append(pk)

    def numbered(parent: int | None, above: str) -> Iterator[tuple[int, str]]:
        for place, pk in enumerate(below[parent], start=1):
            yield pk, f"{above}{place}"
            yield from numbered(pk, f"{above}{place}.")

    return dict(numbered(None, ""))


def dump_gates(project: Project) -> list[GateEntry]:
    """The live gates, without what their titles and kinds already say."""
    after: dict[int, list[str]] = defaultdict(list)
    links = GateDependency.objects.filter(gate__project=project, task__deleted_at=None).order_by("pk")
    for gate_id, key in links.values_list("gate_id", "task__key"):
        after[gate_id].append(key)
    chosen = Gate.sections.through.objects.filter(gate__project=project)
    sections: dict[int, set[int]] = defaultdict(set)
    for gate_id, section_id in chosen.values_list("gate_id", "section_id"):
        sections[gate_id].add(section_id)
    numbers = section_numbers(project) if sections else {}
    return [
        _entry(gate, after[gate.pk], [number for pk, number in numbers.items() if pk in sections[gate.pk]])
        for gate in live_rows(Gate, project)
    ]


def _entry(gate: Gate, after: list[str], sections: list[str]) -> GateEntry:
    needs = [name for name in NEEDS if getattr(gate, f"needs_{name}")]
    return GateEntry(
        key=gate.key,
        title=gate.title,
        kind=gate.kind if gate.kind != kind_of(gate.title) else None,
        needs=needs if needs != default_needs(gate.kind) else None,
        sections=sections,
        after=after,
    )
