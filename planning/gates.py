"""What a gate requires, what it still lacks and where that is mended. Nothing is stored: all is read each time."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse

from charter.home import load_members
from charter.models import Project
from charter.models.people import Role
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Severity, diagnose
from crmproject.toolkit.text import shortened
from planning.models import Gate, GateCondition, GateDecision, GateKind, Outcome
from planning.reading import GateLine, load_planning
from requirements.gathered import OUTLINES
from requirements.models import Decision, DocumentKind, Edition, EditionSection, Meeting, Specification
from requirements.models.editions import EditionStatus, Opinion
from requirements.outline import Node, Outline, outline
from requirements.states import State

QUOTED = 120
_EMPTY = {
    DocumentKind.SPECIFICATION: ("Le cahier des charges", "specification"),
    DocumentKind.FRAMING_NOTE: ("La note de cadrage", "charter"),
}


class GateState(models.TextChoices):
    PREPARING = "preparing", "À préparer"
    READY = "ready", "Prêt"
    PASSED = "passed", "Franchi"
    CONDITIONAL = "conditional", "Franchi sous conditions"
    POSTPONED = "postponed", "Ajourné"


@dataclass(frozen=True)
class Lack:
    """One thing that a gate lacks; `key` names it from one reading to the next, `url` is where it is mended."""

    key: str
    text: str
    url: str

    def as_json(self) -> dict[str, str]:
        return {"key": self.key, "text": self.text, "url": self.url}


@dataclass(frozen=True)
class Need:
    """One thing that a gate requires; satisfied when nothing lacks, which `met` says in words."""

    title: str
    met: str
    lacks: list[Lack]

    @property
    def is_met(self) -> bool:
        return not self.lacks


@dataclass
class Facts:
    """What gates ask of a project, each read once whatever the number of gates.

    `fresh` takes the sections’ fingerprints from their contents, as a write must.
    """

    project: Project
    gathering: Gathering
    fresh: bool = False
    # The document on which the gate is decided.
    kind: DocumentKind = DocumentKind.SPECIFICATION

    def about(self, gate: Gate) -> "Facts":
        """What this gate asks: the launch is decided on the note de cadrage, the rest on the cahier des charges."""
        return self._of_the_note if gate.kind == GateKind.LAUNCH else self

    @cached_property
    def _of_the_note(self) -> "Facts":
        return replace(self, kind=DocumentKind.FRAMING_NOTE)

    @cached_property
    def document(self) -> Specification | None:
        found = Specification.objects.filter(project=self.project, kind=self.kind).first()
        if found is not None:
            found.project = self.project
        return found

    @cached_property
    def outline(self) -> Outline | None:
        if not self.fresh:
            return self.gathering.derived(OUTLINES[self.kind])
        return outline(self.document, fresh=True) if self.document else None

    @cached_property
    def nodes(self) -> list[Node]:
        return self.outline.nodes if self.outline else []

    @cached_property
    def errors(self) -> list[Lack]:
        """What the coherence check holds for wrong enough to block."""
        found = diagnose(self.gathering, Severity.ERROR)
        return [
            Lack(f"check:{one.rule.id}", f"{one.rule.title}\u00a0: {one.finding.text}", one.finding.url)
            for one in found
        ]

    @cached_property
    def latest(self) -> Edition | None:
        """The latest validated edition."""
        return self.gathering.once(_LATEST[self.kind])

    @cached_property
    def edition(self) -> Edition | None:
        """The latest validated edition, if its content is still the current one."""
        if self.latest is None:
            return None
        pairs = self.gathering.once(_CONTENTS[self.kind])
        return self.latest if pairs == {(one.section.pk, one.fingerprint) for one in self.nodes} else None

    @cached_property
    def decision_lacks(self) -> list[Lack]:
        """What keeps the committee’s decision on the current edition from being favourable."""
        slug = self.project.slug
        if self.latest is None:
            return [
                Lack(
                    "decision:edition",
                    "Aucune édition validée n’est publiée.",
                    reverse("editions", args=[slug]),
                )
            ]
        if self.edition is None:
            text = (
                f"{self.latest}, la dernière validée, n’a plus le contenu actuel\u00a0: "
                "publiez une nouvelle édition validée."
            )
            return [Lack("decision:edition", text, reverse("editions", args=[slug]))]
        return list(self._opinions(self.edition))

    def _opinions(self, edition: Edition) -> Iterator[Lack]:
        """What a meeting concluded counts; without one, what every member of the committee decided."""
        meeting = next(
            (one for one in self.gathering.once(_closed_meetings) if one.edition_id == edition.pk), None
        )
        if meeting is not None:
            if meeting.opinion != Opinion.FAVOURABLE:
                opinion = str(meeting.get_opinion_display()).lower()
                yield Lack(
                    f"decision:meeting:{meeting.pk}",
                    f"{meeting}\u00a0: avis {opinion} sur l’édition {edition.number}.",
                    edition.get_absolute_url(),
                )
            return
        yield from self._members(edition)

    def _members(self, edition: Edition) -> Iterator[Lack]:
        members = [one for one in self.gathering.once(load_members) if Role.STEERING.value in one.roles]
        if not members:
            url = reverse("members", args=[self.project.slug])
            yield Lack("decision:committee", "Le comité de pilotage n’a aucun membre.", url)
        opinions = self.gathering.once(_opinions_on_latest)
        latest = {decision.member_id: decision for decision in opinions}
        silent = [one.display_name for one in members if one.pk not in latest]
        if silent:
            text = (
                f"Le comité ne s’est pas encore prononcé sur l’édition {edition.number}\u00a0: "
                f"attend {', '.join(silent)}."
            )
            yield Lack("decision:silent", text, edition.get_absolute_url())
        for member in members:
            said = latest.get(member.pk)
            if said and said.opinion != Opinion.FAVOURABLE:
                opinion = str(said.get_opinion_display()).lower()
                words = f"\u00a0: «\u00a0{shortened(said.text, QUOTED)}\u00a0»" if said.text else ""
                yield Lack(
                    f"decision:member:{said.pk}",
                    f"{member.display_name}, avis {opinion}{words}.",
                    edition.get_absolute_url(),
                )


@dataclass
class GateReview:
    """A gate as it stands: its date, its needs, what was decided."""

    gate: Gate
    line: GateLine | None
    needs: list[Need]
    facts: Facts = field(repr=False)

    @property
    def decisions(self) -> list[GateDecision]:
        """All decisions, the latest first."""
        return list(self.gate.decisions.all())

    @property
    def decision(self) -> GateDecision | None:
        """The one that counts."""
        return next(iter(self.decisions), None)

    @property
    def missing(self) -> list[Lack]:
        return [lack for need in self.needs for lack in need.lacks]

    @property
    def is_passed(self) -> bool:
        return self.decision is not None and self.decision.outcome != Outcome.POSTPONED

    @property
    def state(self) -> GateState:
        if self.decision is not None:
            return GateState(self.decision.outcome)
        return GateState.PREPARING if self.missing else GateState.READY

    @property
    def fallen(self) -> list[Lack]:
        """What lacks since the gate was passed: what it did not lack then. The gate stays passed."""
        if self.decision is None or not self.is_passed:
            return []
        known = {one.get("key") for one in self.decision.missing}
        return [lack for lack in self.missing if lack.key not in known]

    @property
    def open_conditions(self) -> list[GateCondition]:
        """Conditions of the decision that counts, which nobody lifted."""
        conditions = self.decision.conditions.all() if self.decision else []
        return [one for one in conditions if one.lifted_at is None and not one.is_deleted]

    @cached_property
    def stamp(self) -> str:
        """What a person who decides has under the eyes: another one means that something moved since."""
        seen = [
            self.gate.pk,
            self.gate.version,
            [(node.section.pk, node.fingerprint) for node in self.facts.nodes],
            [lack.as_json() for lack in self.missing],
            self.decision.pk if self.decision else None,
        ]
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def _latest_validated(project_id: int, kind: DocumentKind = DocumentKind.SPECIFICATION) -> Edition | None:
    found = Edition.objects.filter(
        specification__project=project_id, specification__kind=kind, status=EditionStatus.VALIDATED
    )
    return found.select_related("specification__project").first()


def _latest_note(project_id: int) -> Edition | None:
    return _latest_validated(project_id, DocumentKind.FRAMING_NOTE)


def _latest_contents(project_id: int) -> set[tuple[int, str]]:
    """The sections of the latest validated edition, with their fingerprints."""
    return _contents(_latest_validated(project_id))


def _latest_note_contents(project_id: int) -> set[tuple[int, str]]:
    return _contents(_latest_note(project_id))


def _contents(edition: Edition | None) -> set[tuple[int, str]]:
    frozen = EditionSection.objects.filter(edition=edition)
    return set(frozen.values_list("revision__section_id", "revision__fingerprint"))


# Each under a name of its own: what a gathering reads, it reads once by function.
_LATEST = {DocumentKind.SPECIFICATION: _latest_validated, DocumentKind.FRAMING_NOTE: _latest_note}
_CONTENTS = {DocumentKind.SPECIFICATION: _latest_contents, DocumentKind.FRAMING_NOTE: _latest_note_contents}


def _closed_meetings(project_id: int) -> list[Meeting]:
    """Meetings of the committee that concluded, the latest first."""
    held = Meeting.objects.live().filter(project=project_id).exclude(closed_at=None)
    return list(held.order_by("-closed_at", "-pk").defer("pack", "agenda", "outcome"))


def _opinions_on_latest(project_id: int) -> list[Decision]:
    """What members of the committee said of the latest validated edition, the oldest first."""
    said = Decision.objects.filter(edition=_latest_validated(project_id))
    return list(said.order_by("decided_at", "pk"))


def _live_gates(project_id: int) -> list[Gate]:
    return list(gates_of(project_id))


def review_gates(facts: Facts) -> list[GateReview]:
    """Every live gate of the project, in a number of queries that depends neither on them nor on the project’s size."""
    lines = {line.gate.pk: line for line in facts.gathering.once(load_planning).gates}
    return [_review(gate, lines.get(gate.pk), facts) for gate in facts.gathering.once(_live_gates)]


def review_launch(facts: Facts) -> GateReview | None:
    """The gate at which the direction launches the project; None where none awaits it. No other one is read."""
    gates = facts.gathering.once(_live_gates)
    gate = next((one for one in gates if one.kind == GateKind.LAUNCH), None)
    return review_gate(gate, facts) if gate else None


def review_gate(gate: Gate, facts: Facts) -> GateReview:
    """One gate, read with `gates_of`."""
    lines = facts.gathering.once(load_planning).gates
    return _review(gate, next((line for line in lines if line.gate.pk == gate.pk), None), facts)


def gates_of(project_id: int) -> "models.QuerySet[Gate]":
    """Live gates with all that their review reads."""
    conditions = GateCondition.objects.select_related("owner__user")
    decisions = GateDecision.objects.select_related("edition").prefetch_related(
        Prefetch("conditions", queryset=conditions)
    )
    live: models.QuerySet[Gate] = Gate.objects.live().filter(project=project_id)
    return live.select_related("project").prefetch_related(
        "sections", Prefetch("decisions", queryset=decisions)
    )


def _review(gate: Gate, line: GateLine | None, facts: Facts) -> GateReview:
    own = facts.about(gate)
    return GateReview(gate, line, list(_needs(gate, own)), own)


def _needs(gate: Gate, facts: Facts) -> Iterator[Need]:
    if gate.needs_sections:
        required = _required(gate, facts)
        number = len([node for node in required if not node.is_heading])
        met = (
            "La section exigée est validée" if number == 1 else f"Les {number} sections exigées sont validées"
        )
        lacks = list(_section_lacks(gate, required, facts))
        yield Need("Sections validées", f"{met}, sans question ouverte.", lacks)
    if gate.needs_checks:
        yield Need("Contrôle de cohérence", "Aucune erreur bloquante.", facts.errors)
    if gate.needs_decision:
        met = f"Avis favorable sur l’édition {facts.edition.number}." if facts.edition else ""
        yield Need("Décision du comité de pilotage", met, facts.decision_lacks)


def _required(gate: Gate, facts: Facts) -> list[Node]:
    """The sections that the manager chose with those below them, or all."""
    chosen = {section.pk for section in gate.sections.all()}
    if not chosen:
        return facts.nodes
    found: list[Node] = []
    for node in facts.nodes:
        if node.section.pk in chosen or node.section.parent_id in chosen:
            chosen.add(node.section.pk)
            found.append(node)
    return found


def _section_lacks(gate: Gate, required: list[Node], facts: Facts) -> Iterator[Lack]:
    edit = reverse("register_edit", args=[facts.project.slug, "jalons", gate.pk])
    for section in gate.sections.all():
        if section.is_deleted:
            text = f"La section «\u00a0{section.title}\u00a0», exigée, a été retirée du plan."
            yield Lack(f"retired:{section.pk}", text, edit)
    if not any(not node.is_heading for node in required):
        what, page = _EMPTY[facts.kind]
        yield Lack(
            "sections", f"{what} n’a aucune section à valider.", reverse(page, args=[facts.project.slug])
        )
    for node in required:
        url = node.section.get_absolute_url()
        label = f"{node.number} {node.section.title}"
        if not node.is_heading and not node.is_validated:
            yield Lack(f"section:{node.section.pk}", f"{label}\u00a0: {_state_of(node)}.", url)
        for question in node.record.questions:
            said = shortened(question.text, QUOTED)
            yield Lack(
                f"question:{question.pk}",
                f"{label}\u00a0: question ouverte de {question.author}, «\u00a0{said}\u00a0».",
                f"{url}?volet=commentaires",
            )


def _state_of(node: Node) -> str:
    """The state of a section that isn’t validated, and who has not answered."""
    waiting = {one.pk for one in node.record.missing(node.fingerprint)}
    silent = [one.member.display_name for one in node.record.required if one.pk in waiting]
    if node.state == State.SUBMITTED and silent:
        return f"soumise, attend {', '.join(silent)}"
    if node.state == State.SUBMITTED:
        return "approuvée, mais une question ouverte retient la validation"
    if node.state == State.DRAFT and node.says_nothing:
        return "vide"
    return str(node.state.label).lower()
