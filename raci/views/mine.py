"""« Mes responsabilités »: what the matrix says of one person."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.members import load_members
from charter.models import Membership
from charter.views.pages import project_page
from crmproject.toolkit.http import whole_number
from planning.reading import load_planning
from raci.matrix import load_matrix
from raci.responsibilities import THEIRS, TITLES, responsibilities_of


@require_safe
@project_view(Permission.VIEW)
def my_responsibilities(request: ProjectRequest) -> HttpResponse:
    """What I approve, do, am consulted and informed about; who fills the matrix looks at anybody’s."""
    gathering, mine = request.access.gathering, request.access.membership
    may_choose = request.access.allows(Permission.EDIT_RACI)
    whose = _whose(request, mine, may_choose=may_choose)
    today = timezone.localdate()
    found = (
        responsibilities_of(whose, gathering.once(load_matrix), gathering.once(load_planning))
        if whose
        else None
    )
    is_own = whose is not None and mine is not None and whose.pk == mine.pk
    titles = TITLES if is_own else THEIRS
    context = {
        "whose": whose,
        "is_own": is_own,
        "found": found,
        "sections": [
            (letter, titles[letter], [(one, one.state(today)) for one in items])
            for letter, items in (found.sections if found else [])
        ],
        "following": [(one, one.state(today)) for one in found.following] if found else [],
        "may_choose": may_choose,
        "people": gathering.once(load_members) if may_choose else [],
        "has_planning": bool(gathering.once(load_planning).tasks),
    }
    return project_page(request, "raci/mine.html", context, tab="raci_matrix")


def _whose(request: ProjectRequest, mine: Membership | None, *, may_choose: bool) -> Membership | None:
    wanted = whole_number(request.GET.get("personne", ""))
    members = request.access.gathering.once(load_members)
    asked = next((one for one in members if one.pk == wanted), None)
    if asked is None or asked == mine:
        return mine
    if not may_choose:
        raise PermissionDenied(
            "Chacun voit ses propres responsabilités\u00a0; le chef de projet, celles de tous."
        )
    return asked
