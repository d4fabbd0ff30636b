"""The planning as a block of the specification."""

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

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return as_data(gathering.once(load_planning))
