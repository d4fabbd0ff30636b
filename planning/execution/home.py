"""What the phase after go-live awaits of each person."""

from charter.access import Access
from charter.homepanel import Awaiting, awaits
from charter.models import Project
from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.templatetags.french import NBSP, long_date
from planning.execution.changes import DECIDE, OPINION, STUDY, pending_lines
from planning.execution.governance import load_open_items
from planning.execution.newcomers import follows_of

VERBS = {STUDY: "Instruire", DECIDE: "Décider", OPINION: "Donner votre avis sur"}
ANCHORS = {STUDY: "instruire", DECIDE: "decider", OPINION: "avis"}
SIGNS = {STUDY: "search", DECIDE: "check2-square", OPINION: "chat-left-text"}


@awaits
def changes_that_await(project: Project, access: Access) -> list[Awaiting]:
    """Requests to instruct, to decide, to give an opinion on, as the matrix of the day says."""
    items = []
    for line in pending_lines(access.gathering):
        request = line.request
        for task in line.awaits(access.user.pk):
            due = request.opinions_due if task == OPINION else line.due
            items.append(
                Awaiting(
                    f"{VERBS[task]} {request.ref} «{NBSP}{request.title}{NBSP}» avant le {long_date(due)}",
                    f"{request.get_absolute_url()}#{ANCHORS[task]}",
                    SIGNS[task],
                )
            )
    return items


@awaits
def newcomers_that_await(project: Project, access: Access) -> list[Awaiting]:
    """Newcomers whom this person accompanies, with steps that are late."""
    member = access.membership
    if member is None:
        return []
    items = []
    for one in follows_of(access.gathering):
        late = [line for line in one.late if one.helps(member, line)]
        if late:
            text = f"Parcours de {one.newcomer}{NBSP}: {counted(len(late), 'étape', 'étapes')} en retard"
            items.append(Awaiting(text, one.newcomer.get_absolute_url(), "person-check"))
    return items


@awaits
def governance_actions_that_await(project: Project, access: Access) -> list[Awaiting]:
    """What this person promised in a meeting of governance."""
    if access.membership is None:
        return []
    return [
        Awaiting(
            f"Action{' en retard' if one.is_late else ''}, pour le {long_date(one.due)}{NBSP}: {one.text}",
            f"{one.meeting.get_absolute_url()}#decisions",
            "exclamation-triangle" if one.is_late else "check2-square",
        )
        for one in access.gathering.once(load_open_items)
        if one.owner_id == access.membership.pk
    ]
