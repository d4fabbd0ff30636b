"""From a document to a file: the one way in which a specification becomes a PDF."""

from crmproject.toolkit.pdf import composing
from crmproject.toolkit.pdf.composing import ComposedPdf, Progress, silent
from requirements.pdf.document import Document
from requirements.pdf.parting import layout_of


def compose(document: Document, *, progress: Progress = silent) -> ComposedPdf:
    """Compose the PDF of this document in this process; what `progress` raises ends the composition."""
    return composing.compose(layout_of(document), progress=progress)
