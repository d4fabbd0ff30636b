"""The SMART grid of an operational objective [R-SMART], declared once for the form, the lists, the tree and the rules.

An objective without a target figure or without a date is signalled; what else the grid lacks is advice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from crmproject.toolkit.templatetags.french import long_date, number

NBSP = "\u00a0"


@dataclass(frozen=True)
class Goal:
    """What the grid is filled with; `start` is the project’s."""

    title: str = ""
    crm_action: str = ""
    expected: str = ""
    measure: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    unit: str = ""
    how: str = ""
    relevance: str = ""
    due: date | None = None
    start: date | None = None

    @classmethod
    def of(cls, row: object, start: date | None = None) -> "Goal":
        """From an objective."""
        names = [one.name for one in fields(cls) if one.name != "start"]
        return cls(**{name: getattr(row, name) for name in names}, start=start)

    @classmethod
    def from_values(cls, values: Mapping[str, Any], start: date | None = None) -> "Goal":
        """From what a form understood so far."""
        names = [one.name for one in fields(cls) if one.name != "start"]
        return cls(**{name: values[name] for name in names if values.get(name) is not None}, start=start)


class State(StrEnum):
    """How far a criterion is met, with its word and its icon."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"

    @property
    def word(self) -> str:
        return {"met": "Rempli", "partial": "À compléter", "missing": "Manque"}[self.value]

    @property
    def icon(self) -> str:
        return {"met": "check-circle-fill", "partial": "circle-half", "missing": "exclamation-octagon"}[
            self.value
        ]


@dataclass(frozen=True)
class Lack:
    """Something that a criterion wants; a grave one is signalled [R-SMART]."""

    text: str
    grave: bool = False


@dataclass(frozen=True)
class Criterion:
    """One letter of the grid, the fields that answer it, and what they still lack."""

    letter: str
    name: str
    question: str
    fields: tuple[str, ...]
    lacks: Callable[[Goal], Iterator[Lack]]


@dataclass(frozen=True)
class Judgement:
    """A criterion and what it lacks in one objective."""

    criterion: Criterion
    lacks: list[Lack] = field(default_factory=list)

    @property
    def state(self) -> State:
        if not self.lacks:
            return State.MET
        return State.MISSING if any(one.grave for one in self.lacks) else State.PARTIAL

    @property
    def told(self) -> str:
        return ", ".join(one.text for one in self.lacks)


def _specific(goal: Goal) -> Iterator[Lack]:
    if not goal.title:
        yield Lack("l’intitulé", grave=True)
    if not goal.crm_action:
        yield Lack("l’action attendue du CRM")
    if not goal.expected:
        yield Lack("le résultat attendu")


def _measurable(goal: Goal) -> Iterator[Lack]:
    if goal.target is None:
        yield Lack("la cible chiffrée", grave=True)
    elif "target" in contradictions(goal):
        yield Lack("une cible qui diffère de la valeur de départ", grave=True)
    if not goal.measure:
        yield Lack("ce que l’on compte")
    if goal.baseline is None:
        yield Lack("la valeur de départ")
    if not goal.unit:
        yield Lack("l’unité")


def _achievable(goal: Goal) -> Iterator[Lack]:
    if not goal.how:
        yield Lack("les moyens")


def _relevant(goal: Goal) -> Iterator[Lack]:
    if not goal.relevance:
        yield Lack("la contribution à l’objectif stratégique")


def _timed(goal: Goal) -> Iterator[Lack]:
    if goal.due is None:
        yield Lack("l’échéance", grave=True)
    elif "due" in contradictions(goal):
        yield Lack("une échéance qui suive le début du projet", grave=True)


CRITERIA = (
    Criterion("S", "Spécifique", "Quel résultat, et par quelle action du CRM\u00a0?",
              ("title", "crm_action", "expected"), _specific),
    Criterion("M", "Mesurable", "Que compte-t-on, d’où part-on, où veut-on arriver\u00a0?",
              ("measure", "baseline", "target", "unit"), _measurable),
    Criterion("A", "Atteignable", "Par quels moyens y parviendra-t-on\u00a0?", ("how",), _achievable),
    Criterion("R", "Pertinent", "En quoi sert-il l’objectif stratégique\u00a0?", ("relevance",), _relevant),
    Criterion("T", "Temporel", "Pour quelle date\u00a0?", ("due",), _timed),
)  # fmt: skip


def judge(goal: Goal) -> list[Judgement]:
    """What each criterion lacks, in the order of the letters."""
    return [Judgement(one, list(one.lacks(goal))) for one in CRITERIA]


def lacking(goal: Goal) -> str:
    """« la valeur de départ (M), l’échéance (T) »; empty when the grid is complete."""
    return ", ".join(f"{lack.text} ({one.criterion.letter})" for one in judge(goal) for lack in one.lacks)


def is_signalled(goal: Goal) -> bool:
    """Whether the target figure or the date is missing or contradicts the rest [R-SMART]."""
    return any(lack.grave for one in judge(goal) for lack in one.lacks)


def contradictions(goal: Goal) -> dict[str, str]:
    """What a form refuses, in words, by field: a target that changes nothing, a date before the project."""
    found: dict[str, str] = {}
    if goal.target is not None and goal.target == goal.baseline:
        stands = f"{number(goal.baseline)}{NBSP}{goal.unit}".strip()
        found["target"] = (
            f"La cible est égale à la valeur de départ ({stands})\u00a0: rien ne changerait. "
            "Donnez une autre cible, ou laissez vide une valeur de départ encore inconnue."
        )
    if goal.due and goal.start and goal.due < goal.start:
        found["due"] = (
            f"L’échéance ({long_date(goal.due)}) précède le début du projet ({long_date(goal.start)})\u00a0: "
            "choisissez une date qui le suive."
        )
    return found
