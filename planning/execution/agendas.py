"""What the life of the tool puts in the calendar: meetings of governance, what they left to do, optimisation."""

from collections.abc import Iterator

from django.urls import reverse

from charter.agenda import Entry, dates
from charter.agendas import holders
from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from planning.execution.governance import body_lines, load_open_items
from planning.models import Improvement


@dates
def governance(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """The next meetings of each body, under the name that its own calendar file gives them."""
    page = reverse("execution", args=[project.slug])
    for line in gathering.derived(body_lines):
        body = line.body
        for day in line.next_dates:
            yield Entry(
                key=f"gouvernance-{body.pk}-{day:%Y%m%d}",
                nature="Gouvernance",
                title=body.title,
                start=day,
                end=day,
                url=page,
                icon="people",
                people=frozenset(one.pk for one in line.participants),
                awaits=True,
                starts_at=body.starts_at,
                ends_at=line.ends_at,
                place=body.place or body.link,
                detail=body.purpose,
                version=body.version,
            )


@dates
def promised(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """What somebody promised in such a meeting."""
    for one in gathering.once(load_open_items):
        if one.due:
            yield Entry(
                key=f"action-de-gouvernance-{one.pk}",
                nature="Action de gouvernance",
                title=one.text,
                start=one.due,
                end=one.due,
                url=one.meeting.get_absolute_url(),
                icon="check2-square",
                people=holders(one.owner),
                awaits=True,
                is_shared=False,
                version=one.version,
            )


@dates
def improvements(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """The optimisation plan: actions that are still to do."""
    for one in Improvement.objects.open().filter(project=project).exclude(due=None).select_related("owner"):
        if one.due:
            yield Entry(
                key=f"optimisation-{one.pk}",
                nature="Optimisation",
                title=one.title,
                start=one.due,
                end=one.due,
                url=reverse("review", args=[project.slug]),
                icon="graph-up",
                people=holders(one.owner),
                awaits=True,
                version=one.version,
            )
