"""What uses a row, so that a deletion is refused in words rather than left dangling."""

from typing import Any

from django.db import models
from pghistory.models import Event

from crmproject.toolkit.rows import Row

SHOWN = 5


def uses_of(row: Row) -> list[str]:
    """Live data that points to this row, in words: « exigence « COM-001 — … » ».

    A decision of the past (an approval, say) keeps its own copy of names: it holds nothing back.
    """
    found: list[str] = []
    for relation in row._meta.related_objects:
        model = relation.related_model
        if not isinstance(model, type) or issubclass(model, Event):
            continue
        if relation.many_to_many or getattr(relation, "on_delete", None) is models.PROTECT:
            found += _uses_by(model, relation.field.name, row)
    return found


def in_words(uses: list[str]) -> str:
    """A few of these uses, and how many more there are."""
    more = len(uses) - SHOWN
    tail = f" et {more} de plus" if more > 0 else ""
    return ", ".join(uses[:SHOWN]) + tail


def missing_for(row: Row) -> list[str]:
    """Rows put aside to which this one points: it can’t come back without them."""
    targets = [
        getattr(row, field.name)
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and issubclass(_remote(field), Row)
    ]
    return [f"{_kind(type(target))} « {target} »" for target in targets if target and target.is_deleted]


def _uses_by(model: type[models.Model], name: str, row: Row) -> list[str]:
    if issubclass(model, Row):
        rows = model.objects.filter(**{name: row}, deleted_at=None)
        return [f"{_kind(model)} « {one} »" for one in rows]
    owners = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.name != name and issubclass(_remote(field), Row)
    ]
    if not owners:
        return []
    live = {f"{owner}__deleted_at": None for owner in owners}
    links = model._base_manager.filter(**{name: row}, **live).select_related(*owners)
    return [f"{_kind(model)} de « {getattr(link, owners[0])} »" for link in links]


def _remote(field: "models.ForeignKey[Any, Any]") -> type[Any]:
    remote: type[Any] = field.remote_field.model
    return remote


def _kind(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name)
