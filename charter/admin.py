"""The charter in the administration, to read: people write in the product, where no write is lost."""

from typing import Any

from django.contrib import admin

from charter.models import (
    BudgetLine,
    BudgetSettings,
    Department,
    ExternalPerson,
    Indicator,
    Measurement,
    Membership,
    OperationalObjective,
    Project,
    Risk,
    ScopeItem,
    StrategicObjective,
)


class ReadOnly:
    """Shows rows and changes none."""

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin[Any]):
    """Rows of a table, to read."""


class ReadOnlyInline(ReadOnly, admin.TabularInline[Any, Any]):
    """Rows that hang on another one, to read below it."""


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    list_display = ["name", "organisation", "slug", "manager", "created_at", "deleted_at"]
    list_select_related = ["manager"]
    search_fields = ["name", "organisation", "slug"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "project", "title", "department", "roles", "deleted_at"]
    list_select_related = ["user", "project", "department"]
    search_fields = ["user__email", "user__name", "title"]


@admin.register(
    Department,
    ExternalPerson,
    OperationalObjective,
    StrategicObjective,
    ScopeItem,
    BudgetLine,
    BudgetSettings,
    Indicator,
    Risk,
)
class ProjectRowAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "project", "deleted_at"]
    list_select_related = ["project"]
    list_filter = ["project"]


@admin.register(Measurement)
class MeasurementAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "measured_on", "value", "author", "deleted_at"]
    list_select_related = ["indicator", "author"]
