"""Change requests on the pages of others: of a requirement that they concern, of the message from which one comes."""

from collections.abc import Iterator

from django.urls import reverse

from charter.access import Access, Permission
from charter.models import UsageRequest
from charter.usage.outcomes import Outcome, becomes
from planning.models import ChangeState
from requirements.models import Requirement
from requirements.related import Related, relates


@relates
def change_requests(requirement: Requirement) -> Iterator[Related]:
    """The requests that concern this requirement, the latest first."""
    for one in requirement.change_requests.filter(deleted_at=None).select_related("project"):
        yield Related(f"Demande d’évolution {one}", one.get_absolute_url(), one.get_state_display())


@becomes
def change_request(request: UsageRequest, access: Access) -> Iterator[Outcome]:
    """The change request made of this message, or the way to make one."""
    standing = request.change_requests.exclude(state=ChangeState.WITHDRAWN).select_related("project").first()
    if standing is not None:
        label = f"Devenue la demande d’évolution {standing.ref}"
        yield Outcome(label, standing.get_absolute_url(), is_made=True, icon="check2")
    elif access.allows(Permission.REQUEST_CHANGE):
        url = reverse("change_add", args=[access.project.slug])
        yield Outcome("En faire une demande d’évolution", f"{url}?comite={request.pk}", icon="chat-left-text")
