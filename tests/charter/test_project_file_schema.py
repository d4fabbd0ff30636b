"""The shape of a project file agrees with the tables, with its documentation, and with YAML."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, get_args

import pytest
import yaml
from django.db import models
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from charter.filepart import ProjectFileError, parts, plain
from charter.models import (
    Benefit,
    BudgetLine,
    Communication,
    ExitPlan,
    Feasibility,
    Membership,
    OperationalObjective,
    PreparationTick,
    Project,
    ProjectConstraint,
    Risk,
    ScopeItem,
    StrategicObjective,
    Support,
    Training,
)
from charter.projectfile.budget import BudgetEntry
from charter.projectfile.change import BenefitEntry, CommunicationEntry, SupportEntry, TrainingEntry
from charter.projectfile.feasibility import ConstraintEntry, FeasibilityEntry
from charter.projectfile.framing import TickEntry
from charter.projectfile.leaving import ExitPlanEntry
from charter.projectfile.risks import RiskEntry
from charter.projectfile.scope import ScopeItemEntry
from charter.projectfiles import schema, to_yaml
from charter.projectfiles.reading import parse
from crmproject.environment import BASE_DIR
from planning.gatefile import GateEntry
from planning.models import Gate, Phase, Task
from planning.projectfile import PhaseEntry, TaskEntry
from raci.models import Activity
from raci.projectfile import ActivityEntry
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
    UseCase,
)
from requirements.projectfile.existing import DataEntry, FlowEntry, ToolEntry
from requirements.projectfile.needs import RequirementEntry
from requirements.projectfile.processes import (
    AutomationEntry,
    DeliverableEntry,
    InteractionEntry,
    ProcessEntry,
    UseCaseEntry,
)
from requirements.projectfile.sections import SectionEntry
from selection.models import Criterion
from selection.projectfile import CriterionEntry

PAIRS: list[tuple[type[BaseModel], type[models.Model]]] = [
    (TickEntry, PreparationTick),
    (ExitPlanEntry, ExitPlan),
    (FeasibilityEntry, Feasibility),
    (ConstraintEntry, ProjectConstraint),
    (ScopeItemEntry, ScopeItem),
    (schema.ProjectEntry, Project),
    (schema.MemberEntry, Membership),
    (schema.StrategicEntry, StrategicObjective),
    (schema.OperationalEntry, OperationalObjective),
    (BudgetEntry, BudgetLine),
    (RiskEntry, Risk),
    (CommunicationEntry, Communication),
    (BenefitEntry, Benefit),
    (TrainingEntry, Training),
    (SupportEntry, Support),
    (ToolEntry, ExistingTool),
    (DataEntry, DataSource),
    (FlowEntry, CurrentFlow),
    (RequirementEntry, Requirement),
    (ProcessEntry, BusinessProcess),
    (AutomationEntry, Automation),
    (InteractionEntry, Interaction),
    (UseCaseEntry, UseCase),
    (DeliverableEntry, Deliverable),
    (CriterionEntry, Criterion),
    (PhaseEntry, Phase),
    (TaskEntry, Task),
    (GateEntry, Gate),
    (ActivityEntry, Activity),
    (SectionEntry, Section),
]


@pytest.mark.parametrize(("entry", "model"), PAIRS, ids=[entry.__name__ for entry, _ in PAIRS])
def test_a_text_that_the_file_allows_fits_its_column(
    entry: type[BaseModel], model: type[models.Model]
) -> None:
    properties = entry.model_json_schema(by_alias=False).get("properties", {})
    if not properties:  # a schema that names itself stands among its definitions
        properties = entry.model_json_schema(by_alias=False)["$defs"][entry.__name__]["properties"]
    columns = {field.name: field for field in model._meta.concrete_fields}
    for name, described in properties.items():
        column = columns.get(name)
        if not isinstance(column, models.CharField) or column.choices or name == "ref":
            continue
        limits = [one.get("maxLength") for one in [described, *described.get("anyOf", [])]]
        limit = next((one for one in limits if one), None)
        assert limit is not None or name == "key", f"{entry.__name__}.{name} has no limit"
        assert limit is None or limit <= (column.max_length or limit)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for info in annotation.model_fields.values():
            if annotation is not SectionEntry:
                yield from models_in(info.annotation)
    for inner in get_args(annotation):
        yield from models_in(inner)


def test_every_key_is_documented() -> None:
    page = (BASE_DIR / "docs" / "fichier-projet.md").read_text()
    keys = {part.key for part in parts()}
    for part in parts():
        for model in models_in(part.schema):
            keys |= {info.alias or name for name, info in model.model_fields.items()}

    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


# Whatever a browser posts, but for nulls, which the database refuses.
POSTED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(POSTED)
@example("Aujourd\x85hui")
@example("Une ligne\r\nune autre\rla fin\x85")
@example("Un \x0bretour\x0c, un \u2028séparateur\u2029 et un \x1bcontrôle")
def test_any_text_comes_back_from_what_is_written(text: str) -> None:
    """Ends of lines are made alike; nothing else changes."""
    text = plain(text)
    written = to_yaml({"key": text, "list": [{"text": text}]})

    assert not {"\r", "\x85"} & set(text)
    assert parse(written.encode()).data == {"key": text, "list": [{"text": text}]}
    assert yaml.safe_load(written) == {"key": text, "list": [{"text": text}]}


@pytest.mark.parametrize("end", ["\\n", "\\r\\n", "\\r", "\\N", "\\x85"])
def test_every_kind_of_line_end_is_read_as_one(end: str) -> None:
    assert parse(f'key: "un{end}deux"'.encode()).data == {"key": "un\ndeux"}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    with suppress(ProjectFileError):
        parse(content)
