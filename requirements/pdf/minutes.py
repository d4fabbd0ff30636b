"""From minutes to a file, through the renderer of the specification."""

import hashlib

from django.template.loader import render_to_string

from crmproject.toolkit.pdf import renderer
from requirements.minutes import Minutes
from requirements.pdf.compose import ComposedPdf, Progress, silent

STEPS = 10
LAYOUT, PAINTING = 1, 8


def compose_minutes(minutes: Minutes, *, progress: Progress = silent) -> ComposedPdf:
    """Compose the PDF of these minutes; what `progress` raises ends the composition."""
    progress("Assemblage du compte rendu", 0, STEPS)
    html = render_to_string("pdf/minutes.html", {"minutes": minutes, "printed": True})
    progress("Mise en page", LAYOUT, STEPS)
    laid_out = renderer.lay_out(
        html, watermark="", seen=lambda _anchor: progress("Mise en page", LAYOUT, STEPS)
    )
    pages = len(laid_out.pages)
    progress(f"Écriture des {pages} pages", PAINTING, STEPS)
    content = renderer.write(laid_out, identifier=minutes.fingerprint[:32].encode())
    progress("Document composé", STEPS, STEPS)
    return ComposedPdf(content, hashlib.sha256(content).hexdigest(), pages)
