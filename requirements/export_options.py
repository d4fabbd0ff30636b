"""What a PDF may be asked to carry beside its sections."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ExportOptions:
    """What `Export.options` says: comments, what changed since an edition, whose copy it is, for archives."""

    comments: bool = False
    since: int | None = None
    copy_for: str = ""
    # PDF/A-3, the form in which archives keep files.
    archival: bool = False

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ExportOptions":
        """What `as_json` gave."""
        since = data.get("since")
        return cls(
            comments=data.get("comments") is True,
            since=since if isinstance(since, int) else None,
            copy_for=str(data.get("copy_for") or ""),
            archival=data.get("archival") is True,
        )

    def as_json(self) -> dict[str, Any]:
        """What was asked for, and nothing else: two exports are alike when these are equal."""
        asked: dict[str, Any] = {
            "comments": self.comments,
            "since": self.since,
            "copy_for": self.copy_for,
            "archival": self.archival,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def words(self) -> str:
        """These options as a page names them."""
        said = []
        if self.since:
            said.append(f"évolutions depuis l’édition {self.since}")
        if self.comments:
            said.append("commentaires")
        if self.copy_for:
            said.append(f"exemplaire de {self.copy_for}")
        if self.archival:
            said.append("PDF/A-3 pour l’archivage")
        return ", ".join(said)


NO_OPTIONS = ExportOptions()
