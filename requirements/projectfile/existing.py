"""What stands today: tools, links, data, workflows."""

from collections import defaultdict
from typing import Annotated, ClassVar

from pydantic import Field

from charter.filepart import (
    LARGEST_INTEGER,
    Checking,
    Choice,
    FileModel,
    FilePart,
    Loading,
    Steps,
    one_of,
    register,
    required,
    upto,
)
from charter.models import Project
from charter.projectfiles.rows import create_rows, entry_of, live_rows
from requirements.models import CurrentFlow, DataSource, ExistingTool, ToolLink
from requirements.models.existing import Keep, LinkKind


class ToolEntry(FileModel):
    name: Annotated[str, required(160)]
    department: str
    role: Annotated[str, upto(300)] = ""
    limits: Annotated[str, upto(500)] = ""


class LinkEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"kind"})

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    kind: Annotated[Choice, one_of(LinkKind)] = LinkKind.NONE.value


class DataEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"growth", "keep"})

    name: Annotated[str, required(200)]
    volume: Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
    growth: Annotated[int, Field(ge=-100, le=1000)] = 0
    structure: Annotated[str, upto(300)] = ""
    source: Annotated[str, upto(200)] = ""
    keep: Annotated[Choice, one_of(Keep)] = Keep.ESSENTIAL.value


class FlowEntry(FileModel):
    name: Annotated[str, required(200)]
    steps: Steps = Field(default_factory=list)
    pain: Annotated[str, upto(300)] = ""
    delay: Annotated[str, upto(200)] = ""
    loss: Annotated[str, upto(200)] = ""
    tools: list[str] = Field(default_factory=list)


class ExistingEntry(FileModel):
    tools: list[ToolEntry] = Field(default_factory=list)
    links: list[LinkEntry] = Field(default_factory=list)
    data: list[DataEntry] = Field(default_factory=list)
    flows: list[FlowEntry] = Field(default_factory=list)


def _check(checking: Checking, entry: ExistingEntry) -> None:
    checking.declare("tool", ((tool.name, f"existing.tools[{i}].name") for i, tool in enumerate(entry.tools)))
    for index, tool in enumerate(entry.tools):
        checking.department(tool.department, f"existing.tools[{index}].department")
    for index, link in enumerate(entry.links):
        path = f"existing.links[{index}]"
        checking.expect("tool", link.source, f"{path}.from", unknown="outil inconnu")
        checking.expect("tool", link.target, f"{path}.to", unknown="outil inconnu")
        if link.source == link.target:
            checking.refuse(f"{path}.to", "un lien va d’un outil à un autre outil")
    for index, flow in enumerate(entry.flows):
        path = f"existing.flows[{index}].tools"
        checking.once(flow.tools, path)
        for place, name in enumerate(flow.tools):
            checking.expect("tool", name, f"{path}[{place}]", unknown="outil inconnu")


def _load(loading: Loading, entry: ExistingEntry) -> None:
    rows = create_rows(
        ExistingTool,
        loading,
        ({**tool.model_dump(), "department": loading.departments[tool.department]} for tool in entry.tools),
    )
    tools = {row.name: row for row in rows}
    create_rows(
        ToolLink,
        loading,
        (
            {"source": tools[link.source], "target": tools[link.target], "kind": link.kind}
            for link in entry.links
        ),
    )
    create_rows(DataSource, loading, (one.model_dump() for one in entry.data))
    flows = create_rows(CurrentFlow, loading, (flow.model_dump(exclude={"tools"}) for flow in entry.flows))
    through = CurrentFlow.tools.through
    through.objects.bulk_create(
        through(currentflow=row, existingtool=tools[name])
        for row, flow in zip(flows, entry.flows, strict=True)
        for name in flow.tools
    )


def _dump(project: Project) -> ExistingEntry:
    links = live_rows(ToolLink, project, "source", "target")
    used = CurrentFlow.tools.through.objects.filter(
        currentflow__project=project, existingtool__deleted_at=None
    )
    tools: dict[int, list[str]] = defaultdict(list)
    for flow_id, name in used.order_by("pk").values_list("currentflow_id", "existingtool__name"):
        tools[flow_id].append(name)
    return ExistingEntry(
        tools=[
            entry_of(ToolEntry, row, department=row.department.code)
            for row in live_rows(ExistingTool, project, "department")
        ],
        links=[
            LinkEntry(**{"from": row.source.name, "to": row.target.name, "kind": row.kind})
            for row in links
            if not row.source.is_deleted and not row.target.is_deleted
        ],
        data=[entry_of(DataEntry, row) for row in live_rows(DataSource, project)],
        flows=[entry_of(FlowEntry, row, tools=tools[row.pk]) for row in live_rows(CurrentFlow, project)],
    )


register(FilePart("existing", ExistingEntry, _load, _dump, 60, check=_check, default=ExistingEntry))
