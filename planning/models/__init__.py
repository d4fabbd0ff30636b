"""The planning: phases, tasks and their links, gates, closing days, reference dates."""

from planning.models.baselines import Baseline, BaselineLine
from planning.models.closings import Closing
from planning.models.feeds import CalendarFeed, FeedAlarm, FeedScope
from planning.models.gates import (
    Gate,
    GateCondition,
    GateDecision,
    GateDependency,
    GateKind,
    Outcome,
)
from planning.models.tasks import LinkKind, Phase, Task, TaskDependency

__all__ = [
    "Baseline",
    "BaselineLine",
    "CalendarFeed",
    "Closing",
    "FeedAlarm",
    "FeedScope",
    "Gate",
    "GateCondition",
    "GateDecision",
    "GateDependency",
    "GateKind",
    "LinkKind",
    "Outcome",
    "Phase",
    "Task",
    "TaskDependency",
]
