"""Writes of whole lines."""

import pghistory
from django.db import transaction

from charter.models import Project
from crmproject.toolkit.rows import next_position
from planning.models import Task
from raci.models import Activity


def add_missing_tasks(*, project: Project) -> int:
    """Give a line to every live task that has none, in the order of the planning; returns how many."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        placed = Activity.objects.live().filter(project=project).exclude(task=None)
        tasks = (
            Task.objects.live()
            .filter(project=project)
            .exclude(pk__in=placed.values("task"))
            .order_by("phase__position", "position", "pk")
        )
        position = next_position(Activity.objects.filter(project=project))
        lines = [Activity(project=project, task=task, position=position + n) for n, task in enumerate(tasks)]
        with pghistory.context(reason="reprise des tâches du planning"):
            Activity.objects.bulk_create(lines)
    return len(lines)
