"""Indicators of success, with what was measured."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from charter.filepart import Checking, Figure, FileModel, FilePart, Loading, register, required, upto
from charter.models import Indicator, Measurement, Project
from charter.projectfiles.rows import create_rows, entry_of, live_email
from charter.projectfiles.schema import EmailReference


class MeasurementEntry(FileModel):
    measured_on: date
    value: Figure
    by: EmailReference = None
    comment: Annotated[str, upto(300)] = ""


class IndicatorEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"baseline", "target"})

    name: Annotated[str, required(200)]
    baseline: Figure | None = None
    target: Figure | None = None
    unit: Annotated[str, upto(60)] = ""
    due: date | None = None
    owner: EmailReference = None
    objective: Annotated[str, upto(20)] | None = None
    measurements: list[MeasurementEntry] = Field(default_factory=list)


def _check(checking: Checking, entries: list[IndicatorEntry]) -> None:
    for index, entry in enumerate(entries):
        path = f"indicators[{index}]"
        checking.member(entry.owner, f"{path}.owner")
        checking.expect("objective", entry.objective, f"{path}.objective", unknown="objectif inconnu")
        if entry.baseline is not None and entry.baseline == entry.target:
            checking.refuse(f"{path}.target", "la cible égale la valeur de départ")
        project = checking.values.get("project")
        if project is not None and entry.due is not None and entry.due < project.start:
            checking.refuse(f"{path}.due", "cette date précède le début du projet")
        days: set[date] = set()
        for rank, one in enumerate(entry.measurements):
            checking.member(one.by, f"{path}.measurements[{rank}].by")
            if one.measured_on in days:
                checking.refuse(
                    f"{path}.measurements[{rank}].measured_on", "une mesure porte déjà cette date"
                )
            days.add(one.measured_on)


def _load(loading: Loading, entries: list[IndicatorEntry]) -> None:
    rows = create_rows(
        Indicator,
        loading,
        (
            {
                **entry.model_dump(exclude={"measurements"}),
                "owner": loading.member(entry.owner),
                "objective": loading.objectives[entry.objective] if entry.objective else None,
            }
            for entry in entries
        ),
    )
    Measurement.objects.bulk_create(
        [
            Measurement(
                indicator=row,
                measured_on=one.measured_on,
                value=one.value,
                comment=one.comment,
                author=member.user if (member := loading.member(one.by)) else None,
            )
            for row, entry in zip(rows, entries, strict=True)
            for one in entry.measurements
        ]
    )


def _dump(project: Project) -> list[IndicatorEntry]:
    # The file names people by their address, and only those who are members.
    members = dict(project.membership_rows.filter(deleted_at=None).values_list("user", "user__email"))
    rows = Indicator.objects.live().filter(project=project).order_by("position", "pk").with_measurements()
    return [
        entry_of(
            IndicatorEntry,
            row,
            owner=live_email(row.owner),
            objective=row.objective.ref if row.objective and not row.objective.is_deleted else None,
            measurements=[
                entry_of(MeasurementEntry, one, by=members.get(one.author_id)) for one in row.measured
            ],
        )
        for row in rows
    ]


register(FilePart("indicators", list[IndicatorEntry], _load, _dump, 95, check=_check))
