"""What the specification puts in the calendar: workshops, the committee, what people promised, what they decide on."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from charter.agenda import Entry, dates
from charter.agendas import holders
from charter.members import load_members
from charter.models import Project
from charter.models.people import Role
from crmproject.toolkit.blocks import Gathering
from requirements.actions.peer_reviews import page_of
from requirements.delegations import active_delegations
from requirements.gathered import note_outline, project_outline
from requirements.models import Meeting, PeerReview, Section, Submission, Workshop, WorkshopAction
from requirements.reminders import decisions_due

# Who comes to a meeting of the committee.
SITTING = {Role.STEERING.value, Role.SPONSOR.value}


@dates
def workshops(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Workshops, for those who are expected there."""
    rows = Workshop.objects.live().filter(project=project).prefetch_related("attendees")
    for one in rows:
        yield Entry(
            key=f"atelier-{one.pk}",
            nature="Atelier",
            title=one.title,
            start=one.held_on,
            end=one.held_on,
            url=reverse("workshop", args=[project.slug, one.pk]),
            icon="people",
            people=frozenset(member.pk for member in one.attendees.all()),
            awaits=True,
            is_done=not one.is_to_come,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place or one.link,
            detail=one.agenda,
            version=one.version,
        )


@dates
def meetings(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Meetings of the committee, for who sits in it, the sponsor and the manager."""
    members = gathering.once(load_members)
    people = frozenset(one.pk for one in members if SITTING.intersection(one.roles) or one.is_manager)
    for one in Meeting.objects.live().filter(project=project):
        yield Entry(
            key=f"comite-{one.pk}",
            nature="Comité de pilotage",
            title=one.title,
            start=one.held_on,
            end=one.held_on,
            url=reverse("meeting", args=[project.slug, one.number]),
            icon="person-gear",
            people=people,
            awaits=True,
            is_done=one.is_closed or one.held_on < timezone.localdate(),
            starts_at=one.starts_at,
            place=one.place or one.link,
            detail=one.agenda,
            version=one.version,
        )


@dates
def actions(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """What somebody promised in a workshop."""
    rows = WorkshopAction.objects.filter(
        workshop__project=project, workshop__deleted_at=None, deleted_at=None
    )
    for one in rows.select_related("workshop", "owner"):
        yield Entry(
            key=f"action-{one.pk}",
            nature="Action d’atelier",
            title=one.text,
            start=one.due,
            end=one.due,
            url=f"{reverse('workshop', args=[project.slug, one.workshop_id])}#actions",
            icon="check2-square",
            people=holders(one.owner),
            awaits=True,
            is_done=one.done_at is not None,
            is_shared=False,
            detail=f"Décidée à l’atelier «\u00a0{one.workshop.title}\u00a0»",
            version=one.version,
        )


@dates
def peer_reviews(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Sections to read for somebody else."""
    rows = PeerReview.objects.filter(
        section__specification__project=project, section__deleted_at=None
    ).exclude(due=None)
    for one in rows.select_related("section__specification__project"):
        if one.due:
            yield Entry(
                key=f"relecture-{one.pk}",
                nature="Relecture",
                title=f"Relire la section «\u00a0{one.section.title}\u00a0»",
                start=one.due,
                end=one.due,
                url=page_of(one.section),
                icon="eye",
                people=frozenset({one.member_id}),
                awaits=True,
                is_done=one.done_at is not None,
                is_shared=False,
            )


@dates
def decisions(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Sections on which validators, and who decides in their place, still have to say something."""
    asked = Submission.objects.filter(section__specification__project=project, section__deleted_at=None)
    if not asked.exclude(due=None).exists():
        return
    places = {one.user_id: one.pk for one in gathering.once(load_members)}
    delegations = active_delegations(project.pk)
    for document in (gathering.derived(project_outline), gathering.derived(note_outline)):
        for node in document.nodes if document else []:
            submission = node.record.submission
            if submission is None or submission.due is None:
                continue
            for duty in decisions_due(node, submission, submission.due, delegations):
                place = places.get(duty.user.pk)
                if place:
                    yield _decision(f"decision-{submission.pk}-{place}", node.section, duty.due, place)


def _decision(key: str, section: Section, due: datetime.date, place: int) -> Entry:
    return Entry(
        key=key,
        nature="Validation",
        title=f"Vous prononcer sur la section «\u00a0{section.title}\u00a0»",
        start=due,
        end=due,
        url=section.get_absolute_url(),
        icon="patch-check",
        people=frozenset({place}),
        awaits=True,
        is_shared=False,
    )
