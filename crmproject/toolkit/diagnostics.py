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

    It is silent when it can’t know.
    """

    id: str
    severity: Severity
    title: str
    why: str
    check: Callable[[Gathering], Iterable[Finding]]


@dataclass(frozen=True)
class Diagnosis:
    """A rule with one thing that it found."""

    rule: Rule
    finding: Finding


_rules: dict[str, Rule] = {}


def rule(
    rule_id: str, severity: Severity, title: str, why: str
) -> Callable[[Callable[[Gathering], Iterable[Finding]]], Callable[[Gathering], Iterable[Finding]]]:
    """Decorator: this function checks a project’s coherence."""

    def add(check: Callable[[Gathering], Iterable[Finding]]) -> Callable[[Gathering], Iterable[Finding]]:
        if rule_id in _rules:
            raise ValueError(f"rule {rule_id!r} is registered twice")
        _rules[rule_id] = Rule(rule_id, severity, title, why, check)
        return check

    return add


def rules() -> list[Rule]:
    """Every rule, the gravest first, then by id."""
    order = list(Severity)
    return sorted(_rules.values(), key=lambda one: (order.index(one.severity), one.id))


def diagnose(gathering: Gathering) -> list[Diagnosis]:
    """What all rules find in this project, the gravest first."""
    return [Diagnosis(one, finding) for one in rules() for finding in one.check(gathering)]
