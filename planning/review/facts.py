"""Registry of what else a review tells in a sentence: signatures, trainings, change requests, participation.

A function takes the gathering and the day of the review, and gives what is worth saying in a number of queries that
doesn’t depend on how many rows there are; nothing where there is nothing to say.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from charter.blocks.change import load_trainings
from charter.models import Questionnaire
from charter.models.listening import QuestionnaireState
from charter.usage.reading import load_latest_coverage
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import among, counted
from crmproject.toolkit.templatetags.french import number
from planning.models import ChangeRequest, ChangeState

NBSP = "\u00a0"


@dataclass(frozen=True)
class Fact:
    """« Charte d’usage » : « 3 signatures sur 5 (60 %) »."""

    label: str
    text: str


type Source = Callable[[Gathering, datetime.date], Iterator[Fact]]

_sources: list[Source] = []


def told_at_review(source: Source) -> Source:
    """Decorator: this function tells facts of a review."""
    _sources.append(source)
    return source


def facts(gathering: Gathering, day: datetime.date) -> list[Fact]:
    """All that there is to tell, in the order of the sources."""
    return [fact for source in _sources for fact in source(gathering, day)]


@told_at_review
def signatures(gathering: Gathering, day: datetime.date) -> Iterator[Fact]:
    coverage = gathering.once(load_latest_coverage)
    if coverage.total.asked:
        yield Fact("Charte d’usage", f"{coverage.words} ({coverage.total.share}{NBSP}%)")


@told_at_review
def trainings(gathering: Gathering, day: datetime.date) -> Iterator[Fact]:
    planned = gathering.once(load_trainings)
    if planned:
        held = [one for one in planned if one.held_on and one.held_on <= day]
        hours = sum((one.hours or 0) * (one.people or 1) for one in held)
        text = f"{among(len(held), len(planned), 'session', 'sessions')} à la date du bilan"
        yield Fact("Formation", f"{text}, {number(hours)}{NBSP}heures-personnes" if hours else text)


def load_participation(project_id: int) -> dict[str, int]:
    """Over all questionnaires that were opened: how many there are, people asked, people who finished."""
    opened = Questionnaire.objects.live().filter(project=project_id).exclude(state=QuestionnaireState.DRAFT)
    standing = Q(respondents__revoked_at=None) | ~Q(respondents__started_at=None)
    found = opened.aggregate(
        questionnaires=Count("pk", distinct=True),
        asked=Count("respondents", filter=standing, distinct=True),
        finished=Count("respondents", filter=~Q(respondents__finished_at=None), distinct=True),
    )
    return {name: int(value) for name, value in found.items()}


@told_at_review
def participation(gathering: Gathering, day: datetime.date) -> Iterator[Fact]:
    found = gathering.once(load_participation)
    if found["asked"]:
        share = 100 * found["finished"] // found["asked"]
        text = f"{among(found['finished'], found['asked'], 'réponse complète', 'réponses complètes')} ({share}{NBSP}%)"
        yield Fact(counted(found["questionnaires"], "questionnaire", "questionnaires").capitalize(), text)


def load_changes(project_id: int) -> dict[str, int]:
    """Change requests by state."""
    rows = ChangeRequest.objects.live().filter(project=project_id).order_by().values("state")
    return {str(row["state"]): row["number"] for row in rows.annotate(number=Count("pk"))}


@told_at_review
def changes(gathering: Gathering, day: datetime.date) -> Iterator[Fact]:
    found = gathering.once(load_changes)
    if found:
        states = ", ".join(
            f"{number} {state.label.lower()}" for state in ChangeState if (number := found.get(state.value))
        )
        yield Fact("Demandes d’évolution", f"{sum(found.values())} ({states})")
