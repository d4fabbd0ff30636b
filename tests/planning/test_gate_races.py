"""Two people decide at one gate at the same moment: one decision is recorded, the other is told."""

from functools import partial

import pytest

from accounts.models import User
from charter.models import Project
from planning.actions.gates import GateMovedError, decide_gate
from planning.models import Gate, GateDecision, Outcome
from requirements.models import Edition
from tests.planning.gating import make_ready, review
from tests.requirements.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def decide(gate: Gate, read: str, edition: Edition | None, by: User, outcome: Outcome) -> GateDecision:
    # Each thread reads the gate anew, as a request of its own does.
    own = Gate.objects.get(pk=gate.pk)
    return decide_gate(
        gate=own,
        outcome=outcome,
        text="Décidé.",
        edition=edition,
        conditions=[],
        accepted=set(),
        read=read,
        by=by,
        title="",
    )


def test_one_of_two_decisions_at_once_is_recorded(
    gate: Gate, project: Project, personas: dict[str, User]
) -> None:
    make_ready(project)
    seen = review(gate)
    edition = seen.facts.edition
    moves = [
        partial(decide, gate, seen.stamp, edition, by, Outcome.PASSED)
        for by in (project.manager, personas["sponsor"])
    ]
    results = at_once(*moves)
    assert sorted(type(one).__name__ for one in results) == ["GateDecision", GateMovedError.__name__]
    assert GateDecision.objects.count() == 1
