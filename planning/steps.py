"""The seventeen steps of a CRM project and those that come with them: phase, who is in charge, how long and why.

A step bears the key that its task gets, and the words by which a task’s title tells that it is this step.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crmproject.toolkit.text import normalised
from planning import durations
from planning.charges import Charge
from planning.durations import Length
from planning.models import GateKind
from planning.profile import Profile
from planning.schedule import Link
from planning.stepwords import EXIT, OVERLAP, REFRESHER, REVIEW

PHASES = {
    "preparation": "Préparation",
    "implementation": "Implémentation",
    "execution": "Exécution",
    "exit": "Sortie de l’ancien outil",
}
FIRST, GO_LIVE = "T00", "T12"


@dataclass(frozen=True)
class Gap:
    """When a step starts after the go-live, in calendar days: at the earliest, at the latest, and at best."""

    least: int
    most: int
    aim: int
    why: str


@dataclass(frozen=True)
class Step:
    """One step. `elastic` ones give way when the whole is too short or too long; `gathers` all users for some time.

    `after` are its predecessors: where one has no place in a project, those of that one stand for it.
    """

    key: str
    phase: str
    title: str
    words: str
    charges: tuple[Charge, ...]
    length: Callable[[Profile], Length]
    after: tuple[Link, ...] = ()
    applies: Callable[[Profile], bool] = lambda profile: True
    elastic: bool = False
    gathers: bool = False
    gap: Gap | None = None


@dataclass(frozen=True)
class GateStep:
    """A formal checkpoint, after the steps on which it decides; `made` unless the project stands without it."""

    key: str
    kind: GateKind
    title: str
    after: tuple[str, ...]
    words: str = ""
    made: Callable[[Profile], bool] = lambda profile: True


def _after(*keys: str) -> tuple[Link, ...]:
    return tuple(map(Link, keys))


def _replaces(profile: Profile) -> bool:
    return profile.replacement


_MANAGER = (Charge.MANAGER,)
_SPONSOR = (Charge.SPONSOR,)
_IT = (Charge.IT,)

STEPS: tuple[Step, ...] = (
    Step(
        "T00", "preparation", "Analyse de la situation",
        r"analyse de la situation|analyse de l.existant|etat des lieux", _MANAGER, durations.analysis, elastic=True,
    ),
    Step(
        "T01", "preparation", "Ordre de mission et groupe de travail",
        r"ordre de mission|lettre de mission|groupe de travail", _SPONSOR, durations.mission, _after("T00"),
    ),
    Step(
        "T02", "preparation", "Étude des besoins auprès des opérationnels",
        r"(?:etude|recueil|expression|analyse) des besoins", _MANAGER, durations.needs, _after("T01"), elastic=True,
    ),
    Step(
        "T02B", "preparation", "Rédaction et validation du cahier des charges",
        r"cahier des charges", _MANAGER, durations.writing, _after("T02"), elastic=True,
    ),
    Step(
        "T03", "implementation", "Analyse du marché et présélection",
        r"analyse du marche|etude du marche|preselection|liste courte", (Charge.IT, Charge.MANAGER), durations.market,
        _after("T02B"),
    ),
    Step(
        "T04", "implementation", "Réception des propositions",
        r"(?:reception|reponse).*(?:propositions|offres|devis)|consultation", _MANAGER, durations.offers, _after("T03"),
    ),
    Step(
        "T05", "implementation", "Reformulation des besoins",
        r"reformulation", _MANAGER, durations.rewording, _after("T04"),
    ),
    Step(
        "T06", "implementation", "Choix de la solution et planning du prestataire",
        r"choix (?:de la |du |de l.)(?:solution|prestataire|fournisseur|editeur)", _SPONSOR, durations.choice,
        _after("T05"),
    ),
    Step(
        "T06B", "implementation", "Reprise et dédoublonnage des données",
        r"reprise|migration|dedoublonnage", _IT, durations.migration, _after("T06"), lambda profile: profile.takes_data,
        elastic=True,
    ),
    Step(
        "T06C", "implementation", "Connecteurs avec les autres logiciels",
        r"connecteur|interface|integration (?:au|avec)", _IT, durations.connectors, _after("T06"),
        lambda profile: profile.connectors > 0, elastic=True,
    ),
    Step(
        "T06D", "implementation", "Constitution du groupe pilote",
        r"(?:constitution|choix|formation|recrutement) du groupe pilote", _MANAGER, durations.pilot_group,
        _after("T02B"),
    ),
    Step(
        "T07", "implementation", "Test par un groupe pilote",
        r"\btests?\b|\bpilote|\bbeta|recette|echantillon", (Charge.SALES, Charge.HEADS), durations.pilot,
        (Link("T06", lag=10), *_after("T06B", "T06C", "T06D")), elastic=True,
    ),
    Step(
        "T08", "implementation", "Information de la structure",
        r"information (?:de la structure|de l.entreprise|du personnel|des (?:equipes|salaries))", _SPONSOR,
        durations.information, _after("T06"),
    ),
    Step(
        "T09", "implementation", "Finalisation par le prestataire",
        r"finalisation|parametrage", _MANAGER, durations.completion, _after("T07"), elastic=True,
    ),
    Step(
        "T10", "implementation", "Présentation aux employés",
        r"presentation (?:aux|a l|au|du crm)", _SPONSOR, durations.presentation, _after("T08", "T09"), gathers=True,
    ),
    Step(
        "T15", "execution", "Formation de perfectionnement",
        REFRESHER, (Charge.TRAINING, Charge.MANAGER),
        durations.refresher, _after("T13"), gathers=True,
        gap=Gap(31, 61, 45, "un à deux mois après la mise en place"),
    ),
    Step(
        "T11", "implementation", "Formation des utilisateurs",
        r"formation", (Charge.TRAINING, Charge.MANAGER), durations.training, _after("T10"), elastic=True, gathers=True,
    ),
    Step(
        "T13", "execution", "Bilan après la mise en place",
        REVIEW, _MANAGER, durations.review, _after("T12"),
        gap=Gap(14, 31, 21, "deux semaines à un mois après la mise en place"),
    ),
    Step(
        "T12", "implementation", "Mise en place",
        r"mise en (?:place|service|production|route)|deploiement|demarrage|bascule", (Charge.IT, Charge.MANAGER),
        durations.go_live, _after("T11"),
    ),
    Step(
        "T16", "execution", "Seconde optimisation",
        r"(?:seconde|deuxieme|2e|nouvelle) optimisation|optimisation (?:2|finale)", _MANAGER, durations.second_tuning,
        _after("T14", "T15"),
    ),
    Step("T14", "execution", "Optimisation", r"optimisation", _MANAGER, durations.tuning, _after("T13")),
    Step(
        "T17", "exit", "Recouvrement des deux outils",
        OVERLAP, _IT, durations.overlap,
        _after("T12"), _replaces,
    ),
    Step(
        "T18", "exit", "Arrêt et archivage de l’ancien outil",
        EXIT, _IT, durations.stopping,
        _after("T17"), _replaces,
    ),
)  # fmt: skip

GATES: tuple[GateStep, ...] = (
    GateStep("LANCE", GateKind.LAUNCH, GateKind.LAUNCH.label, ("T01",)),
    GateStep(
        "AO", GateKind.BEFORE_TENDER, GateKind.BEFORE_TENDER.label, ("T02B",), made=lambda one: one.tender
    ),
    GateStep("CHOIX", GateKind.BEFORE_CHOICE, GateKind.BEFORE_CHOICE.label, ("T05",)),
    GateStep("MEP", GateKind.OTHER, "Mise en production", ("T11",), r"mise en (?:production|service|place)"),
)

# Titles are tried against the particular before the general: « Formation de perfectionnement » is no first training.
_WORDS = [(re.compile(step.words), step) for step in STEPS]


def steps_for(profile: Profile) -> list[Step]:
    """The steps of such a project, in the order of a planning."""
    return sorted((one for one in STEPS if one.applies(profile)), key=lambda one: one.key)


def step_of(title: str) -> Step | None:
    """The step that a task’s title names, if it names one."""
    told = normalised(title)
    return next((step for words, step in _WORDS if words.search(told)), None)


def links_among(steps: Iterable[Step]) -> dict[str, tuple[Link, ...]]:
    """The links of each of these steps to others of them, through those that have no place among them."""
    kept = {step.key for step in steps}
    every = {step.key: step for step in STEPS}

    def reached(link: Link) -> list[Link]:
        if link.key in kept:
            return [link]
        return [one for before in every[link.key].after for one in reached(before)]

    found: dict[str, tuple[Link, ...]] = {}
    for key in kept:
        links: dict[str, Link] = {}
        for link in (one for before in every[key].after for one in reached(before)):
            known = links.get(link.key)
            links[link.key] = link if known is None or link.lag > known.lag else known
        found[key] = tuple(links[one] for one in sorted(links))
    return found
