"""What the page of a section shows of its agreement."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.urls import reverse

from charter.access import ProjectRequest
from charter.models import Membership
from crmproject.toolkit.http import whole_number
from requirements.answers import answers, lateness
from requirements.awaiting import next_to_decide
from requirements.delegations import Seat, active_delegations, open_seats, seats
from requirements.diffs import SectionDiff, compare
from requirements.diffs.since import IN_PAGE
from requirements.forms.reviews import DecisionForm
from requirements.models import Revision
from requirements.outline import Node, Outline

FINGERPRINT = re.compile(r"[0-9a-f]{64}")
CHANGED = (
    "Le contenu a changé depuis que vous l’avez lu\u00a0: rien n’a été enregistré. "
    "Relisez la version actuelle avant de vous prononcer."
)


def agreeing(request: ProjectRequest, shown: Outline, node: Node) -> dict[str, Any]:
    """Validators and what they said, the places that this person may take, the next section that awaits him."""
    member = request.access.membership
    delegations = request.access.gathering.once(active_delegations)
    places = open_seats(node.record, node.fingerprint, member, delegations)
    told = answers(node.record, node.fingerprint)
    prefetch_related_objects([one.decision for one in told if one.decision], "delegation", "workshop")
    return {
        "decision_form": DecisionForm(initial={"read": node.fingerprint}),
        "seats": places,
        "can_decide": bool(places),
        "delegations": delegations,
        "standing": node.record.standing(node.fingerprint),
        "answers": told,
        "withdrawable": {one.decision.pk for one in told if one.decision and one.is_held_by(member)},
        "lateness": lateness(node.record, node.fingerprint),
        "next_node": next_to_decide(shown, member, delegations, after=node.section),
    }


def taken_seat(request: ProjectRequest, node: Node, pour: str) -> tuple[Membership, Seat]:
    """Who asks, and the place taken in the decision: the one that `pour` names, else the first that is open.

    Raises PermissionDenied for somebody who has no place, or not that one.
    """
    person = request.access.membership
    delegations = request.access.gathering.once(active_delegations)
    own = seats(node.record, person, delegations)
    open_first = open_seats(node.record, node.fingerprint, person, delegations) + own
    wanted = [seat for seat in own if seat.member.pk == whole_number(pour)] if pour else open_first
    if person is None or not wanted:
        raise PermissionDenied(
            "Vous n’êtes ni validateur de cette section, ni délégué d’un de ses validateurs."
        )
    return person, wanted[0]


@dataclass(frozen=True)
class ReadBefore:
    """The content that a person had read, and what changed since."""

    revision: Revision
    diff: SectionDiff

    @property
    def shown(self) -> SectionDiff:
        """As much of the difference as a page shows beside a form."""
        section = self.revision.section
        url = reverse("section_compare", args=[section.specification.project.slug, section.pk])
        more = f"{url}?de={self.revision.short_fingerprint}"
        return self.diff.limited(limit=IN_PAGE, only_changes=True, more_url=more)


def read_before(node: Node, fingerprint: str) -> ReadBefore | None:
    """The content that the person had read, when another one stands now."""
    if fingerprint == node.fingerprint or not FINGERPRINT.fullmatch(fingerprint):
        return None
    found = Revision.objects.filter(section=node.section, fingerprint=fingerprint).first()
    if found is None:
        return None
    found.section = node.section
    return ReadBefore(found, compare(found.content, node.content))
