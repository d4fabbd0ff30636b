"""Change requests as pages, reminders and the home read them: each with its route of the day and what it awaits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from charter.models import Membership
from crmproject.toolkit.blocks import Gathering
from planning.models import ChangeOpinion, ChangeRequest, ChangeState
from planning.models.changes import PENDING
from planning.routing import Route, Routing, holds, load_routing

STUDY, DECIDE, OPINION = "study", "decide", "opinion"
TASKS = {STUDY: "À instruire", DECIDE: "À décider", OPINION: "Votre avis"}


@dataclass(frozen=True)
class ChangeLine:
    """A request, who deals with it today, and the opinions given so far."""

    request: ChangeRequest
    route: Route
    opinions: list[ChangeOpinion] = field(default_factory=list)

    def awaits(self, user_id: int) -> list[str]:
        """What this request awaits of this person: STUDY, DECIDE, OPINION."""
        found = []
        if self.request.state == ChangeState.SUBMITTED and holds(self.route.instructors, user_id):
            found.append(STUDY)
        if self.request.state == ChangeState.STUDIED and holds(self.route.approvers, user_id):
            found.append(DECIDE)
        if self.request.is_pending and self._owes_opinion(user_id):
            found.append(OPINION)
        return found

    def _owes_opinion(self, user_id: int) -> bool:
        return holds(self.unheard, user_id)

    @property
    def unheard(self) -> list[Membership]:
        """Who was consulted and said nothing yet; whoever asks has said it in the request."""
        given = {one.member_id for one in self.opinions}
        author = self.request.author_id
        return [one for one in self.route.consulted if one.pk not in given and one.user_id != author]

    @property
    def silent(self) -> list[str]:
        """The names of those who were consulted and said nothing yet."""
        return [one.display_name for one in self.unheard]

    @property
    def due(self) -> date | None:
        """By when the next move is expected; None once it is decided."""
        return due_of(self.request)

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()

    @property
    def waits_for(self) -> str:
        """Who has to move now, in words; nobody once it is decided."""
        people = {ChangeState.SUBMITTED: self.route.instructors, ChangeState.STUDIED: self.route.approvers}
        return ", ".join(one.display_name for one in people.get(ChangeState(self.request.state), ()))


def due_of(request: ChangeRequest) -> date | None:
    """By when a request is to be instructed or decided."""
    if request.state == ChangeState.SUBMITTED:
        return request.study_due
    return request.decision_due if request.state == ChangeState.STUDIED else None


def load_requests(project_id: int) -> list[ChangeRequest]:
    """Every request of a project, the latest first, with the opinions given."""
    rows = ChangeRequest.objects.live().filter(project=project_id)
    return list(rows.select_related("department", "project").prefetch_related("opinions"))


def load_pending(project_id: int) -> list[ChangeRequest]:
    """Those that wait, the oldest first."""
    rows = ChangeRequest.objects.pending().filter(project=project_id).order_by("number")
    return list(rows.select_related("department", "project").prefetch_related("opinions"))


def lines_of(requests: Iterable[ChangeRequest], routing: Routing) -> list[ChangeLine]:
    return [ChangeLine(one, routing.through(one.line), list(one.opinions.all())) for one in requests]


def pending_lines(gathering: Gathering) -> list[ChangeLine]:
    """The requests of a project that wait, each with its route; the matrix is read only where there are some."""
    requests = gathering.once(load_pending)
    return lines_of(requests, gathering.once(load_routing)) if requests else []


def counts_of(requests: Iterable[ChangeRequest]) -> dict[str, int]:
    """How many requests are in each state, « pending » for those that wait."""
    found = dict.fromkeys(["pending", *ChangeState.values], 0)
    for one in requests:
        found[one.state] += 1
        found["pending"] += one.state in PENDING
    return found
