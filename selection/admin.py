from django.contrib import admin

from selection.models import Criterion


@admin.register(Criterion)
class CriterionAdmin(admin.ModelAdmin[Criterion]):
    list_display = ("title", "weight", "project")
    list_filter = ("project",)
