"""How the permissions test visits the addresses of the chart and of what is changed from it."""

from typing import Any

from charter.models import Project
from planning.models import Phase, Task, TaskDependency
from tests.visits import Provider, Visit


def make_task(project: Project) -> Task:
    """A task that waits for another one."""
    phase, _ = Phase.objects.get_or_create(project=project, key="geste", title="Préparation")
    before, task = (
        Task.objects.get_or_create(project=project, phase=phase, key=key, title=title, days=5)[0]
        for key, title in (("T90", "Écoute"), ("T91", "Rédaction"))
    )
    TaskDependency.objects.get_or_create(task=task, predecessor=before)
    return task


def on_task(method: str = "POST", **data: Any) -> Provider:
    def visit(project: Project) -> Visit:
        return Visit({"pk": make_task(project).pk}, method, data)

    return visit


ADDRESSES: dict[str, Provider] = {
    "gantt_data": lambda _project: Visit(),
    "planning_row": on_task("GET"),
    "planning_move": on_task(version=1, begin="2027-03-01"),
    "planning_order": lambda project: Visit(method="POST", data={"haut": make_task(project).pk}),
}
