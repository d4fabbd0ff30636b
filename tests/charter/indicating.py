"""What the tests of indicators share."""

import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from charter.models import Indicator, Measurement, Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.diagnostics import rules

# A fortnight before the day of the indicator that they are about.
TODAY = datetime.date(2027, 10, 15)


def measure(indicator: Indicator, day: str, value: str, **values: Any) -> Measurement:
    made: Measurement = Measurement.objects.create(
        indicator=indicator, measured_on=datetime.date.fromisoformat(day), value=Decimal(value), **values
    )
    return made


def url_of(name: str, project: Project, *args: object) -> str:
    return reverse(name, args=[project.slug, *args])


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&nbsp;", " ")


def collected(project: Project) -> list[dict[str, Any]]:
    block = blocks.get("indicators")
    assert block is not None
    rows: Any = block.collect(Gathering(project.pk), Place())["rows"]
    return list(rows)


def found(project: Project, rule_id: str) -> list[str]:
    (one,) = [rule for rule in rules() if rule.id == rule_id]
    return [plain(finding.text) for finding in one.check(Gathering(project.pk))]
