"""The order of the columns."""

from django.db import transaction

from charter.models import Project
from crmproject.toolkit.rows import place
from raci.holders import load_holders
from raci.models import Column


def order_columns(*, project: Project, keys: list[str]) -> None:
    """Put the columns in the order of these keys; those that it doesn’t name keep their order behind them."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        standing = {column.key: column for column in Column.objects.filter(project=project)}
        missing = [
            Column(
                project=project,
                position=place_,
                member_id=None if holder.is_function else holder.pk,
                function_id=holder.pk if holder.is_function else None,
            )
            for place_, holder in enumerate(load_holders(project.pk), start=1)
            if holder.key not in standing
        ]
        standing.update((column.key, column) for column in Column.objects.bulk_create(missing))
        ids = [standing[key].pk for key in dict.fromkeys(keys) if key in standing]
        place(Column.objects.filter(project=project), ids=ids)
