"""Between the entries of a project file and the rows of a project."""

from collections.abc import Iterable
from typing import Any

from charter.filepart import FileModel, Loading
from charter.models import Department, Membership, Project


def live_rows(model: Any, project: Project, *related: str) -> Any:
    """Live rows of this project in order."""
    rows = model.objects.live().filter(project=project).order_by("position", "pk")
    return rows.select_related(*related) if related else rows


def create_rows(model: Any, loading: Loading, values: Iterable[dict[str, Any]]) -> list[Any]:
    """Write one row for each of these values, in their order, in one query."""
    rows = [
        model(project=loading.project, position=position, **one)
        for position, one in enumerate(values, start=1)
    ]
    return list(model.objects.bulk_create(rows, batch_size=1000))


def entry_of[E: FileModel](schema: type[E], row: Any, **changes: Any) -> E:
    """The entry that this row makes: fields of the same names, but for these changes."""
    names = [name for name in schema.model_fields if name not in changes and hasattr(row, name)]
    return schema(**{name: getattr(row, name) for name in names}, **changes)


def live_email(member: Membership | None) -> str | None:
    """The address of a member; one who was put aside is not named in a file."""
    return None if member is None or member.is_deleted else member.user.email


def kept_departments(project: Project) -> list[Department]:
    """Live departments, and those put aside that live rows still need."""
    departments = list(Department.objects.filter(project=project).order_by("position", "pk"))
    aside = {one.pk for one in departments if one.is_deleted}
    needed: set[int] = set()
    for relation in Department._meta.related_objects if aside else ():
        model: Any = relation.related_model
        if hasattr(model, "deleted_at") and relation.one_to_many and not relation.field.null:
            name = f"{relation.field.name}_id"
            rows = model._base_manager.filter(**{f"{name}__in": aside, "deleted_at": None})
            needed.update(rows.values_list(name, flat=True))
    return [one for one in departments if one.pk not in aside or one.pk in needed]
