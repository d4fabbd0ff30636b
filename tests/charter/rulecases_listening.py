"""How to break the sound project for the rule on listening, and what the rule then says."""

from collections.abc import Callable
from typing import Any

from charter.models import Respondent

CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "E-ECOUTE": (
        lambda: Respondent.objects.filter(department__code="SI").update(department=None),
        "Aucune réponse de 1 sur 5 services : Systèmes d'information.",
    ),
}
