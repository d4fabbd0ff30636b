from typing import ClassVar

from django.contrib import admin

from planning.models import Gate, GateDependency, Phase, Task, TaskDependency


class TaskDependencyInline(admin.TabularInline[TaskDependency, Task]):
    model = TaskDependency
    fk_name = "task"
    autocomplete_fields = ("predecessor",)
    extra = 0


class GateDependencyInline(admin.TabularInline[GateDependency, Gate]):
    model = GateDependency
    autocomplete_fields = ("task",)
    extra = 0


@admin.register(Phase)
class PhaseAdmin(admin.ModelAdmin[Phase]):
    list_display = ("key", "title", "project")
    list_filter = ("project",)


@admin.register(Task)
class TaskAdmin(admin.ModelAdmin[Task]):
    list_display = ("key", "title", "phase", "owner", "days", "project")
    list_filter = ("project",)
    list_select_related = ("phase", "owner__user", "project")
    search_fields = ("key", "title")
    inlines: ClassVar = [TaskDependencyInline]


@admin.register(Gate)
class GateAdmin(admin.ModelAdmin[Gate]):
    list_display = ("key", "title", "project")
    list_filter = ("project",)
    search_fields = ("key", "title")
    inlines: ClassVar = [GateDependencyInline]
