"""What the project is."""

from collections.abc import Mapping
from typing import ClassVar

from charter.blocks.reading import (
    load_departments,
    load_project,
)
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


@register
class ProjectIdentityBlock(Block):
    name = "project_identity"
    title = "Le projet en bref"
    template = "blocks/project_identity.html"
    captioned = False
    edit_url = "project_settings"
    sources = ("fiche du projet", "services")
    labels: ClassVar[Mapping[str, str]] = {
        "organisation": "Organisation",
        "activity": "Activité et spécificités",
        "setup": "Configuration",
        "outgoing_tool": "Outil sortant",
        "overlap_months": "Recouvrement des deux outils (mois)",
        "procurement": "Mode d’achat",
        "start": "Début",
        "target_end": "Fin visée",
        "departments": "Services concernés",
        "code": "Code",
        "name": "Service",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        project = gathering.once(load_project)
        departments: list[Json] = [
            {"code": one.code, "name": one.name} for one in gathering.once(load_departments)
        ]
        return {
            "organisation": project.organisation,
            "activity": project.activity,
            "setup": project.get_setup_display(),
            "outgoing_tool": project.outgoing_tool if project.is_replacement else "",
            "overlap_months": project.overlap_months if project.is_replacement else 0,
            "procurement": project.get_procurement_display(),
            "start": project.start.isoformat(),
            "target_end": project.target_end.isoformat(),
            "departments": departments,
        }
