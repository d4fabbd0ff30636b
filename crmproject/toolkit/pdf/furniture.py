"""What is laid over every page of a document, whatever stands on it."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from crmproject.toolkit.pdf.chunks import breakable
from crmproject.toolkit.pdf.parts import Part
from crmproject.toolkit.pdf.renderer import STYLES


def furniture(foot: str, *, copy: str = "", mark: str = "", colour: str = "") -> Part:
    """Two drawings, for upright and for lying pages: the foot’s middle, whose copy it is, a word across the page."""
    context = {"edition": foot, "copy": copy, "watermark": mark, "shapes": ("upright", "lying")}

    def page() -> str:
        drawing = (STYLES / f"{mark.lower()}.svg").read_text(encoding="utf-8") if mark else ""
        context["drawing"] = mark_safe(drawing)  # noqa: S308  # a file of the program
        return breakable(render_to_string("pdf/furniture.html", context))

    return Part("Pages", [foot, copy, mark], page, colour=colour, drawings=True)
