"""Coherence rules of the planning: who, how long, in which steps, and the formal checkpoints."""

import datetime
import re
from collections.abc import Iterator

from django.utils import timezone

from charter.blocks import load_project
from charter.blocks.change import load_trainings
from charter.diagnostics import list_url, page_url
from charter.models.project import Procurement
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, counted, listed, rule
from crmproject.toolkit.templatetags.french import long_date
from crmproject.toolkit.text import normalised
from planning.models import Gate, GateKind
from planning.reading import Planning, load_planning
from planning.stepwords import EXIT, OVERLAP, REFRESHER, REVIEW, STEPS

# Months between the first thought and the end, and days in one of them on average.
SHORTEST, LONGEST, MONTH = 3, 18, 30.44


def _titles(planning: Planning) -> list[str]:
    return [normalised(line.task.title) for line in planning.tasks]


def _has(planning: Planning, words: str) -> bool:
    return any(re.search(words, title) for title in _titles(planning))


@rule(
    "R-PLANNING",
    Severity.ERROR,
    "Planning calculable",
    "Un planning sans dates n’engage personne\u00a0: les fournisseurs ne peuvent pas s’y caler.",
    source="Planning",
)
def schedule(gathering: Gathering) -> Iterator[Finding]:
    problem = gathering.once(load_planning).problem
    if problem:
        yield Finding(f"Le planning ne se calcule pas. {problem}", page_url(gathering, "planning"))


@rule(
    "E-RESPONSABLE",
    Severity.WARNING,
    "Un responsable par étape",
    "Une étape sans responsable attend que quelqu’un d’autre s’en charge.",
    source="Planning",
)
def task_owners(gathering: Gathering) -> Iterator[Finding]:
    planning = gathering.once(load_planning)
    bare = [line.task.key for line in planning.without_owner]
    total = counted(len(planning.tasks), "tâche", "tâches")
    if bare:
        yield Finding(
            f"{len(bare)} sur {total} sans responsable\u00a0: {listed(bare)}.", list_url(gathering, "taches")
        )
    gone = [line.task.key for line in planning.tasks if line.task.owner and line.task.owner.is_deleted]
    if gone:
        yield Finding(
            f"{len(gone)} sur {total} dont le responsable a quitté le projet\u00a0: {listed(gone)}.",
            list_url(gathering, "taches"),
        )


@rule(
    "R-BILAN",
    Severity.WARNING,
    "Un bilan prévu",
    "Deux semaines à un mois après la mise en place, le bilan dit si les objectifs sont atteints et quoi corriger.",
    source="Planning",
)
def review(gathering: Gathering) -> Iterator[Finding]:
    return _lacks(gathering, REVIEW, "Aucun bilan")


@rule(
    "R-PERFECTIONNEMENT",
    Severity.WARNING,
    "Un perfectionnement prévu",
    "Un à deux mois après la mise en place, les utilisateurs savent enfin quelles questions poser.",
    source="Planning",
)
def refresher(gathering: Gathering) -> Iterator[Finding]:
    # The change plan may hold it instead, and the planning shows its dates.
    if any(one.is_refresher for one in gathering.once(load_trainings)):
        return iter(())
    return _lacks(gathering, REFRESHER, "Aucune formation de perfectionnement")


@rule(
    "E-BIGBANG",
    Severity.WARNING,
    "Déploiement par étapes",
    "Tout déployer d’un coup fait découvrir tous les défauts le même jour, par tous les utilisateurs.",
    source="Planning",
)
def big_bang(gathering: Gathering) -> Iterator[Finding]:
    return _lacks(gathering, STEPS, "Ni pilote, ni test, ni déploiement par étapes")


def _lacks(gathering: Gathering, words: str, what: str) -> Iterator[Finding]:
    """A finding when there are tasks, and none that these words name."""
    planning = gathering.once(load_planning)
    if planning.tasks and not _has(planning, words):
        number = counted(len(planning.tasks), "tâche", "tâches")
        yield Finding(f"{what} parmi {number} du planning.", list_url(gathering, "taches"))


@rule(
    "R-DUREE",
    Severity.WARNING,
    "Durée réaliste",
    f"De la réflexion à la mise en place, il faut {SHORTEST} à {LONGEST} mois, 4 à 8 en moyenne.",
    source="Planning",
)
def duration(gathering: Gathering) -> Iterator[Finding]:
    project, planning = gathering.once(load_project), gathering.once(load_planning)
    planned = planning.start is not None and planning.end is not None
    start, end = planning.start or project.start, planning.end or project.target_end
    months = ((end - start).days + 1) / MONTH
    if not SHORTEST <= months <= LONGEST:
        shown = f"{months:.1f}".replace(".", ",")
        what = "Le planning couvre" if planned else "Le projet est prévu sur"
        url = page_url(gathering, "planning" if planned else "project_settings")
        yield Finding(
            f"{what} {shown} mois, du {long_date(start)} au {long_date(end)}\u00a0: "
            f"hors de {SHORTEST} à {LONGEST} mois.",
            url,
        )


@rule(
    "R-REMPL",
    Severity.WARNING,
    "Remplacement préparé",
    "Changer de CRM ajoute un outil sortant, une reprise et plusieurs mois où les deux outils se recouvrent.",
    source="Deux configurations",
)
def replacement(gathering: Gathering) -> Iterator[Finding]:
    project, planning = gathering.once(load_project), gathering.once(load_planning)
    if not project.is_replacement:
        return
    settings = page_url(gathering, "project_settings")
    if not project.outgoing_tool:
        yield Finding("Remplacement d’un CRM dont l’outil sortant n’est pas nommé.", settings)
    if not project.overlap_months:
        yield Finding("Aucun mois de recouvrement des deux outils n’est prévu.", settings)
    elif planning.tasks and not _has(planning, OVERLAP):
        yield Finding(
            f"{project.overlap_months} mois de recouvrement prévus, et aucune tâche de recouvrement au planning.",
            list_url(gathering, "taches"),
        )


@rule(
    "E-ANCIEN",
    Severity.WARNING,
    "Arrêt de l’ancien outil",
    "Tant que l’ancien outil reste ouvert, les habitudes y restent aussi.",
    source="Erreurs à éviter",
)
def old_tool_stops(gathering: Gathering) -> Iterator[Finding]:
    project = gathering.once(load_project)
    if project.is_replacement:
        tool = project.outgoing_tool or "l’ancien outil"
        yield from _lacks(gathering, EXIT, f"Aucun arrêt de {tool}")


def _load_gates(project_id: int) -> list[Gate]:
    """The gates with their latest decisions first."""
    return list(Gate.objects.live().filter(project=project_id).prefetch_related("decisions"))


@rule(
    "R-JALONS",
    Severity.WARNING,
    "Points de validation formels",
    "Sans point de validation daté, l’appel d’offres ou le choix part avant que chacun se soit prononcé.",
    source="Validation",
)
def gates(gathering: Gathering) -> Iterator[Finding]:
    project = gathering.once(load_project)
    url = list_url(gathering, "jalons")
    standing = gathering.once(_load_gates)
    kinds = {gate.kind for gate in standing}
    wanted = [GateKind.BEFORE_CHOICE]
    if project.procurement == Procurement.TENDER:
        wanted.insert(0, GateKind.BEFORE_TENDER)
    missing = [f"«\u00a0{kind.label}\u00a0»" for kind in wanted if kind.value not in kinds]
    if missing:
        yield Finding(f"Points de validation à prévoir\u00a0: {listed(missing)}.", url)
    planning = gathering.once(load_planning)
    if planning.tasks and not planning.problem:
        undated = [line.gate.title for line in planning.gates if line.date is None]
        if undated:
            number = counted(len(undated), "point de validation", "points de validation")
            names = listed(f"«\u00a0{title}\u00a0»" for title in undated)
            yield Finding(f"{number} sans date, faute de tâche avant lui\u00a0: {names}.", url)


@rule(
    "R-VALID",
    Severity.WARNING,
    "Points de validation tenus",
    "Les étapes qui suivent un point de validation supposent qu’il est franchi.",
    source="Validation",
)
def overdue_gates(gathering: Gathering) -> Iterator[Finding]:
    decided = {gate.pk for gate in gathering.once(_load_gates) if gate.decisions.all()}
    today = timezone.localdate()
    late: list[tuple[str, datetime.date]] = [
        (line.gate.title, line.date)
        for line in gathering.once(load_planning).gates
        if line.date and line.date < today and line.gate.pk not in decided
    ]
    if late:
        names = listed(f"«\u00a0{title}\u00a0» ({long_date(day)})" for title, day in late)
        number = counted(len(late), "point de validation dépassé", "points de validation dépassés")
        yield Finding(f"{number} sans décision\u00a0: {names}.", page_url(gathering, "planning"))
