"""What the gates bring to a project’s home."""

from charter.access import Access, Permission
from charter.homepanel import NOTE, Awaiting, Panel, awaits, panel
from charter.models import Project
from charter.models.people import Role
from crmproject.toolkit.templatetags.french import long_date
from planning.gates import Facts, GateReview, GateState, review_gates, review_launch
from planning.models import GateKind

# What the button of the list says, and the sign before it.
READY, CONDITION = "flag", "list-task"


def _reviews(project: Project, access: Access) -> list[GateReview]:
    return review_gates(Facts(project, access.gathering))


def _gates(project: Project, access: Access) -> dict[str, object]:
    """The gates that require something or were decided on."""
    return {"reviews": [one for one in _reviews(project, access) if one.needs or one.decisions]}


panel(Panel("gates", "planning/gates/_home_panel.html", _gates, order=12))


def _launch(project: Project, access: Access) -> dict[str, object]:
    """The gate of the launch, and whether this person decides there or may add it."""
    return {
        "review": review_launch(Facts(project, access.gathering)),
        "launches": Role.SPONSOR in access.roles,
        "may_add": access.allows(Permission.EDIT_PLANNING),
    }


panel(Panel("launch", "planning/gates/_launch_panel.html", _launch, page=NOTE))


@awaits
def gates_to_decide(project: Project, access: Access) -> list[Awaiting]:
    """A gate that lacks nothing any more, for who records its decision."""
    if not access.allows(Permission.PASS_GATE):
        return []
    launches = Role.SPONSOR in access.roles
    ready = [
        one
        for one in _reviews(project, access)
        if one.state == GateState.READY and one.needs and (launches or one.gate.kind != GateKind.LAUNCH)
    ]
    return [
        Awaiting(
            f"Prononcer le passage de «\u00a0{one.gate.title}\u00a0»\u00a0: il ne manque rien",
            f"{one.gate.get_absolute_url()}#decider",
            READY,
        )
        for one in ready
    ]


@awaits
def conditions_to_lift(project: Project, access: Access) -> list[Awaiting]:
    """Conditions of the gates that this person has to lift."""
    member = access.membership
    return [
        Awaiting(
            f"Lever la condition «\u00a0{condition.text}\u00a0» avant le {long_date(condition.due)}",
            f"{one.gate.get_absolute_url()}#condition-{condition.pk}",
            CONDITION,
        )
        for one in _reviews(project, access)
        for condition in one.open_conditions
        if member is not None and condition.owner_id == member.pk
    ]
