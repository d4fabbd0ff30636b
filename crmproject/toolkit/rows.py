"""Rows that are refused rather than lost, and put aside rather than destroyed."""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone


class StaleWriteError(Exception):
    """The row was written by someone else since it was read; `current` is what stands there now."""

    def __init__(self, current: "Row | None") -> None:
        super().__init__("Cette donnée a été modifiée entre-temps.")
        self.current = current


class RowQuerySet(models.QuerySet[Any]):
    """Reads shared by all editable rows."""

    def live(self) -> Self:
        """Rows that were not put aside."""
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        """Rows that were put aside and can be restored, the latest first."""
        return self.exclude(deleted_at=None).order_by("-deleted_at")


class Row(models.Model):
    """A row that people edit: ordered, versioned, and deleted in a way that can be undone.

    `version` grows by one with each write; a form posts the version that it read.
    """

    position = models.PositiveIntegerField("position", default=0, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    deleted_at = models.DateTimeField("supprimé le", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Any]] = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position", "pk"]

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def write(self, *, read_version: int, **values: Any) -> None:
        """Write these values if the row still has the version that was read.

        Raises StaleWriteError, and writes nothing, when somebody wrote in between.
        """
        manager = type(self)._base_manager
        written = manager.filter(pk=self.pk, version=read_version).update(**values, version=F("version") + 1)
        if not written:
            raise StaleWriteError(manager.filter(pk=self.pk).first())
        for name, value in values.items():
            setattr(self, name, value)
        self.version = read_version + 1

    def put_aside(self, *, read_version: int) -> None:
        """Delete the row in a way that `restore` undoes."""
        self.write(read_version=read_version, deleted_at=timezone.now())

    def restore(self, *, read_version: int) -> None:
        """Bring back a row that was put aside."""
        self.write(read_version=read_version, deleted_at=None)


def next_position(rows: "models.QuerySet[Any]") -> int:
    """The position after the last of these rows."""
    return (rows.aggregate(last=models.Max("position"))["last"] or 0) + 1


def place(rows: "models.QuerySet[Any]", *, ids: list[int]) -> None:
    """Put these rows in the order of `ids`; rows that `ids` doesn't name keep their order behind them.

    Only the positions that change are written, so moving a row never touches another one’s version.
    """
    with transaction.atomic():
        standing = list(rows.select_for_update().order_by("position", "pk"))
        rank = {pk: index for index, pk in enumerate(ids)}
        ordered = sorted(standing, key=lambda row: rank.get(row.pk, len(rank)))
        moved = []
        for position, row in enumerate(ordered, start=1):
            if row.position != position:
                row.position = position
                moved.append(row)
        rows.model._base_manager.bulk_update(moved, ["position"])
