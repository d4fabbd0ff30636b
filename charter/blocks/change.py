"""The change plan: what is said, gained, taught and accompanied."""

from collections.abc import Mapping
from typing import ClassVar

from charter.blocks.reading import figure
from charter.models import Benefit, Communication, Support, Training
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


def load_communications(project_id: int) -> list[Communication]:
    rows = Communication.objects.live().filter(project=project_id).select_related("owner__user")
    return list(rows.order_by("held_on", "position", "pk"))


def load_benefits(project_id: int) -> list[Benefit]:
    return list(Benefit.objects.live().filter(project=project_id).select_related("department"))


def load_trainings(project_id: int) -> list[Training]:
    """By date, those without one at the end."""
    rows = list(Training.objects.live().filter(project=project_id))
    return sorted(rows, key=lambda one: (one.held_on is None, str(one.held_on or ""), one.position, one.pk))


def load_supports(project_id: int) -> list[Support]:
    return list(Support.objects.live().filter(project=project_id).select_related("owner__user"))


@register
class ChangePlanBlock(Block):
    name = "change_plan"
    title = "Conduite du changement"
    template = "blocks/change_plan.html"
    edit_url = "change_plan"
    empty_text = "Rien n’est encore prévu pour accompagner le changement."
    sources = ("conduite du changement", "services", "membres")
    labels: ClassVar[Mapping[str, str]] = {
        "communications": "Communications",
        "benefits": "Bénéfices par profil",
        "trainings": "Plan de formation",
        "supports": "Accompagnement",
        "date": "Date",
        "audience": "Public",
        "channel": "Canal",
        "message": "Message",
        "owner": "Responsable",
        "launch": "Réunion de lancement",
        "done": "Faite",
        "profile": "Profil",
        "department": "Service",
        "benefit": "Bénéfice",
        "level": "Niveau",
        "hours": "Heures",
        "people": "Personnes",
        "trainer": "Formateur",
        "refresher": "Perfectionnement",
        "kind": "Nature",
        "title": "Intitulé",
        "start": "Du",
        "end": "Au",
    }
    row_key = ("title", "audience", "profile")

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return {
            "communications": [_communication(one) for one in gathering.once(load_communications)],
            "benefits": [_benefit(one) for one in gathering.once(load_benefits)],
            "trainings": [_training(one) for one in gathering.once(load_trainings)],
            "supports": [_support(one) for one in gathering.once(load_supports)],
        }


def _communication(row: Communication) -> Json:
    return {
        "date": row.held_on.isoformat(),
        "audience": row.audience,
        "channel": str(row.get_channel_display()),
        "message": row.message,
        "owner": row.owner.display_name if row.owner else "",
        "launch": row.is_launch,
        "done": row.is_done,
    }


def _benefit(row: Benefit) -> Json:
    return {
        "profile": row.profile,
        "department": row.department.name if row.department else "",
        "benefit": row.benefit,
    }


def _training(row: Training) -> Json:
    return {
        "level": str(row.get_level_display()),
        "audience": row.audience,
        "date": row.held_on.isoformat() if row.held_on else "",
        "hours": figure(row.hours),
        "people": row.people,
        "trainer": row.trainer,
        "refresher": row.is_refresher,
    }


def _support(row: Support) -> Json:
    return {
        "kind": str(row.get_kind_display()),
        "title": row.title,
        "people": row.people,
        "start": row.starts_on.isoformat() if row.starts_on else "",
        "end": row.ends_on.isoformat() if row.ends_on else "",
        "owner": row.owner.display_name if row.owner else "",
    }
