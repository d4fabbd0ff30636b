"""What is due after go-live: instructions, decisions and opinions, steps of newcomers, actions of governance."""

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import Q

from accounts.models import User
from accounts.reminders import Obligation, obliges
from charter.models import Membership
from crmproject.toolkit.templatetags.french import NBSP
from planning.execution.changes import DECIDE, OPINION, STUDY, ChangeLine, lines_of
from planning.execution.delays import load_closed
from planning.execution.newcomers import follows, load_steps
from planning.models import ChangeRequest, GovernanceItem, Newcomer
from planning.routing import load_routing

VERBS = {STUDY: "Instruire", DECIDE: "Décider", OPINION: "Donner votre avis sur"}


@obliges
def changes_due(horizon: datetime.date) -> Iterator[Obligation]:
    """Requests to instruct, to decide, to give an opinion on: those whom the matrix of the day names."""
    due = Q(study_due__lte=horizon) | Q(decision_due__lte=horizon) | Q(opinions_due__lte=horizon)
    rows = ChangeRequest.objects.pending().filter(due, project__deleted_at=None)
    found = list(rows.select_related("project").prefetch_related("opinions").order_by("project", "number"))
    routings = {pk: load_routing(pk) for pk in {one.project_id for one in found}}
    for request in found:
        (line,) = lines_of([request], routings[request.project_id])
        yield from _of_change(line, horizon)


def _of_change(line: ChangeLine, horizon: datetime.date) -> Iterator[Obligation]:
    route, request = line.route, line.request
    people = {one.user for one in (*route.instructors, *route.approvers, *route.consulted)}
    for user in sorted(_active(people), key=lambda one: one.pk):
        for task in line.awaits(user.pk):
            due = request.opinions_due if task == OPINION else line.due
            if due is not None and due <= horizon:
                yield Obligation(
                    user=user,
                    key=f"change:{request.pk}:{task}",
                    due=due,
                    text=f"{VERBS[task]} {request.ref} «{NBSP}{request.title}{NBSP}»",
                    url=request.get_absolute_url(),
                    about=request.project.name,
                )


def _active(people: Iterable[User]) -> list[User]:
    return [one for one in people if one.is_active]


@obliges
def newcomer_steps_due(horizon: datetime.date) -> Iterator[Obligation]:
    """Steps of newcomers for who helps at them, else for the referent; nobody is reminded of those of no one."""
    rows = Newcomer.objects.live().filter(arrived_on__lte=horizon, project__deleted_at=None)
    related = ("project", "referent__user")
    newcomers = list(rows.select_related(*related).prefetch_related("ticks").order_by("project", "pk"))
    steps = {pk: load_steps(pk) for pk in {one.project_id for one in newcomers}}
    closed = {pk: load_closed(pk) for pk in steps}
    for newcomer in newcomers:
        project = newcomer.project_id
        (follow,) = follows([newcomer], steps[project], closed[project])
        for line in follow.lines:
            helper = _reminded(line.step.helper, newcomer.referent)
            if line.tick is None and line.due <= horizon and helper is not None:
                yield Obligation(
                    user=helper.user,
                    key=f"newcomer:{newcomer.pk}:{line.step.pk}",
                    due=line.due,
                    # No name in a message: it could not be erased there.
                    text=f"Parcours d’un nouvel arrivant{NBSP}: {line.step.title}",
                    url=newcomer.get_absolute_url(),
                    about=newcomer.project.name,
                )


def _reminded(*people: Membership | None) -> Membership | None:
    """The first of them who is still there."""
    return next((one for one in people if one and not one.is_deleted and one.user.is_active), None)


@obliges
def governance_actions_due(horizon: datetime.date) -> Iterator[Obligation]:
    """Actions of meetings, for those who promised them; the manager’s, when their owner left the project."""
    rows = GovernanceItem.objects.open().filter(due__lte=horizon, meeting__project__deleted_at=None)
    related = ("owner__user", "meeting__body", "meeting__project__manager")
    for item in rows.select_related(*related).order_by("due", "pk"):
        if item.owner is None or item.due is None:
            continue
        meeting = item.meeting
        yield Obligation(
            user=meeting.project.manager if item.owner.is_deleted else item.owner.user,
            key=f"governance-item:{item.pk}",
            due=item.due,
            text=f"{item.text} (décidé par «{NBSP}{meeting.body}{NBSP}»)",
            url=f"{meeting.get_absolute_url()}#decisions",
            about=meeting.project.name,
        )
