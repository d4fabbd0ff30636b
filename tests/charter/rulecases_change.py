"""What each rule on risks, fears and the change plan says of the demo once something is taken from it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from charter.models import Benefit, Communication, Risk, Training
from planning.models import Task


def _no_refresher() -> None:
    Training.objects.filter(is_refresher=True).delete()
    Task.objects.filter(key="T15").update(title="Point")


CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "R-ECHEANCE": (
        lambda: Risk.objects.filter(title__startswith="Reprise").update(due=None),
        "1 sur 2 risques forts sans échéance pour sa parade : « Reprise de données de mauvaise qualité ».",
    ),
    "R-CRAINTE": (
        lambda: Risk.objects.filter(title__contains="surveiller").update(response=""),
        "1 sur 2 craintes sans réponse : « Le CRM servira à surveiller mon activité ».",
    ),
    "E-COMMUNICATION": (
        lambda: Communication.objects.all().delete(),
        "Aucune communication n’est prévue vers les utilisateurs.",
    ),
    "R-LANCEMENT": (
        lambda: Communication.objects.filter(is_launch=True).delete(),
        "Aucune réunion de lancement parmi 4 communications prévues.",
    ),
    "R-BENEFICE": (
        lambda: Benefit.objects.filter(department__code="SI").delete(),
        "1 sur 5 services sans bénéfice concret pour ses utilisateurs : Systèmes d'information.",
    ),
    "R-PERFECTIONNEMENT": (_no_refresher, "Aucune formation de perfectionnement parmi 22 tâches"),
    "R-PERFECTIONNEMENT-DELAI": (
        lambda: Training.objects.filter(is_refresher=True).update(held_on=date(2027, 12, 1)),
        "1 perfectionnement prévu hors de la période d’un à deux mois",
    ),
}
