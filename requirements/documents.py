"""The note de cadrage as a document to print: the draft as it stands."""

from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.documents import document
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.refusals import RefusedError
from requirements.journeydocument import journey_map
from requirements.models import Specification
from requirements.pdf.document import draft_document
from requirements.pdf.parting import layout_of

FRAMING_NOTE = "note-de-cadrage"
__all__ = ["FRAMING_NOTE", "framing_note", "journey_map"]


@document(FRAMING_NOTE, "Note de cadrage", icon="compass", page="charter")
def framing_note(gathering: Gathering) -> Layout:
    """Every chapter, with its state and its approvals: what an edition would freeze now.

    Raises RefusedError for a project that has no note.
    """
    found = Specification.objects.framing_notes().filter(project=gathering.project_id)
    note = found.select_related("project__manager").first()
    if note is None:
        raise RefusedError(
            "Ce projet n’a pas encore de note de cadrage\u00a0: créez-la depuis l’onglet Charte."
        )
    return layout_of(draft_document(note))
