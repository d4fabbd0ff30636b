"""What the phase after go-live leaves open: requests that wait, actions of governance."""

from collections.abc import Iterator

from charter.models import Project
from charter.openpoints import OpenPoint, leaves_open
from crmproject.toolkit.blocks import Gathering
from planning.execution.changes import pending_lines
from planning.execution.governance import load_open_items

CHANGES = "Demandes d’évolution en attente"
ACTIONS = "Actions de gouvernance"


@leaves_open
def changes_waiting(project: Project) -> Iterator[OpenPoint]:
    """Requests that nobody has decided yet, the oldest first."""
    for line in pending_lines(Gathering(project.pk)):
        yield OpenPoint(
            kind=CHANGES,
            text=f"{line.request} ({line.request.get_state_display().lower()})",
            url=line.request.get_absolute_url(),
            who=line.waits_for,
            due=line.due,
        )


@leaves_open
def governance_actions(project: Project) -> Iterator[OpenPoint]:
    """Actions promised in meetings of governance, those due first in front."""
    for item in load_open_items(project.pk):
        yield OpenPoint(
            kind=ACTIONS,
            text=f"{item.text} ({item.meeting.body})",
            url=f"{item.meeting.get_absolute_url()}#decisions",
            who=str(item.owner.user) if item.owner else "",
            due=item.due,
        )
