"""The planning in the administration, to read: people write in the product, where no write is lost."""

from typing import Any, ClassVar

from django.contrib import admin

from charter.admin import ReadOnlyAdmin, ReadOnlyInline
from planning.models import Gate, GateDependency, Phase, Task, TaskDependency


class TaskDependencyInline(ReadOnlyInline):
    model = TaskDependency
    fk_name = "task"


class GateDependencyInline(ReadOnlyInline):
    model = GateDependency


@admin.register(Phase)
class PhaseAdmin(ReadOnlyAdmin):
    list_display = ["key", "title", "project", "deleted_at"]
    list_filter = ["project"]
    list_select_related = ["project"]


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    list_display = ["key", "title", "phase", "owner", "days", "project", "deleted_at"]
    list_filter = ["project"]
    list_select_related = ["phase", "owner__user", "project"]
    search_fields = ["key", "title"]
    inlines: ClassVar[list[Any]] = [TaskDependencyInline]


@admin.register(Gate)
class GateAdmin(ReadOnlyAdmin):
    list_display = ["key", "title", "project", "deleted_at"]
    list_filter = ["project"]
    list_select_related = ["project"]
    search_fields = ["key", "title"]
    inlines: ClassVar[list[Any]] = [GateDependencyInline]
