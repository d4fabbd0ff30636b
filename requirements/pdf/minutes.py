"""Minutes as a document of the engine."""

from django.template.loader import render_to_string

from crmproject.toolkit.pdf.chunks import breakable
from crmproject.toolkit.pdf.furniture import furniture
from crmproject.toolkit.pdf.pages import Pages
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.xmp import Facts
from crmproject.toolkit.templatetags.french import long_date
from requirements.minutes import Minutes


def minutes_layout(minutes: Minutes) -> Layout:
    """Minutes are short: they are one part, under one piece of furniture."""
    state = f" – {minutes.state}" if minutes.state else ""
    foot = f"{long_date(minutes.dated)}{state}"
    content = [minutes.fingerprint, minutes.drawn_up.isoformat(), minutes.author]
    pages = Pages(minutes.organisation, f"{minutes.kind} – {minutes.project}")

    def body() -> str:
        return breakable(render_to_string("pdf/minutes.html", {"minutes": minutes, "printed": True}))

    return Layout(
        parts=[pages.part(minutes.full_title, content, body)],
        furniture=furniture(foot),
        facts=Facts(
            title=minutes.full_title,
            author=minutes.organisation,
            subject=f"{minutes.kind} du {long_date(minutes.dated)}, projet {minutes.project}",
            keywords=f"CRM, compte rendu, {minutes.short_fingerprint}",
            made=minutes.drawn_up,
        ),
        identity=minutes.fingerprint,
    )
