"""From a document to a file: the one way in which a specification becomes a PDF."""

from crmproject.toolkit.pdf import composing
from crmproject.toolkit.pdf.composing import ComposedPdf, Memory, Progress, Rendering, render_here, silent
from requirements.pdf.document import Document
from requirements.pdf.parting import layout_of


def compose(
    document: Document, *, progress: Progress = silent, rendering: Rendering | None = None
) -> ComposedPdf:
    """Compose the PDF of this document, in this process unless `rendering` does it elsewhere.

    `progress` is told the step in French, and the parts done of all; what it raises ends the composition.
    """
    return composing.compose(
        layout_of(document), rendering=rendering or render_here(Memory()), progress=progress
    )
