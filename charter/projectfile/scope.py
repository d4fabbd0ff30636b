"""What is in and out."""

from charter.filepart import FilePart, Loading, register
from charter.models import (
    Project,
    ScopeItem,
)
from charter.projectfiles.rows import create_rows, live_rows
from charter.projectfiles.schema import (
    ScopeEntry,
)


def _load_scope(loading: Loading, entry: ScopeEntry) -> None:
    items = [(True, text) for text in entry.included] + [(False, text) for text in entry.excluded]
    create_rows(ScopeItem, loading, ({"included": included, "text": text} for included, text in items))


def _dump_scope(project: Project) -> ScopeEntry:
    items = list(live_rows(ScopeItem, project))
    return ScopeEntry(
        **{
            "in": [one.text for one in items if one.included],
            "out": [one.text for one in items if not one.included],
        }
    )


register(FilePart("scope", ScopeEntry, _load_scope, _dump_scope, 50, default=ScopeEntry))
