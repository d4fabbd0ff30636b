"""Who last wrote a row, as its history tells."""

import datetime
from dataclasses import dataclass
from typing import Any

from pghistory.core import event_models

from accounts.models import User
from crmproject.toolkit.rows import Row


@dataclass(frozen=True)
class LastWrite:
    """The newest event of a row; `who` is empty when no person wrote it."""

    who: str = ""
    when: datetime.datetime | None = None


def last_write(row: Row) -> LastWrite:
    """Who wrote this row last, and when."""
    for model in event_models(tracks_model=type(row)):
        event: Any = (
            model._base_manager.filter(pgh_obj=row.pk)
            .select_related("pgh_context")
            .order_by("-pgh_id")
            .first()
        )
        if event:
            metadata = event.pgh_context.metadata if event.pgh_context else {}
            writer = User.objects.filter(pk=metadata.get("user") or 0).first()
            return LastWrite(str(writer or ""), event.pgh_created_at)
    return LastWrite()
