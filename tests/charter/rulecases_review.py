"""What goes wrong around the review, rule by rule."""

from collections.abc import Callable
from datetime import date
from typing import Any

from charter.models import Training
from planning.models import Improvement, Task, TaskDependency


def _on(**days: date) -> None:
    """Impose these days on these tasks."""
    for key, day in days.items():
        Task.objects.filter(key=key).update(start=None, fixed_start=day)


def _late_refreshers() -> None:
    Training.objects.filter(is_refresher=True).update(held_on=date(2027, 12, 1))
    _on(T15=date(2027, 12, 6))


def _live_already() -> None:
    TaskDependency.objects.filter(task__key__in=["T12", "T13"]).delete()
    _on(T12=date(2027, 1, 11), T13=date(2027, 1, 15))


CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "R-BILAN-DATE": (
        lambda: _on(T13=date(2027, 10, 4)),
        "T13 Bilan à un mois, du 4 octobre 2027 au 5 octobre 2027 : hors de la période",
    ),
    "R-PERFECTIONNEMENT-DATE": (
        _late_refreshers,
        "2 perfectionnements prévus hors de la période d’un à deux mois",
    ),
    "R-BILAN-MESURES": (
        _live_already,
        "5 sur 5 indicateurs sans mesure depuis la mise en place",
    ),
    "R-OPTIMISATION": (
        lambda: Improvement.objects.update(owner=None),
        "1 sur 1 action d’optimisation sans responsable ou sans date : « Trier les fichiers",
    ),
}
