"""How to break the sound project for each rule on its preparation, and what the rule then says."""

from collections.abc import Callable
from datetime import date
from typing import Any

from charter.models import ExitPlan, Feasibility, FramingAnswer, PreparationTick

CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "R-PREPARATIFS": (
        lambda: PreparationTick.objects.filter(key="needs").update(done=False),
        "1 sur 5 préparatifs à faire ou à cocher : identifier les besoins des utilisateurs.",
    ),
    "R-DIAGNOSTIC": (
        lambda: FramingAnswer.objects.filter(question__in=["market", "why"]).delete(),
        "Diagnostic stratégique : 1 sur 8 questions sans réponse. Qui, quoi, où, pourquoi, comment : 1 sur 5",
    ),
    "R-FAISABILITE": (
        lambda: Feasibility.objects.update(opinion=""),
        "Aucun avis de faisabilité n’est donné.",
    ),
    "R-ENVELOPPE": (
        lambda: Feasibility.objects.update(known_budget=1000),
        "de plus que l’enveloppe connue (1\u202f000 €).",
    ),
    "R-REMPL-SORTIE": (
        lambda: ExitPlan.objects.all().delete(),
        "La sortie de HubSpot Free CRM n’est pas décrite.",
    ),
    "R-REMPL-DATES": (
        lambda: ExitPlan.objects.update(contract_end=date(2027, 8, 31)),
        "Le contrat finit le 31 août 2027, avant la fin du recouvrement (30 septembre 2027).",
    ),
    "E-ANCIEN-ACCES": (
        lambda: ExitPlan.objects.update(closes_on=date(2027, 12, 31)),
        "L’ancien outil reste ouvert 92 jours après le recouvrement, jusqu’au 31 décembre 2027.",
    ),
}
