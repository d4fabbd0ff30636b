"""The criteria in the administration, to read: people write in the product, where no write is lost."""

from django.contrib import admin

from charter.admin import ReadOnlyAdmin
from selection.models import Criterion


@admin.register(Criterion)
class CriterionAdmin(ReadOnlyAdmin):
    list_display = ["title", "weight", "project", "deleted_at"]
    list_filter = ["project"]
    list_select_related = ["project"]
