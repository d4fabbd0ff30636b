"""Writing guide: what each section of the default plan must say.

The texts are in `guides/<key of the section>.md`, so that they are edited as texts: four headings, a list of questions,
and square brackets round the blanks of the sentence to fill in.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from requirements.models import Section

TEXTS = Path(__file__).with_name("guides")
DEPARTMENT = "department"

_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_BLANK = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True)
class Guide:
    """What is expected, the questions to ask, a sentence to fill in, an example of a fictional company."""

    expected: str
    questions: tuple[str, ...]
    pattern: str
    example: str

    @property
    def pattern_parts(self) -> list[tuple[str, bool]]:
        """The sentence cut at its blanks: (text, whether it is a blank)."""
        return [(part, bool(rank % 2)) for rank, part in enumerate(_BLANK.split(self.pattern)) if part]


def guide_for(section: Section) -> Guide | None:
    """The guide of a section of the default plan, or of a department’s sub-section; None for the others."""
    return guides().get(section.key or (DEPARTMENT if section.department_id else ""))


@cache
def guides() -> dict[str, Guide]:
    """Every guide, by the key of its section."""
    return {path.stem: _read(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("*.md"))}


def _read(text: str) -> Guide:
    _, *pieces = _HEADING.split(text)
    parts = {name: body.strip() for name, body in zip(pieces[::2], pieces[1::2], strict=True)}
    questions = [line.removeprefix("- ").strip() for line in parts["Questions"].splitlines() if line.strip()]
    return Guide(parts["Attendu"], tuple(questions), parts["Formulation"], parts["Exemple"])
