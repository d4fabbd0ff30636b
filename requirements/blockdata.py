"""What the blocks of the specification read: each function loads one data set of a project in one query."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from charter.models import OperationalObjective
from crmproject.toolkit.blocks import Json
from requirements.models import (
    Automation,
    BusinessProcess,
    CurrentFlow,
    DataSource,
    Deliverable,
    ExistingTool,
    Interaction,
    Requirement,
    Section,
    ToolLink,
    UseCase,
)
from requirements.models.existing import Keep, LinkKind
from requirements.models.needs import Category, Priority

type Row = dict[str, Json]

REQUIREMENTS_BLOCK = "requirements"

_REQUIREMENT_COLUMNS = (
    "ref",
    "title",
    "priority",
    "importance",
    "urgency",
    "category",
    "text",
    "acceptance",
    "rationale",
    "source",
    "department__code",
    "department__name",
    "objective__ref",
    "objective__title",
    "objective__deleted_at",
)


@dataclass
class Needs:
    """The accepted requirements of a project, in the order of departments and of rows."""

    rows: list[Row]
    # By reference, for those that are scored.
    scores: dict[str, Row] = field(default_factory=dict)
    by_department: dict[str, list[Row]] = field(init=False)  # by code

    def __post_init__(self) -> None:
        self.by_department = defaultdict(list)
        for row in self.rows:
            self.by_department[cast("str", row["department_code"])].append(row)

    def of_category(self, category: Category) -> list[Row]:
        return [row for row in self.rows if row["category"] == category]

    def of_priority(self, priority: Priority) -> list[Row]:
        return [row for row in self.rows if row["priority"] == priority]


def accepted_needs(project_id: int) -> Needs:
    """All accepted requirements. An objective that was put aside counts as none [R-TRACE]."""
    found = Requirement.objects.accepted().filter(project=project_id)
    ordered = found.order_by("department__position", "department__code", "position", "pk")
    found_values = list(ordered.values(*_REQUIREMENT_COLUMNS))
    scores = {values["ref"]: score for values in found_values if (score := _score(values))}
    return Needs([_need(values) for values in found_values], scores)


def _score(values: dict[str, Any]) -> Row:
    """The scores that were given, apart from the rest: only the table of priorities shows them, so that they touch no
    validation of another section."""
    return {name: values[name] for name in ("importance", "urgency") if values[name] is not None}


def _need(values: dict[str, Any]) -> Row:
    served = values["objective__deleted_at"] is None
    return {
        "ref": values["ref"],
        "title": values["title"],
        "priority": values["priority"],
        "category": values["category"],
        "category_label": _LABELS[values["category"]],
        "text": values["text"],
        "acceptance": values["acceptance"],
        "rationale": values["rationale"],
        "source": values["source"],
        "department": values["department__name"],
        "department_code": values["department__code"],
        "objective_ref": (values["objective__ref"] or "") if served else "",
        "objective_title": (values["objective__title"] or "") if served else "",
    }


# The labels of choices, looked up once: 2,000 rows would make 2,000 enumerations.
_LABELS: dict[str, str] = {
    str(member.value): str(member.label) for choices in (Category, Keep, LinkKind) for member in choices
}


def departments_with_a_place(project_id: int) -> set[str]:
    """Codes of the departments whose requirements some section of the outline prints."""
    sections = Section.objects.of_specification(project_id)
    rows = list(sections.values_list("pk", "parent_id", "blocks", "department__code"))
    parents = {pk: parent for pk, parent, _, _ in rows}
    return {
        code
        for pk, _, blocks, code in rows
        if code and REQUIREMENTS_BLOCK in blocks and _is_reached(pk, parents)
    }


def _is_reached(section: int | None, parents: dict[int, int | None]) -> bool:
    """Whether no section above this one was retired."""
    while section is not None:
        if section not in parents:
            return False
        section = parents[section]
    return True


def objectives(project_id: int) -> list[Row]:
    """Operational objectives: ref, title, department."""
    rows = OperationalObjective.objects.live().filter(project=project_id)
    return [
        {"ref": ref, "title": title, "department": department}
        for ref, title, department in rows.values_list("ref", "title", "department__name")
    ]


def existing_tools(project_id: int) -> list[Row]:
    rows = ExistingTool.objects.live().filter(project=project_id)
    return [
        {"name": name, "department": department, "role": role, "limits": limits}
        for name, department, role, limits in rows.values_list("name", "department__name", "role", "limits")
    ]


def tool_links(project_id: int) -> list[Row]:
    """Links whose two tools still stand."""
    rows = ToolLink.objects.live().filter(
        project=project_id, source__deleted_at=None, target__deleted_at=None
    )
    return [
        {"source": source, "target": target, "kind": kind, "kind_label": _LABELS[kind]}
        for source, target, kind in rows.values_list("source__name", "target__name", "kind")
    ]


def data_sources(project_id: int) -> list[Row]:
    """Sources with their volume in records and their growth in % per year."""
    rows = DataSource.objects.live().filter(project=project_id)
    columns = ("name", "volume", "growth", "structure", "source", "keep")
    return [{**values, "keep_label": _LABELS[values["keep"]]} for values in rows.values(*columns)]


def current_flows(project_id: int) -> list[Row]:
    tools = ArrayAgg(
        "tools__name",
        filter=Q(tools__isnull=False, tools__deleted_at=None),
        order_by=["tools__position", "tools__pk"],
        default=Value([]),
    )
    rows = CurrentFlow.objects.live().filter(project=project_id).annotate(tool_names=tools)
    columns = ("name", "steps", "pain", "delay", "loss", "tool_names")
    return [
        {"name": name, "steps": steps, "pain": pain, "delay": delay, "loss": loss, "tools": names}
        for name, steps, pain, delay, loss, names in rows.values_list(*columns)
    ]


def processes(project_id: int) -> list[Row]:
    rows = BusinessProcess.objects.live().filter(project=project_id)
    columns = ("title", "department__name", "objective", "current", "expected")
    return [
        {"title": title, "department": name, "objective": objective, "current": current, "expected": expected}
        for title, name, objective, current, expected in rows.values_list(*columns)
    ]


def automations(project_id: int) -> list[Row]:
    actors = ArrayAgg(
        "actors__name",
        filter=Q(actors__isnull=False),
        order_by=["actors__position", "actors__pk"],
        default=Value([]),
    )
    rows = Automation.objects.live().filter(project=project_id).annotate(actor_names=actors)
    columns = ("title", "trigger", "actions", "performance", "actor_names")
    return [
        {"title": title, "trigger": trigger, "actions": actions, "performance": performance, "actors": names}
        for title, trigger, actions, performance, names in rows.values_list(*columns)
    ]


def interactions(project_id: int) -> list[Row]:
    rows = Interaction.objects.live().filter(project=project_id)
    columns = ("touchpoint", "stage", "priority", "problem", "needs")
    # What a map says beside that is absent where nobody said it, so that older validations stand.
    return [
        {name: row[name] for name in row if name in columns or row[name] not in ("", None)}
        for row in rows.values(*columns, "journey", "friction", "emotion")
    ]


def use_cases(project_id: int) -> list[Row]:
    rows = UseCase.objects.live().filter(project=project_id)
    return [
        {"title": title, "department": department, "steps": steps}
        for title, department, steps in rows.values_list("title", "department__name", "steps")
    ]


def deliverables(project_id: int) -> list[Row]:
    return list(Deliverable.objects.live().filter(project=project_id).values("phase", "title"))
