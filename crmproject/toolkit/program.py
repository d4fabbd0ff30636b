"""The program itself, as one digest: another version of it may show the same data differently."""

import functools
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "crmproject", "accounts", "charter", "requirements", "planning", "raci", "selection", "templates",
)  # fmt: skip


@functools.cache
def program_digest() -> str:
    """A digest of the code and the templates."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted(Path(ROOT, folder).rglob("*")):
            if path.suffix in {".py", ".html", ".svg"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
