from typing import ClassVar

from django.contrib import admin

from raci.models import Activity, Assignment


class AssignmentInline(admin.TabularInline[Assignment, Activity]):
    model = Assignment
    raw_id_fields = ("member",)
    extra = 0


@admin.register(Activity)
class ActivityAdmin(admin.ModelAdmin[Activity]):
    list_display = ("__str__", "task", "project")
    list_filter = ("project",)
    list_select_related = ("task", "project")
    inlines: ClassVar = [AssignmentInline]
