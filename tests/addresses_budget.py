"""How the permissions test visits the budget and the indicators."""

import datetime
from typing import Any

from charter.models import Indicator, Measurement, Membership, Project, Role
from tests.factories import BudgetLineFactory
from tests.visits import Provider, Visit

# Who writes the measurements of the indicator below: its owner is the head.
MEASURING = frozenset({"manager", "head"})


def make_indicator(
    project: Project, *, name: str = "Fiches avec une adresse e-mail", owner: Membership | None = None
) -> Indicator:
    """An indicator, of the head unless told otherwise, measured twice, and once more by mistake."""
    owner = owner or Membership.objects.with_role(Role.HEAD).filter(project=project).first()
    indicator: Indicator = Indicator.objects.create(
        project=project, name=name, baseline=40, target=90, unit="%", due=project.target_end, owner=owner
    )
    for day, value in ((1, 45), (15, 70), (20, 7)):
        measured = Measurement.objects.create(
            indicator=indicator,
            measured_on=datetime.date(2026, 1, day),
            value=value,
            author=project.manager,
        )
    measured.put_aside(read_version=1)
    return indicator


def on_indicator(method: str = "GET", **data: Any) -> Provider:
    def visit(project: Project) -> Visit:
        only = MEASURING if method == "POST" else None
        return Visit({"pk": make_indicator(project).pk}, method, data, only)

    return visit


def on_measurement(method: str = "POST", *, aside: bool = False) -> Provider:
    def visit(project: Project) -> Visit:
        indicator = make_indicator(project)
        rows = Measurement.objects.filter(indicator=indicator)
        row: Measurement = rows.exclude(deleted_at=None).get() if aside else rows.filter(deleted_at=None)[0]
        kwargs = {"pk": indicator.pk, "measurement": row.pk}
        return Visit(kwargs, method, {"version": row.version}, MEASURING)

    return visit


def with_lines(project: Project) -> Visit:
    BudgetLineFactory(project=project)
    return Visit()


def listed(project: Project) -> Visit:
    make_indicator(project)
    make_indicator(project, name="Délai de réponse").put_aside(read_version=1)
    return Visit()


ADDRESSES: dict[str, Provider] = {
    "budget_settings": with_lines,
    "budget_amount": lambda _project: Visit(data={"unit": "days", "quantity": "12", "unit_price": "850"}),
    "budget_csv": with_lines,
    "indicators": listed,
    "indicator": on_indicator(),
    "indicator_catalogue": lambda _project: Visit(),
    "measurement_add": on_indicator("POST", measured_on="2026-02-01", value="80"),
    "measurement_edit": on_measurement("GET"),
    "measurement_delete": on_measurement(),
    "measurement_restore": on_measurement(aside=True),
}
