"""Files read and not applied yet, kept on the server between their dry run and its confirmation."""

import secrets
from dataclasses import dataclass

from crmproject.toolkit.kept import keep, recall

# Long enough to read it over with somebody, and to come back after a meeting.
KEPT_SECONDS = 24 * 3600
# Changes with the shape of what is kept.
FORMAT = 1


@dataclass(frozen=True)
class Reading[D]:
    """A file that somebody sent, as it was understood."""

    token: str
    filename: str
    draft: D


@dataclass(frozen=True)
class Shelf:
    """What one person sent in one project, for one use: nobody else finds it."""

    use: str
    project_id: int
    user_id: int

    def put[D](self, filename: str, draft: D) -> Reading[D]:
        """Keep this for a day, under a token that nobody guesses."""
        reading = Reading(secrets.token_urlsafe(16), filename[:120], draft)
        keep(self._place(reading.token), reading, KEPT_SECONDS)
        return reading

    def take[D](self, token: str, kind: type[D]) -> Reading[D] | None:
        """What is kept under this token; None when it is gone."""
        found = recall(self._place(token))
        return found if isinstance(found, Reading) and isinstance(found.draft, kind) else None

    def forget(self, token: str) -> None:
        keep(self._place(token), None, 1)

    def _place(self, token: str) -> str:
        return f"read:{self.use}:{FORMAT}:{self.project_id}:{self.user_id}:{token}"
