"""What a person is still asked to decide on."""

from charter.models import Membership
from requirements.delegations import open_seats
from requirements.models import Delegation, Section
from requirements.outline import Node, Outline


def next_to_decide(
    found: Outline, member: Membership | None, delegations: list[Delegation], *, after: Section
) -> Node | None:
    """The next section that awaits a decision of this person, in the order of the outline and back from its start."""
    place = next((index for index, node in enumerate(found.nodes) if node.section.pk == after.pk), -1)
    following = found.nodes[place + 1 :] + found.nodes[: max(place, 0)]
    return next(
        (node for node in following if open_seats(node.record, node.fingerprint, member, delegations)), None
    )
