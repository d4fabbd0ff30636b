"""The charter’s data as the blocks of a document read it: each set once for all of them."""

from decimal import Decimal

from charter.models import (
    BudgetLine,
    BudgetSettings,
    Department,
    Indicator,
    OperationalObjective,
    Project,
    Risk,
    ScopeItem,
    StrategicObjective,
)
from crmproject.toolkit.blocks import Json


def figure(value: Decimal | None) -> Json:
    """A figure as JSON keeps it exactly: whole as integer, else as text."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else str(value.normalize())


def load_strategic_objective(project_id: int) -> StrategicObjective | None:
    found: StrategicObjective | None = StrategicObjective.objects.live().filter(project=project_id).first()
    return found


def load_objectives(project_id: int) -> list[OperationalObjective]:
    return list(OperationalObjective.objects.live().filter(project=project_id).select_related("department"))


def load_project(project_id: int) -> Project:
    return Project.objects.get(pk=project_id)


def load_departments(project_id: int) -> list[Department]:
    return list(Department.objects.live().filter(project=project_id))


def load_scope(project_id: int) -> list[ScopeItem]:
    return list(ScopeItem.objects.live().filter(project=project_id).select_related("department"))


def load_budget(project_id: int) -> list[BudgetLine]:
    return list(BudgetLine.objects.live().filter(project=project_id))


def load_risks(project_id: int) -> list[Risk]:
    return list(Risk.objects.live().filter(project=project_id).select_related("owner__user", "department"))


def load_budget_settings(project_id: int) -> BudgetSettings | None:
    found: BudgetSettings | None = BudgetSettings.objects.live().filter(project=project_id).first()
    return found


def load_indicators(project_id: int) -> list[Indicator]:
    return list(Indicator.objects.live().filter(project=project_id).with_measurements())
