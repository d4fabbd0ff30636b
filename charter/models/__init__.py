"""The project, its people, and its charter."""

from charter.models.answers import Answer, AnswerCluster, AnswerTag, AnswerUse
from charter.models.budget import BudgetLine, BudgetSettings
from charter.models.change import Benefit, Communication, Support, Training
from charter.models.external import ExternalPerson
from charter.models.fears import AnonymousFear, FearCollection, WaitingFear
from charter.models.feasibility import Feasibility, ProjectConstraint
from charter.models.framing import FramingAnswer, PreparationTick
from charter.models.indicators import Indicator, Measurement
from charter.models.leaving import ExitPlan
from charter.models.listening import CommonLink, Question, Questionnaire, Respondent
from charter.models.objectives import OperationalObjective, StrategicObjective
from charter.models.people import Department, Membership, Role
from charter.models.project import Procurement, Project, ProjectRow, Setup
from charter.models.risks import Risk
from charter.models.scope import ScopeItem
from charter.models.usage import UsageArticle, UsageCharter, UsageProposal, UsageVersion
from charter.models.usage_committee import UsageRequest, UsageRequestEvent, UsageSeat
from charter.models.usage_mails import UsageMail
from charter.models.usage_signing import UsageCampaign, UsageInvitation, UsageSignature

__all__ = [
    "AnonymousFear",
    "Answer",
    "AnswerCluster",
    "AnswerTag",
    "AnswerUse",
    "Benefit",
    "BudgetLine",
    "BudgetSettings",
    "CommonLink",
    "Communication",
    "Department",
    "ExitPlan",
    "ExternalPerson",
    "FearCollection",
    "Feasibility",
    "FramingAnswer",
    "Indicator",
    "Measurement",
    "Membership",
    "OperationalObjective",
    "PreparationTick",
    "Procurement",
    "Project",
    "ProjectConstraint",
    "ProjectRow",
    "Question",
    "Questionnaire",
    "Respondent",
    "Risk",
    "Role",
    "ScopeItem",
    "Setup",
    "StrategicObjective",
    "Support",
    "Training",
    "UsageArticle",
    "UsageCampaign",
    "UsageCharter",
    "UsageInvitation",
    "UsageMail",
    "UsageProposal",
    "UsageRequest",
    "UsageRequestEvent",
    "UsageSeat",
    "UsageSignature",
    "UsageVersion",
    "WaitingFear",
]
