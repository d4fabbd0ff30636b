"""Forms of the registers of the specification."""

from django import forms

from charter.forms.rows import ProjectRowForm
from requirements.models import (
    Automation,
    BusinessProcess,
    CurrentFlow,
    DataSource,
    Deliverable,
    ExistingTool,
    ToolLink,
    UseCase,
)


class ExistingToolForm(ProjectRowForm[ExistingTool]):
    class Meta:
        model = ExistingTool
        fields = ["name", "department", "role", "limits"]


class ToolLinkForm(ProjectRowForm[ToolLink]):
    class Meta:
        model = ToolLink
        fields = ["source", "target", "kind"]


class DataSourceForm(ProjectRowForm[DataSource]):
    class Meta:
        model = DataSource
        fields = ["name", "volume", "growth", "structure", "source", "keep"]


class CurrentFlowForm(ProjectRowForm[CurrentFlow]):
    class Meta:
        model = CurrentFlow
        fields = ["name", "steps", "pain", "delay", "loss", "tools"]
        widgets = {"tools": forms.CheckboxSelectMultiple}


class BusinessProcessForm(ProjectRowForm[BusinessProcess]):
    class Meta:
        model = BusinessProcess
        fields = ["title", "department", "objective", "current", "expected"]


class AutomationForm(ProjectRowForm[Automation]):
    class Meta:
        model = Automation
        fields = ["title", "trigger", "actions", "performance", "actors"]
        widgets = {"actors": forms.CheckboxSelectMultiple}


class UseCaseForm(ProjectRowForm[UseCase]):
    class Meta:
        model = UseCase
        fields = ["title", "department", "steps"]


class DeliverableForm(ProjectRowForm[Deliverable]):
    class Meta:
        model = Deliverable
        fields = ["title", "phase"]
