"""Registry of coherence rules: each says what a project lacks, why it matters, and where to mend it.

An app fills it from its own `diagnostics.py`, found by autodiscovery. Pages, gates, the committee’s pack and the
command line all run the same rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from crmproject.toolkit.blocks import Gathering


class Severity(StrEnum):
    ERROR = "error"  # blocks a gate
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def label(self) -> str:
        return {"error": "Bloquant", "warning": "Alerte", "advice": "Conseil"}[self.value]


@dataclass(frozen=True)
class Finding:
    """What a rule found: the facts with their figures, and the path of the page that mends them."""

    text: str
    url: str


@dataclass(frozen=True)
class Rule:
    """A rule with its stable id (« R-SMART »); `check` runs a number of queries that doesn’t depend on the size.

    `source` says where in the trade the rule comes from. It is silent when it can’t know.
    """

    id: str
    severity: Severity
    title: str
    why: str
    source: str
    check: "Check"


@dataclass(frozen=True)
class Diagnosis:
    """A rule with one thing that it found."""

    rule: Rule
    finding: Finding


type Check = Callable[[Gathering], Iterable[Finding]]

_rules: dict[str, Rule] = {}

# How many names a finding gives before it counts the others.
NAMED = 6


def rule(rule_id: str, severity: Severity, title: str, why: str, *, source: str) -> Callable[[Check], Check]:
    """Decorator: this function checks a project’s coherence."""

    def add(check: Check) -> Check:
        if rule_id in _rules:
            raise ValueError(f"rule {rule_id!r} is registered twice")
        _rules[rule_id] = Rule(rule_id, severity, title, why, source, check)
        return check

    return add


def rules() -> list[Rule]:
    """Every rule, the gravest first, then by id."""
    order = list(Severity)
    return sorted(_rules.values(), key=lambda one: (order.index(one.severity), one.id))


def diagnose(gathering: Gathering, severity: Severity | None = None) -> list[Diagnosis]:
    """What all rules find in this project, or those of one severity, the gravest first."""
    asked = [one for one in rules() if severity in {None, one.severity}]
    return [Diagnosis(one, finding) for one in asked for finding in one.check(gathering)]


def listed(names: Iterable[str]) -> str:
    """« OP-1, OP-2 et OP-4 »; beyond NAMED names, « OP-1, …, OP-6 et 12 autres »."""
    every = list(names)
    shown = every[:NAMED]
    if len(every) - len(shown) > 1:
        return f"{', '.join(shown)} et {len(every) - len(shown)} autres"
    shown = every[: NAMED + 1]
    return " et ".join(filter(None, [", ".join(shown[:-1]), shown[-1] if shown else ""]))


def among(number: int, total: int, one: str, several: str) -> str:
    """« 1 sur 1 objectif », « 2 sur 4 objectifs »."""
    return f"{number} sur {counted(total, one, several)}"


def counted(number: int, one: str, several: str) -> str:
    """« 1 objectif », « 3 objectifs »."""
    return f"{number} {one if number == 1 else several}"
