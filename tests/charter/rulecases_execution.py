"""What goes wrong in the phase after go-live, rule by rule."""

from collections.abc import Callable
from typing import Any

from planning.models import GovernanceBody, PathStep
from raci.models import Activity

CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "R-EVOLUTION": (
        lambda: Activity.objects.filter(purpose="change_requests").update(purpose=""),
        "Aucune ligne de la matrice RACI ne règle les demandes d’évolution : le chef de projet instruit",
    ),
    "R-ARRIVANTS": (
        lambda: PathStep.objects.all().delete(),
        "Aucune étape n’attend les nouveaux arrivants.",
    ),
    "R-GOUVERNANCE": (
        lambda: [body.participants.clear() for body in GovernanceBody.objects.all()],
        "2 instances sans participant",
    ),
}
