"""The specification: sections and their agreement, requirements, workshops, editions and who reads them."""

from requirements.models.comments import Comment, CommentKind
from requirements.models.delegations import Delegation
from requirements.models.editions import Decision, Edition, EditionSection, Export, ExportKind, Meeting
from requirements.models.existing import CurrentFlow, DataSource, ExistingTool, ToolLink
from requirements.models.needs import Priority, Requirement
from requirements.models.parts import RenderedPart
from requirements.models.processes import Automation, BusinessProcess, Deliverable, Interaction, UseCase
from requirements.models.sections import DocumentKind, Section, Specification
from requirements.models.sharing import Opening, OpeningWay, ShareLink
from requirements.models.validation import (
    Approval,
    MinorChange,
    Objection,
    PeerReview,
    Revision,
    Submission,
    Validator,
)
from requirements.models.workshops import Workshop, WorkshopAction, WorkshopSection, WorkshopVerdict

__all__ = [
    "Approval",
    "Automation",
    "BusinessProcess",
    "Comment",
    "CommentKind",
    "CurrentFlow",
    "DataSource",
    "Decision",
    "Delegation",
    "Deliverable",
    "DocumentKind",
    "Edition",
    "EditionSection",
    "ExistingTool",
    "Export",
    "ExportKind",
    "Interaction",
    "Meeting",
    "MinorChange",
    "Objection",
    "Opening",
    "OpeningWay",
    "PeerReview",
    "Priority",
    "RenderedPart",
    "Requirement",
    "Revision",
    "Section",
    "ShareLink",
    "Specification",
    "Submission",
    "ToolLink",
    "UseCase",
    "Validator",
    "Workshop",
    "WorkshopAction",
    "WorkshopSection",
    "WorkshopVerdict",
]
