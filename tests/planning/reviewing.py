"""How tests plan a review around a go-live, and read what it says."""

import datetime
from decimal import Decimal
from typing import Any

from charter.models import Indicator, Measurement, Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.fingerprints import fingerprint
from planning.models import Phase, Task, TaskDependency
from planning.review.content import review_content
from planning.review.when import Dates, review_dates
from tests.planning.factories import PhaseFactory, TaskFactory

# A Monday without holidays around; the CRM is in place that evening.
LIVE = datetime.date(2026, 3, 2)


def plan(
    project: Project, *, review: datetime.date | None = None, refresher: datetime.date | None = None
) -> Phase:
    """A go-live on LIVE, and what follows on these days."""
    phase: Phase = PhaseFactory(project=project, key="execution", title="Exécution")
    step(phase, "T12", "Mise en place", LIVE)
    if review:
        step(phase, "T13", "Bilan", review)
    if refresher:
        step(phase, "T15", "Formation de perfectionnement", refresher)
    return phase


def step(phase: Phase, key: str, title: str, day: datetime.date) -> Task:
    task: Task = TaskFactory(phase=phase, key=key, title=title, days=1, fixed_start=day)
    return task


def after(task: Task) -> list[str]:
    rows = TaskDependency.objects.filter(task=task).order_by("pk")
    return list(rows.values_list("predecessor__key", flat=True))


def dates(project: Project) -> Dates:
    return review_dates(Gathering(project.pk))


def content(project: Project) -> dict[str, Any]:
    return review_content(Gathering(project.pk))


def read(project: Project) -> str:
    """What a person who reads the review now sends to close it."""
    return fingerprint(content(project))


def indicator(project: Project, *measured: tuple[datetime.date, int], **values: Any) -> Indicator:
    said = {"name": "Fiches avec une adresse", "baseline": 50, "target": 90, "unit": "%", **values}
    one: Indicator = Indicator.objects.create(project=project, **said)
    for day, value in measured:
        Measurement.objects.create(indicator=one, measured_on=day, value=Decimal(value))
    return one
