"""How tests review a gate, bring it all that it requires, and decide at it."""

import datetime

from django.utils import timezone

from charter.models import Membership, Project
from crmproject.toolkit.blocks import Gathering
from planning.actions.gates import (
    ConditionDraft,
    decide_gate,
)
from planning.gates import Facts, GateReview, review_gate
from planning.models import Gate, GateCondition, GateDecision, Outcome
from requirements.actions.editions import freeze_edition, record_decision
from requirements.models import Edition, Specification
from selection.models import Criterion
from tests.agreement import agree_on_the_rest
from tests.factories import RequirementFactory


def review(gate: Gate) -> GateReview:
    fresh = Gate.objects.get(pk=gate.pk)
    return review_gate(fresh, Facts(fresh.project, Gathering(fresh.project_id)))


def lacks(gate: Gate) -> list[str]:
    return [lack.key for lack in review(gate).missing]


def member(project: Project, role: str) -> Membership:
    found: Membership = project.membership_rows.get(roles=[role])
    return found


def no_blocking_error(project: Project) -> None:
    from charter.models import StrategicObjective

    StrategicObjective.objects.create(project=project, key="améliorer le suivi des clients")
    RequirementFactory(department=project.department_rows.get(code="COM"))
    Criterion.objects.create(project=project, title="Couverture", weight=10)


def edition_of(project: Project) -> Edition:
    return freeze_edition(
        specification=Specification.objects.of(project), title="CDC", note="", by=project.manager
    )


def favourable(edition: Edition) -> None:
    committee = Membership.objects.live().filter(project=edition.specification.project, roles=["steering"])
    for one in committee:
        record_decision(edition=edition, member=one, opinion="favourable", text="")


def make_ready(project: Project) -> Edition:
    """All that the gate requires."""
    no_blocking_error(project)
    agree_on_the_rest(project)
    edition = edition_of(project)
    favourable(edition)
    return edition


def decide(gate: Gate, outcome: Outcome = Outcome.PASSED, **changes: object) -> GateDecision:
    seen = review(gate)
    values: dict[str, object] = {
        "text": "Décidé en comité.",
        "edition": seen.facts.edition,
        "conditions": [],
        "accepted": set(),
        "read": seen.stamp,
        "by": gate.project.manager,
        "title": "Chef de projet CRM",
        **changes,
    }
    return decide_gate(gate=gate, outcome=outcome, **values)  # type: ignore[arg-type]  # as the tests give them


def condition(project: Project, *, days: int = 10) -> ConditionDraft:
    due = timezone.localdate() + datetime.timedelta(days=days)
    return ConditionDraft("Obtenir le devis de reprise", member(project, "head"), due)


def conditional(gate: Gate) -> GateCondition:
    """The condition under which the gate was passed with all that it lacks."""
    made = decide(gate, Outcome.CONDITIONAL, conditions=[condition(gate.project)], accepted=set(lacks(gate)))
    found: GateCondition = made.conditions.get()
    return found
