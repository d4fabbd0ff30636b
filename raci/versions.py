"""Versions of the matrix: the revisions of the sections that show it, and the matrix as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db import models
from django.db.models import F, Func

from charter.models import Project
from crmproject.toolkit.blocks import Gathering, Json
from crmproject.toolkit.templatetags.french import long_datetime
from raci.blocks import RaciBlock
from raci.matrix import as_data, load_matrix
from requirements.gathered import OUTLINES
from requirements.models import Edition, EditionSection, Revision, Section
from requirements.outline import Node
from requirements.states import Record, records

NOW = "maintenant"
# How many versions are listed: the latest.
LISTED = 200
FINGERPRINT = 12


class MatrixDigest(Func):
    """A digest of the matrix inside the content of a revision, taken by the database."""

    template = (
        "md5(jsonb_path_query_first(%(expressions)s, '$.blocks[*] ? (@.name == \""
        + RaciBlock.name
        + "\").data')::text)"
    )
    output_field = models.TextField()


@dataclass(frozen=True)
class Version:
    """A revision of a section that shows the matrix. `same` when its matrix is that of the version before it."""

    revision: Revision
    digest: str
    is_validated: bool
    editions: list[Edition] = field(default_factory=list)
    same: bool = False

    @property
    def key(self) -> str:
        """By what an address names it."""
        return key_of(self.revision)

    @property
    def when(self) -> datetime:
        return self.revision.created_at

    @property
    def author(self) -> str:
        return str(self.revision.created_by) if self.revision.created_by else "Le système"

    @property
    def label(self) -> str:
        """« 3 mars 2027 à 14 h 05 – Planning et jalons, validée, édition 2 », for a picker."""
        told = [str(self.revision.section.title)]
        if self.is_validated:
            told.append("validée")
        told += [f"édition {one.number}" for one in self.editions]
        return f"{long_datetime(self.when)} – {', '.join(told)}"


def key_of(revision: Revision) -> str:
    return f"{revision.section_id}-{revision.fingerprint[:FINGERPRINT]}"


def load_versions(project: Project) -> list[Version]:
    """The latest versions, the newest first, in a number of queries that depends on neither them nor the matrix."""
    found = _revisions(project).annotate(digest=MatrixDigest(F("content")))
    rows = list(found.defer("content").order_by("-created_at", "-pk")[: LISTED + 1])
    editions = _editions(rows)
    approved = _records({row.section.specification_id: row for row in rows}.values())
    versions: list[Version] = []
    for row, before in zip_longest(rows, rows[1:]):
        record = approved.get(row.section_id)
        versions.append(
            Version(
                row,
                row.digest,
                record is not None and record.is_agreed(row.fingerprint),
                editions.get(row.pk, []),
                before is not None and before.digest == row.digest,
            )
        )
    return versions[:LISTED]


def matrix_of(project: Project, key: str, gathering: Gathering) -> dict[str, Json] | None:
    """The matrix of this version as plain data, or as it is now; None when the project has no such version."""
    if key == NOW:
        return as_data(gathering.once(load_matrix))
    section, _, short = key.partition("-")
    if not section.isdecimal() or len(section) > FINGERPRINT or len(short) != FINGERPRINT:
        return None
    row = _revisions(project).filter(section=int(section), fingerprint__startswith=short).first()
    return matrix_in(row.content) if row else None


def matrix_in(content: dict[str, Any]) -> dict[str, Json] | None:
    """The matrix that this content of a section shows."""
    for entry in content.get("blocks") or []:
        if entry.get("name") == RaciBlock.name and isinstance(entry.get("data"), dict):
            return dict(entry["data"])
    return None


def holding_nodes(gathering: Gathering) -> list[Node]:
    """The live sections that show the matrix, with their states; several may."""
    holding = Section.objects.live().filter(
        specification__project=gathering.project_id, blocks__contains=[RaciBlock.name]
    )
    wanted = dict(holding.values_list("pk", "specification__kind"))
    outlines = [gathering.derived(one) for kind, one in OUTLINES.items() if kind in wanted.values()]
    return [node for found in outlines if found for node in found.nodes if node.section.pk in wanted]


def _revisions(project: Project) -> "models.QuerySet[Revision]":
    shown = Revision.objects.filter(
        section__specification__project=project, content__blocks__contains=[{"name": RaciBlock.name}]
    )
    return shown.select_related("section__specification", "created_by")


def _editions(rows: Sequence[Revision]) -> dict[int, list[Edition]]:
    found: dict[int, list[Edition]] = {}
    entries = EditionSection.objects.filter(revision__in=[row.pk for row in rows])
    for entry in entries.select_related("edition__specification__project").order_by("edition__number"):
        found.setdefault(entry.revision_id, []).append(entry.edition)
    return found


def _records(rows: Any) -> dict[int, Record]:
    """What was decided about each live section of the documents of these revisions."""
    found: dict[int, Record] = {}
    for row in rows:
        found |= records(row.section.specification)
    return found
