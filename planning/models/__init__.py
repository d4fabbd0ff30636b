"""The planning: phases, tasks and their links, gates, closing days, reference dates, and the life of the tool."""

from planning.models.baselines import Baseline, BaselineLine
from planning.models.changes import ChangeOpinion, ChangeRequest, ChangeState, ChangeStep, Move
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
from planning.models.governance import (
    GovernanceBody,
    GovernanceItem,
    GovernanceMeeting,
    ItemKind,
    Rhythm,
)
from planning.models.newcomers import Newcomer, NewcomerTick, PathPage, PathStep
from planning.models.review import (
    ActualCost,
    Improvement,
    Lesson,
    ObjectiveVerdict,
    Review,
    ReviewVersion,
    RiskOutcome,
)
from planning.models.tasks import LinkKind, Phase, Task, TaskDependency

__all__ = [
    "ActualCost",
    "Baseline",
    "BaselineLine",
    "CalendarFeed",
    "ChangeOpinion",
    "ChangeRequest",
    "ChangeState",
    "ChangeStep",
    "Closing",
    "FeedAlarm",
    "FeedScope",
    "Gate",
    "GateCondition",
    "GateDecision",
    "GateDependency",
    "GateKind",
    "GovernanceBody",
    "GovernanceItem",
    "GovernanceMeeting",
    "Improvement",
    "ItemKind",
    "Lesson",
    "LinkKind",
    "Move",
    "Newcomer",
    "NewcomerTick",
    "ObjectiveVerdict",
    "Outcome",
    "PathPage",
    "PathStep",
    "Phase",
    "Review",
    "ReviewVersion",
    "Rhythm",
    "RiskOutcome",
    "Task",
    "TaskDependency",
]
