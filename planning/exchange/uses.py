"""What uses some rows, read at once for all of them."""

from collections.abc import Sequence

from django.db import models
from pghistory.models import Event

from charter.references import in_words, uses_of
from crmproject.toolkit.rows import Row


def uses_of_all(rows: Sequence[Row]) -> dict[int, str]:
    """What uses each of these rows of one model, in words, by its number; rows that nothing uses are missing.

    A number of queries that doesn’t depend on the rows, but for those that something uses.
    """
    if not rows:
        return {}
    used: set[int] = set()
    for relation in type(rows[0])._meta.related_objects:
        model = relation.related_model
        if not isinstance(model, type) or issubclass(model, Event):
            continue
        if relation.many_to_many or getattr(relation, "on_delete", None) is models.PROTECT:
            name = relation.field.name
            pointing = model._base_manager.filter(**{f"{name}__in": rows})
            if issubclass(model, Row):
                pointing = pointing.filter(deleted_at=None)
            used.update(pointing.values_list(name, flat=True))
    return {
        row.pk: f"elle sert à {in_words(found)}" for row in rows if row.pk in used and (found := uses_of(row))
    }
