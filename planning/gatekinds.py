"""The formal checkpoints of the trade: how a title names one, and what it requires unless the manager says else."""

import re

from crmproject.toolkit.text import normalised
from planning.models import GateKind

# « l’ », « l' », « d’ »: any apostrophe.
_TITLES = {
    GateKind.LAUNCH: re.compile(r"\blancement (?:decide|du projet)\b|\bdecision de lancement\b"),
    GateKind.BEFORE_TENDER: re.compile(r"\bavant (?:l.appel|les appels) d.offres\b"),
    GateKind.BEFORE_CHOICE: re.compile(
        r"\bavant le choix (?:du |de la |de l.)(?:fournisseur|prestataire|solution|editeur|integrateur)\b"
    ),
}

# Those that every new project gets, by key.
DEFAULT_GATES = {"LANCE": GateKind.LAUNCH, "AO": GateKind.BEFORE_TENDER, "CHOIX": GateKind.BEFORE_CHOICE}

# What a gate may require, by the name that a project file gives it; the column is « needs_… ».
NEEDS = ("sections", "checks", "decision")


def kind_of(title: str) -> GateKind:
    """The kind that this title names: « Avant l’appel d’offres » is one, « Mise en production » none."""
    told = normalised(title)
    return next((kind for kind, words in _TITLES.items() if words.search(told)), GateKind.OTHER)


def default_needs(kind: str) -> list[str]:
    """What a gate of this kind requires by default: all of it before a tender or a choice, a note de cadrage that
    the direction approved for the launch, else nothing."""
    if kind == GateKind.LAUNCH:
        return ["sections"]
    return [] if kind == GateKind.OTHER else list(NEEDS)


def need_columns(needs: list[str]) -> dict[str, bool]:
    """The columns of a gate that requires this."""
    return {f"needs_{name}": name in needs for name in NEEDS}
