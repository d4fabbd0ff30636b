"""What of a document is submitted, or signed, at once."""

import hashlib
from collections.abc import Iterable

from django.urls import reverse

from charter.models import Membership
from requirements.delegations import open_seats
from requirements.models import Specification
from requirements.outline import Node, Outline
from requirements.states import State

# What `?document=` says for the note de cadrage.
NOTE_ASKED = "note"
# Nothing is to be done about these before somebody else moves.
SETTLED = {State.VALIDATED, State.SUBMITTED}


def to_submit(shown: Outline) -> list[Node]:
    """Sections that say something, and on whose present content nobody was asked to decide yet."""
    return [node for node in shown.to_validate if not node.says_nothing and node.state not in SETTLED]


def to_sign(shown: Outline, member: Membership | None) -> list[Node]:
    """Sections on which this validator has still to decide in his own name."""
    return [node for node in shown.to_validate if open_seats(node.record, node.fingerprint, member, [])]


def stamp(nodes: Iterable[Node]) -> str:
    """What a person has under the eyes: another one means that some content moved since."""
    lines = (f"{node.section.pk} {node.fingerprint}" for node in nodes)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def sign_url(document: Specification) -> str:
    """Where a validator signs all that awaits him in this document."""
    url = reverse("document_sign", args=[document.project.slug])
    return f"{url}?document={NOTE_ASKED}" if document.is_framing_note else url
