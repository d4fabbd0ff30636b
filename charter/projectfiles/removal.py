"""Removing a project for good, with all that hangs on it, in an order that protected references allow."""

from collections import deque
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import models, transaction

from charter.models import Project

type AnyModel = type[models.Model]


def remove_project(project: Project) -> list[tuple[str, int]]:
    """Delete this project and every row of it, whichever app holds it; return (name, number) by kind of row.

    Its history stays; its files go once the transaction is committed.
    """
    lookups = _lookups()
    files: list[tuple[Storage, str]] = []
    removed: list[tuple[str, int]] = []
    for model in _deletion_order(lookups):
        rows = model._base_manager.filter(**{lookups[model]: project.pk})
        files += _files(model, rows)
        number = rows.count()
        rows.delete()
        if number and model is not Project:
            removed.append((str(model._meta.verbose_name), number))
    transaction.on_commit(lambda: _delete_files(files))
    return removed


def _lookups() -> dict[AnyModel, str]:
    """How to find the rows of a project, model by model: {Approval: "submission__section__…__project"}."""
    found: dict[AnyModel, str] = {Project: "pk"}
    waiting: deque[AnyModel] = deque([Project])
    while waiting:
        owner = waiting.popleft()
        for model in apps.get_models():
            for field in _references(model):
                if model in found or field.related_model is not owner or field.null:
                    continue
                found[model] = field.name if owner is Project else f"{field.name}__{found[owner]}"
                waiting.append(model)
    return found


def _deletion_order(lookups: dict[AnyModel, str]) -> list[AnyModel]:
    """Models whose rows refer to others come before them."""
    sorter: TopologicalSorter[AnyModel] = TopologicalSorter({model: set() for model in lookups})
    for model in lookups:
        for field in _references(model):
            target: Any = field.related_model
            if target in lookups and target is not model:
                sorter.add(target, model)
    return list(sorter.static_order())


def _references(model: AnyModel) -> list["models.ForeignKey[Any, Any]"]:
    """Foreign keys that the database holds; those of history rows point to what may be gone."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.DO_NOTHING
    ]


def _files(model: AnyModel, rows: "models.QuerySet[Any]") -> list[tuple[Storage, str]]:
    fields = [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]
    return [
        (field.storage, name) for field in fields for name in rows.values_list(field.name, flat=True) if name
    ]


def _delete_files(files: list[tuple[Storage, str]]) -> None:
    for storage, name in files:
        storage.delete(name)
