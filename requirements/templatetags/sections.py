"""What the pages of a section show."""

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.kept import keep, recall
from crmproject.toolkit.program import program_digest
from requirements.models import Section
from requirements.views.workspace import ShownBlock

register = template.Library()


@register.simple_tag
def block_html(shown: ShownBlock) -> SafeString:
    """The block as HTML. It depends on its data alone, so it is kept under their fingerprint: a department of three
    hundred requirements takes longer to render than all the rest of its page."""
    key = f"block:{shown.block.name}:{program_digest()}:{fingerprint(shown.data)}"
    kept = recall(key)
    if kept is None:
        kept = str(render_to_string(shown.block.template, {"block": shown.block, "data": shown.data}))
        keep(key, kept)
    return mark_safe(str(kept))  # noqa: S308  # what the template engine escaped


@register.simple_tag
def need_links(rows: list[dict[str, str]], section: Section) -> SafeString:
    """A link per requirement that opens its form. The address is resolved once: there may be hundreds of rows."""
    slug = section.specification.project.slug
    address = reverse("requirement_edit", args=[slug, "REF-0"]) + f"?section={section.pk}"
    return format_html_join(
        "\n",
        '<li><a class="btn btn-ghost btn-sm" data-need-link="{ref}" href="{url}" hx-get="{url}" hx-target="#{ref}" '
        'hx-swap="innerHTML">Modifier <span>{ref}</span></a></li>',
        ({"ref": row["ref"], "url": address.replace("REF-0", row["ref"])} for row in rows),
    )
