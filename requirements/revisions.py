"""Keeping a section’s content, once per fingerprint."""

from typing import Any

from accounts.models import User
from requirements.models import Revision, Section


def keep_revision(
    *, section: Section, content: dict[str, Any], fingerprint: str, by: User | None
) -> Revision:
    """The revision of this content: the one that exists, or a new one."""
    revision, _ = Revision.objects.get_or_create(
        section=section, fingerprint=fingerprint, defaults={"content": content, "created_by": by}
    )
    return revision
