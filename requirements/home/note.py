"""What the note de cadrage brings to a project’s home."""

from charter.access import Access, Permission
from charter.homepanel import Awaiting, awaits
from charter.models import Project
from requirements.gathered import note_outline
from requirements.states import State
from requirements.together import sign_url, to_sign

TO_MEND = {State.CHANGES_REQUESTED, State.STALE}


@awaits
def note_that_awaits(project: Project, access: Access) -> list[Awaiting]:
    """The note to sign, for its validators; what to mend in it, for the manager. Either in one line."""
    found = access.gathering.derived(note_outline)
    if found is None:
        return []
    items = []
    if awaiting := to_sign(found, access.membership):
        count = "un chapitre" if len(awaiting) == 1 else f"{len(awaiting)} chapitres"
        text = f"Lire et signer la note de cadrage\u00a0: {count}"
        items.append(Awaiting(text, sign_url(found.specification), "pen"))
    mending = [node for node in found.nodes if node.state in TO_MEND]
    if mending and access.allows(Permission.SUBMIT):
        titles = ", ".join(f"«\u00a0{node.section.title}\u00a0»" for node in mending)
        text = f"Note de cadrage à reprendre, puis à soumettre de nouveau\u00a0: {titles}"
        items.append(Awaiting(text, found.specification.get_absolute_url(), "pencil-square"))
    return items
