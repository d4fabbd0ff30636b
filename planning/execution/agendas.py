"""What the phase after go-live puts in the calendar: requests that wait, governance meetings and their actions."""

import datetime
from collections.abc import Iterable, Iterator

from django.urls import reverse

from charter.agenda import Entry, dates
from charter.agendas import holders
from charter.models import Membership, Project
from crmproject.toolkit.blocks import Gathering
from planning.execution.changes import pending_lines
from planning.execution.governance import body_lines, load_open_items
from planning.models import ChangeRequest, ChangeState


@dates
def changes(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Requests to instruct, to decide or to give an opinion on, on the day by which they are, for who has to."""
    for line in pending_lines(gathering):
        request = line.request
        studying = request.state == ChangeState.SUBMITTED
        people = line.route.instructors if studying else line.route.approvers
        if line.due is not None:
            verb = "Instruire" if studying else "Décider"
            yield _change(request, "evolution", f"{verb} {request}", line.due, people)
        if request.opinions_due is not None and line.unheard:
            yield _change(
                request, "avis", f"Donner son avis sur {request}", request.opinions_due, line.unheard
            )


def _change(
    request: ChangeRequest, key: str, title: str, due: datetime.date, people: Iterable[Membership]
) -> Entry:
    return Entry(
        key=f"{key}-{request.pk}",
        nature="Demande d’évolution",
        title=title,
        start=due,
        end=due,
        url=request.get_absolute_url(),
        icon="chat-left-text",
        people=frozenset(one.pk for one in people if one.pk),
        awaits=True,
        is_shared=False,
        version=request.version,
    )


@dates
def meetings(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """The next meetings of each body."""
    for line in body_lines(gathering):
        for day in line.next_dates:
            yield Entry(
                key=f"gouvernance-{line.body.pk}-{day:%Y%m%d}",
                nature="Gouvernance",
                title=line.body.title,
                start=day,
                end=day,
                url=reverse("governance", args=[project.slug]),
                icon="people",
                people=frozenset(one.pk for one in line.participants),
                starts_at=line.body.starts_at,
                ends_at=line.ends_at,
                place=line.body.place,
                detail=line.body.purpose,
                version=line.body.version,
            )


@dates
def actions(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """What was promised in meetings of governance."""
    for item in gathering.once(load_open_items):
        if item.due is not None:
            yield Entry(
                key=f"action-gouvernance-{item.pk}",
                nature="Action de gouvernance",
                title=item.text,
                start=item.due,
                end=item.due,
                url=f"{item.meeting.get_absolute_url()}#decisions",
                icon="check2-square",
                people=holders(item.owner),
                awaits=True,
                is_shared=False,
                version=item.version,
            )
