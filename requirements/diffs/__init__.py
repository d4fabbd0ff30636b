"""What changed: between two contents of a section, between two editions."""

from requirements.diffs.model import Entry, Part, SectionDiff, Status, Tally
from requirements.diffs.sections import compare

__all__ = ["Entry", "Part", "SectionDiff", "Status", "Tally", "compare"]
