"""Reading an edition in the page, and noting who opened it."""

from itertools import pairwise

from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from requirements.models import OpeningWay
from requirements.models.editions import EditionRef
from requirements.openings import record_opening
from requirements.packs import latest_pdf
from requirements.reading import sections_to_read
from requirements.views.editions import find_edition

# From this many characters on, sections out of sight wait to be laid out.
LONG = 500_000


# Two thousand requirements weigh 2.8 MB, and 0.2 compressed: a phone feels it.
@require_safe
@gzip_page
@project_view(Permission.VIEW)
def edition_reading(request: ProjectRequest, ref: EditionRef) -> HttpResponseBase:
    """The frozen content of an edition as one page: what its PDF says, for any reader and any screen."""
    found = find_edition(request, ref)
    sections = sections_to_read(found)
    neighbours = [None, *sections, None]
    context = {
        "edition": found,
        "title": f"{found.specification.label} – {found.front.get('project') or request.project.name}",
        "sections": sections,
        "is_long": sum(len(section.html) for section in sections) > LONG,
        "around": [
            (before, section, after) for (before, section), (_, after) in pairwise(pairwise(neighbours))
        ],
        "pdf": latest_pdf(found),
    }
    return project_page(request, "requirements/editions/reading.html", context, tab="editions")


@require_POST
@project_view(Permission.VIEW)
def edition_opened(request: ProjectRequest, ref: EditionRef) -> HttpResponseBase:
    """Note that this person has the edition in front of them; said by the page itself."""
    found, way = find_edition(request, ref), request.POST.get("way", "")
    if way not in OpeningWay.values:
        return HttpResponseBadRequest("Support inconnu.")
    record_opening(edition=found, way=OpeningWay(way), user=request.user)
    return HttpResponse(status=204)
