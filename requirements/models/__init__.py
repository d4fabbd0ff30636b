"""The specification: sections and their validation, requirements, editions and their exports."""

from requirements.models.comments import Comment
from requirements.models.editions import Decision, Edition, EditionSection, Export
from requirements.models.existing import CurrentFlow, DataSource, ExistingTool, ToolLink
from requirements.models.needs import Priority, Requirement
from requirements.models.processes import Automation, BusinessProcess, Deliverable, Interaction, UseCase
from requirements.models.sections import Section, Specification
from requirements.models.validation import Approval, Revision, Submission, Validator

__all__ = [
    "Approval",
    "Automation",
    "BusinessProcess",
    "Comment",
    "CurrentFlow",
    "DataSource",
    "Decision",
    "Deliverable",
    "Edition",
    "EditionSection",
    "ExistingTool",
    "Export",
    "Interaction",
    "Priority",
    "Requirement",
    "Revision",
    "Section",
    "Specification",
    "Submission",
    "ToolLink",
    "UseCase",
    "Validator",
]
