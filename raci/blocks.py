"""The matrix as a block of the specification."""

from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register
from raci.matrix import as_data, load_matrix


@register
class RaciBlock(Block):
    """Activities × people."""

    name = "raci"
    title = "Matrice des responsabilités (RACI)"
    template = "blocks/raci.html"
    edit_url = "raci_matrix"
    empty_text = (
        "La matrice est vide. Reprenez les tâches du planning, puis dites qui réalise et qui approuve."
    )
    landscape = True

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return as_data(gathering.once(load_matrix))
