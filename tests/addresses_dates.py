"""How the permissions test visits the references of the planning, and the load of people."""

from datetime import UTC, datetime

from charter.models import Project
from planning.models import Baseline, BaselineLine
from tests.visits import Provider, Visit


def make_baseline(project: Project) -> Baseline:
    """A reference with a task that is no more, so that today’s planning differs from it."""
    baseline = Baseline.objects.create(
        project=project,
        number=1 + Baseline.objects.filter(project=project).count(),
        title="Planning présenté au comité",
        taken_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
        taken_by=project.manager,
        name="Chef de projet",
    )
    BaselineLine.objects.create(
        baseline=baseline,
        key="T00",
        title="Analyse de la situation",
        days=5,
        start=datetime(2027, 1, 11, tzinfo=UTC).date(),
        end=datetime(2027, 1, 15, tzinfo=UTC).date(),
    )
    return baseline


def standing(project: Project) -> Visit:
    return Visit({"number": make_baseline(project).number})


ADDRESSES: dict[str, Provider] = {
    "baselines": lambda _project: Visit(),
    "baseline_take": lambda _project: Visit({}, "POST", {"title": "Planning présenté au comité"}),
    "baseline": standing,
    "workload": lambda _project: Visit(),
}
