"""Words, without accents, by which a task’s title tells which of the usual steps it is."""

import re
from collections.abc import Iterable

from crmproject.toolkit.text import normalised
from planning.reading import TaskLine

GO_LIVE = r"^(la )?mise en (place|production|service)\b"
GO_LIVE_TOO = r"mise en (place|production|service)\b|\bdemarrage|\bdeploiement"
REVIEW = r"\bbilan|retour d.experience|\brex\b"
REFRESHER = r"perfectionnement|formation (complementaire|avancee|continue)"
STEPS = r"pilote|\bbeta|echantillon|\btest|par etapes?|par vagues?|\blots?\b|progressi|experiment|recette"
EXIT = r"arret|archivage|extinction|decommission|desactivation|coupure|fermeture|sortie de l"
OVERLAP = r"recouvrement|deux outils|double (fonctionnement|exploitation)|en parallele"
OPTIMISATION = r"optimisation|ajustement|amelioration"


def named(tasks: Iterable[TaskLine], *words: str) -> list[TaskLine]:
    """Tasks whose title has the first of these words that any title has; none when no title has any."""
    titled = [(line, normalised(line.task.title)) for line in tasks]
    for one in words:
        if found := [line for line, title in titled if re.search(one, title)]:
            return found
    return []
