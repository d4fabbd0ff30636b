"""The matrix in the administration, to read: people write in the product, where no write is lost."""

from typing import Any, ClassVar

from django.contrib import admin

from charter.admin import ReadOnlyAdmin, ReadOnlyInline
from raci.models import Activity, Assignment


class AssignmentInline(ReadOnlyInline):
    model = Assignment


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "task", "project", "deleted_at"]
    list_filter = ["project"]
    list_select_related = ["task", "project"]
    inlines: ClassVar[list[Any]] = [AssignmentInline]
