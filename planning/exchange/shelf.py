"""Files read and not applied yet, kept on the server between the dry run and its confirmation."""

import secrets
from dataclasses import dataclass

from crmproject.toolkit.kept import keep, recall
from planning.exchange.draft import Draft

# Long enough to read it over with somebody, and to come back after a meeting.
KEPT_SECONDS = 24 * 3600
# Changes with the shape of what is kept.
FORMAT = 1


@dataclass(frozen=True)
class Reading:
    """A file that somebody sent, as it was understood."""

    token: str
    filename: str
    draft: Draft


def shelve(*, project_id: int, user_id: int, filename: str, draft: Draft) -> Reading:
    """Keep this for a day, for this person in this project alone."""
    reading = Reading(secrets.token_urlsafe(16), filename[:120], draft)
    keep(_place(project_id, user_id, reading.token), reading, KEPT_SECONDS)
    return reading


def take(*, project_id: int, user_id: int, token: str) -> Reading | None:
    """What is kept under this token; None when it is gone, or somebody else’s."""
    found = recall(_place(project_id, user_id, token))
    return found if isinstance(found, Reading) else None


def forget(*, project_id: int, user_id: int, token: str) -> None:
    keep(_place(project_id, user_id, token), None, 1)


def _place(project_id: int, user_id: int, token: str) -> str:
    return f"planning-import:{FORMAT}:{project_id}:{user_id}:{token}"
