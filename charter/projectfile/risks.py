"""Risks and fears."""

from charter.filepart import Checking, FilePart, Loading, register
from charter.models import (
    Project,
    Risk,
)
from charter.projectfiles.rows import create_rows, entry_of, live_email, live_rows
from charter.projectfiles.schema import (
    RiskEntry,
)


def _check_risks(checking: Checking, entries: list[RiskEntry]) -> None:
    for index, entry in enumerate(entries):
        checking.member(entry.owner, f"risks[{index}].owner")


def _load_risks(loading: Loading, entries: list[RiskEntry]) -> None:
    create_rows(
        Risk, loading, ({**entry.model_dump(), "owner": loading.member(entry.owner)} for entry in entries)
    )


def _dump_risks(project: Project) -> list[RiskEntry]:
    return [
        entry_of(RiskEntry, row, owner=live_email(row.owner))
        for row in live_rows(Risk, project, "owner__user")
    ]


register(FilePart("risks", list[RiskEntry], _load_risks, _dump_risks, 100, check=_check_risks))
