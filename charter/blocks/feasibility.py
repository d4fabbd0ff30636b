"""Whether the project can be done: target, constraints, resources, opinion."""

from collections.abc import Mapping
from typing import ClassVar

from charter.blocks.reading import figure, load_scope
from charter.models import Feasibility, ProjectConstraint
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


def load_feasibility(project_id: int) -> Feasibility | None:
    found: Feasibility | None = Feasibility.objects.live().filter(project=project_id).first()
    return found


def load_constraints(project_id: int) -> list[ProjectConstraint]:
    return list(ProjectConstraint.objects.live().filter(project=project_id))


@register
class FeasibilityBlock(Block):
    name = "feasibility"
    title = "Étude de faisabilité"
    template = "blocks/feasibility.html"
    edit_url = "feasibility"
    empty_text = "L’étude de faisabilité n’est pas encore faite."
    sources = ("faisabilité", "contraintes", "périmètre")
    labels: ClassVar[Mapping[str, str]] = {
        "target": "Périmètre cible",
        "rows": "Impératifs et contraintes",
        "text": "Contrainte",
        "nature": "Nature",
        "imperative": "Impératif",
        "person_days": "Temps disponible en interne (jours)",
        "people": "Personnes et compétences",
        "known_budget": "Enveloppe connue (€ HT)",
        "tools": "Outils et matériel",
        "opinion": "Avis",
        "reasons": "Motifs",
        "reserves": "Réserves à lever",
        "given_by": "Avis donné par",
        "given_on": "Avis donné le",
    }
    row_key = ("text",)

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        said = {**_constraints(gathering), **_study(gathering.once(load_feasibility))}
        if not any(said.values()):
            return {}
        return {"target": [item.text for item in gathering.once(load_scope) if item.included], **said}


def _constraints(gathering: Gathering) -> dict[str, Json]:
    """Imperatives first: they are what a refusal would rest on."""
    found = sorted(gathering.once(load_constraints), key=lambda one: not one.imperative)
    rows: list[Json] = [
        {"text": one.text, "nature": one.get_nature_display(), "imperative": one.imperative} for one in found
    ]
    return {"rows": rows}


def _study(study: Feasibility | None) -> dict[str, Json]:
    if study is None:
        return {}
    return {
        "person_days": study.person_days,
        "people": study.people,
        "known_budget": figure(study.known_budget),
        "tools": study.tools,
        "opinion": study.get_opinion_display() if study.opinion else "",
        "reasons": study.reasons,
        "reserves": study.reserves,
        "given_by": study.given_by,
        "given_on": study.given_on.isoformat() if study.given_on else "",
    }
