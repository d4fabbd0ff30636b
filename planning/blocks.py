"""The planning as a block of the specification."""

from collections.abc import Mapping
from typing import ClassVar

from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register
from planning.reading import as_data, load_planning


@register
class PlanningBlock(Block):
    """Phases, tasks with computed dates, gates."""

    name = "planning"
    title = "Planning et points de validation"
    template = "blocks/planning.html"
    edit_url = "planning"
    empty_text = "Aucune tâche au planning. Ajoutez les étapes, leur durée et leurs prédécesseurs."
    landscape = True
    sources = ("planning", "fiche du projet", "membres")
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Phases",
        "tasks": "Tâches",
        "gates": "Points de validation",
        "problem": "Problème",
        "key": "Clé",
        "title": "Intitulé",
        "owner": "Responsable",
        "days": "Jours ouvrés",
        "after": "Après",
        "lag": "Décalage (jours)",
        "start": "Début",
        "end": "Fin",
        "date": "Date",
        "latest_end": "Fin au plus tard",
        "float_days": "Marge (jours)",
        "critical": "Chemin critique",
        "links": "Liens",
        "kind": "Nature du lien",
        "fixed": "Date imposée",
        "due": "Fin au plus tard",
        "closings": "Fermetures",
    }
    implied = frozenset({"latest_end", "float_days", "critical"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return as_data(gathering.once(load_planning))
