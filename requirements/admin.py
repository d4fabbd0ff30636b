"""The specification in the administration, to read: what is written or decided passes through the product."""

from django.contrib import admin

from charter.admin import ReadOnlyAdmin
from requirements.models import (
    Approval,
    Automation,
    BusinessProcess,
    Comment,
    CurrentFlow,
    DataSource,
    Decision,
    Deliverable,
    Edition,
    ExistingTool,
    Export,
    Interaction,
    Requirement,
    Revision,
    Section,
    Specification,
    Submission,
    ToolLink,
    UseCase,
)


@admin.register(Requirement)
class RequirementAdmin(ReadOnlyAdmin):
    list_display = ["ref", "title", "project", "department", "priority", "status", "deleted_at"]
    list_select_related = ["project", "department"]
    list_filter = ["status", "priority", "category", "project"]
    search_fields = ["ref", "title"]


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin):
    list_display = ["title", "key", "specification", "department", "deleted_at"]
    list_select_related = ["specification__project", "department"]
    list_filter = ["specification__project"]
    search_fields = ["title"]


@admin.register(
    Automation,
    BusinessProcess,
    CurrentFlow,
    DataSource,
    Deliverable,
    ExistingTool,
    Interaction,
    ToolLink,
    UseCase,
)
class SpecificationRowAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "project", "deleted_at"]
    list_select_related = ["project"]
    list_filter = ["project"]


admin.site.register(
    [Approval, Comment, Decision, Edition, Export, Revision, Specification, Submission], ReadOnlyAdmin
)
