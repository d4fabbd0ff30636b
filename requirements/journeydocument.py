"""The journey map as a document: one chapter a journey, on landscape pages."""

from itertools import batched
from typing import Any

from charter.documents import heading_of, today
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.documents import document
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.plain import Chapter, plain_layout
from requirements.blockdata import interactions
from requirements.journeys import Journey, journeys_of

JOURNEY_MAP = "carte-des-parcours"
EMPTY = "Aucun parcours n’est encore décrit."
# Touchpoints that one drawing and one table hold on a page.
MOST = 40


@document(JOURNEY_MAP, "Carte des parcours", icon="signpost-split", page="journeys")
def journey_map(gathering: Gathering) -> Layout:
    """Each journey with its curve and its touchpoints by stage."""
    journeys = journeys_of(gathering.once(interactions))
    chapters = [Chapter(one.title, tuple(_chunks(one)), EMPTY, lying=True) for one in journeys]
    lead = "Ce que vivent les clients, étape par étape\u00a0: leurs contacts avec nous, ce qui les freine."
    heading = heading_of(gathering, "Carte des parcours", lead)
    return plain_layout(
        heading, chapters or [Chapter("Parcours clients", (), EMPTY, lying=True)], day=today()
    )


def _chunks(journey: Journey) -> list[Chunk]:
    rows: list[dict[str, Any]] = [touch.row for touch in journey.touches]
    runs = list(batched(rows, MOST, strict=False))
    return [
        Chunk(
            name="journey_map",
            template="requirements/journeys/document_journey.html",
            data={"rows": list(run)},
            run=rank,
            runs=len(runs),
            lying=True,
            size=8 + len(run) / 2,
        )
        for rank, run in enumerate(runs)
    ]
