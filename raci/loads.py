"""The load that the matrix gives each one, in words [R-RACI-CHARGE]."""

from collections import Counter

from crmproject.toolkit.diagnostics import among, counted, listed
from raci.findings import HEAVY_LEAST, holding, idle_people, is_heavy
from raci.matrix import Matrix


def load_words(matrix: Matrix) -> str:
    """Where the threshold is, who is above it, and who stands there for nothing."""
    total = len(matrix.lines)
    held: Counter[str] = holding(matrix)
    heavy = [
        f"{one.display_name} ({among(held[one.key], total, 'activité', 'activités')})"
        for one in matrix.holders
        if is_heavy(held[one.key], total)
    ]
    text = (
        f"Seuil\u00a0: réaliser ou approuver plus des trois quarts des activités, et {HEAVY_LEAST} au moins, "
        "c’est trop pour une personne."
    )
    text += f" Au-dessus\u00a0: {listed(heavy)}." if heavy else " Personne n’est au-dessus."
    idle = idle_people(matrix)
    if idle:
        number = counted(len(idle), "personne", "personnes")
        text += f" {number} sans activité\u00a0: {listed(one.display_name for one in idle)}."
    return text
