"""The project, its people, and its charter."""

from charter.models.budget import BudgetLine
from charter.models.objectives import OperationalObjective, StrategicObjective
from charter.models.people import Department, Membership, Role
from charter.models.project import Procurement, Project, ProjectRow, Setup
from charter.models.risks import Risk
from charter.models.scope import ScopeItem

__all__ = [
    "BudgetLine",
    "Department",
    "Membership",
    "OperationalObjective",
    "Procurement",
    "Project",
    "ProjectRow",
    "Risk",
    "Role",
    "ScopeItem",
    "Setup",
    "StrategicObjective",
]
