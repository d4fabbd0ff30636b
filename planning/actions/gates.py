"""Writes on gates: what was decided at one, and the conditions under which it was passed."""

import datetime
import itertools
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership, Project
from charter.models.people import Role
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.rows import next_position
from planning.gatekinds import default_needs, need_columns
from planning.gates import Facts, GateReview, Lack, gates_of, review_gate
from planning.models import Gate, GateCondition, GateDecision, GateKind, Outcome
from requirements.models import Edition, Specification


@dataclass(frozen=True)
class ConditionDraft:
    """Something to do after the gate was passed, by whom and when."""

    text: str
    owner: Membership
    due: datetime.date


class GateMovedError(ContentChangedError):
    """The gate is no longer as the person saw it."""


class LackingError(RefusedError):
    """The gate can’t be passed while this lacks."""

    def __init__(self, text: str, missing: list[Lack]) -> None:
        super().__init__(text)
        self.missing = missing


@transaction.atomic
def decide_gate(
    *,
    gate: Gate,
    outcome: Outcome,
    text: str,
    edition: Edition | None,
    conditions: list[ConditionDraft],
    accepted: set[str],
    read: str,
    by: User,
    title: str,
) -> GateDecision:
    """Record what was decided at a gate by somebody who had it under the eyes as `read` (GateReview.stamp).

    What it requires is read again here, while no edition can be frozen and no other decision on it be taken. Passing
    it wants nothing to lack; passing it under conditions wants each lack to be accepted by name, and a condition.
    Raises GateMovedError when the gate is no longer as it was seen, LackingError when something lacks, RefusedError
    when the decision itself is wrong.
    """
    now = _locked(gate)
    _check_words(outcome, text, conditions)
    if outcome != Outcome.POSTPONED:
        if now.stamp != read:
            raise GateMovedError(
                "Le point de validation n’est plus tel que vous l’avez lu\u00a0: rien n’a été enregistré. "
                + _told(now.missing)
            )
        _check_lacks(outcome, now.missing, accepted)
        _check_edition(outcome, now, edition)
    decision = GateDecision.objects.create(
        gate=now.gate,
        outcome=outcome,
        text=text,
        edition=edition,
        missing=[lack.as_json() for lack in now.missing],
        decided_by=by,
        name=str(by),
        title=title,
    )
    written = GateCondition.objects.bulk_create(
        GateCondition(decision=decision, text=one.text, owner=one.owner, due=one.due, position=position)
        for position, one in enumerate(conditions, start=1)
    )
    _tell(decision, written, by)
    return decision


def _locked(gate: Gate) -> GateReview:
    """The gate as it stands, its specification and itself locked until the end of the transaction."""
    project = Project.objects.select_related("manager").get(pk=gate.project_id)
    list(Specification.objects.select_for_update().filter(project=project))
    if not Gate.objects.live().select_for_update(of=("self",)).filter(pk=gate.pk).exists():
        raise RefusedError("Ce point de validation vient d’être supprimé.")
    fresh = gates_of(project.pk).get(pk=gate.pk)
    return review_gate(fresh, Facts(project, Gathering(project.pk), fresh=True))


def _check_words(outcome: Outcome, text: str, conditions: list[ConditionDraft]) -> None:
    if outcome != Outcome.PASSED and not text.strip():
        raise RefusedError("Dites pourquoi\u00a0: une décision sous conditions ou un ajournement s’explique.")
    if outcome == Outcome.CONDITIONAL and not conditions:
        raise RefusedError("Écrivez au moins une condition à lever, avec son responsable et son échéance.")
    if outcome != Outcome.CONDITIONAL and conditions:
        raise RefusedError(
            "Seul un passage sous conditions porte des conditions\u00a0: choisissez-le, ou effacez-les."
        )
    if any(one.due < timezone.localdate() for one in conditions):
        raise RefusedError("L’échéance d’une condition ne peut pas être passée.")
    gone = [one.owner.display_name for one in conditions if one.owner.is_deleted]
    if gone:
        raise RefusedError(f"Ne fait plus partie du projet\u00a0: {', '.join(gone)}.")


def _check_lacks(outcome: Outcome, missing: list[Lack], accepted: set[str]) -> None:
    if outcome == Outcome.PASSED and missing:
        raise LackingError(f"Ce point ne peut pas être franchi. {_told(missing)}", missing)
    left = [lack for lack in missing if lack.key not in accepted]
    if left:
        text = "Cochez chaque élément manquant que vous acceptez de laisser en suspens. "
        raise LackingError(text + _told(left), left)


def _check_edition(outcome: Outcome, now: GateReview, edition: Edition | None) -> None:
    current = now.facts.edition if now.gate.needs_decision else None
    if outcome == Outcome.PASSED and current is not None and edition != current:
        raise RefusedError(f"Le comité s’est prononcé sur l’édition {current.number}\u00a0: choisissez-la.")


def _told(missing: list[Lack]) -> str:
    if not missing:
        return "Il ne lui manque rien\u00a0: relisez, puis décidez."
    return "Il lui manque\u00a0: " + " ".join(lack.text for lack in missing)


def _tell(decision: GateDecision, conditions: list[GateCondition], by: User) -> None:
    """The committee, the sponsor, the manager and those who have a condition to lift are told."""
    gate, project = decision.gate, decision.gate.project
    concerned = Membership.objects.live().filter(project=project)
    roles = Q(roles__overlap=[Role.STEERING.value, Role.SPONSOR.value])
    people = {one.user for one in concerned.filter(roles).select_related("user")} | {project.manager}
    verdict = str(decision.get_outcome_display()).lower()
    notify(
        people,
        Notice(
            key=f"gate-decision:{decision.pk}",
            kind=Kind.DECIDED,
            text=f"«\u00a0{gate.title}\u00a0»\u00a0: {verdict}",
            url=gate.get_absolute_url(),
            about=project.name,
            detail=decision.text,
        ),
        but=by,
    )
    for one in conditions:
        notify(
            [one.owner.user],
            Notice(
                key=f"gate-condition:{one.pk}",
                kind=Kind.MEETING,
                text=f"Vous avez une condition à lever pour «\u00a0{gate.title}\u00a0»\u00a0: {one.text}",
                url=gate.get_absolute_url(),
                about=project.name,
            ),
            but=by,
        )


@transaction.atomic
def add_launch_gate(*, project: Project) -> Gate:
    """Give a project the gate at which the direction launches it; one that exists is left as it is."""
    Project.objects.select_for_update().get(pk=project.pk)
    found: Gate | None = Gate.objects.live().filter(project=project, kind=GateKind.LAUNCH).first()
    if found is not None:
        return found
    rows = Gate.objects.filter(project=project)
    taken = set(rows.values_list("key", flat=True))
    keys = (f"LANCE{number or ''}" for number in itertools.count())
    made: Gate = Gate.objects.create(
        project=project,
        key=next(key for key in keys if key not in taken),
        title=GateKind.LAUNCH.label,
        kind=GateKind.LAUNCH,
        position=next_position(rows),
        **need_columns(default_needs(GateKind.LAUNCH)),
    )
    return made


@transaction.atomic
def lift_condition(*, condition: GateCondition, note: str, by: User, read_version: int) -> None:
    """Note that a condition is fulfilled, and how.

    Raises RefusedError without a note or after another decision, StaleWriteError when somebody wrote in between.
    """
    _check_counts(condition)
    if not note.strip():
        raise RefusedError("Dites ce qui permet de lever la condition.")
    condition.write(
        read_version=read_version, lifted_at=timezone.now(), lifted_by=str(by), lifted_note=note.strip()
    )
    gate = condition.decision.gate
    sponsors = Membership.objects.with_role(Role.SPONSOR).filter(project=gate.project).select_related("user")
    notify(
        [gate.project.manager, condition.decision.decided_by, *(one.user for one in sponsors)],
        Notice(
            key=f"gate-condition-lifted:{condition.pk}:{condition.version}",
            kind=Kind.DECIDED,
            text=f"Condition levée pour «\u00a0{gate.title}\u00a0»\u00a0: {condition.text}",
            url=gate.get_absolute_url(),
            about=gate.project.name,
            detail=note.strip(),
        ),
        but=by,
    )


@transaction.atomic
def reopen_condition(*, condition: GateCondition, read_version: int) -> None:
    """Undo the lifting of a condition. Raises as `lift_condition`."""
    _check_counts(condition)
    condition.write(read_version=read_version, lifted_at=None, lifted_by="", lifted_note="")


def _check_counts(condition: GateCondition) -> None:
    latest = GateDecision.objects.filter(gate=condition.decision.gate_id).first()
    if latest != condition.decision:
        raise RefusedError(
            "Une décision plus récente a remplacé celle-ci\u00a0: ses conditions n’ont plus à être levées."
        )
