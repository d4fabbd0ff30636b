"""How the project leaves its outgoing tool [R-REMPL]."""

import datetime
from collections.abc import Mapping
from typing import ClassVar

from charter.blocks.reading import load_project
from charter.models import ExitPlan
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


def load_exit_plan(project_id: int) -> ExitPlan | None:
    plans = ExitPlan.objects.live().filter(project=project_id).select_related("decider__user")
    found: ExitPlan | None = plans.first()
    return found


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


@register
class ExitPlanBlock(Block):
    """Empty for a first CRM, which has no tool to leave."""

    name = "exit_plan"
    title = "Sortie de l’outil en place"
    template = "blocks/exit_plan.html"
    captioned = False
    edit_url = "exit_plan"
    empty_text = (
        "Aucun plan de sortie n’est écrit. Un remplacement en a un\u00a0; un premier CRM n’a rien à quitter."
    )
    sources = ("plan de sortie", "fiche du projet", "membres")
    labels: ClassVar[Mapping[str, str]] = {
        "tool": "Outil sortant",
        "role": "Ce qu’il fait",
        "liked": "Ce que l’on y apprécie",
        "contract_end": "Fin du contrat",
        "notice_months": "Préavis (mois)",
        "notice_by": "Préavis à donner avant le",
        "overlap_months": "Recouvrement prévu (mois)",
        "overlap_start": "Début du recouvrement",
        "overlap_end": "Fin du recouvrement",
        "data": "Données à reprendre",
        "closes_on": "Fermeture des accès",
        "archives": "Archives",
        "decider": "Qui décide de l’arrêt",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        project, plan = gathering.once(load_project), gathering.once(load_exit_plan)
        if plan is None or not project.is_replacement:
            return {}
        said: dict[str, Json] = {
            "role": plan.role,
            "liked": plan.liked,
            "contract_end": _day(plan.contract_end),
            "notice_months": plan.notice_months,
            "notice_by": _day(plan.notice_by),
            "overlap_start": _day(plan.overlap_start),
            "overlap_end": _day(plan.overlap_end),
            "data": plan.data,
            "closes_on": _day(plan.closes_on),
            "archives": plan.archives,
            "decider": plan.decider.display_name if plan.decider else "",
        }
        if not any(said.values()):
            return {}
        return {"tool": project.outgoing_tool, "overlap_months": project.overlap_months, **said}
