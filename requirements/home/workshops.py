"""What workshops ask of people: approvals to confirm, actions to do, minutes to write."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.reminders import Obligation, obliges
from charter.access import Access, Permission
from charter.homepanel import Awaiting, awaits
from charter.models import Project
from crmproject.toolkit.templatetags.french import long_date
from requirements.gathered import project_outline
from requirements.models import Workshop, WorkshopAction, WorkshopSection, WorkshopVerdict
from requirements.workshops import Confirmation, OnTable, sign_url, when_of

# How long before a workshop the home speaks of it.
SOON = datetime.timedelta(days=7)


def open_actions() -> "QuerySet[WorkshopAction]":
    """Actions that somebody who is still there has to do, whatever the project."""
    actions: QuerySet[WorkshopAction] = WorkshopAction.objects.filter(
        deleted_at=None,
        done_at=None,
        workshop__deleted_at=None,
        workshop__project__deleted_at=None,
        owner__deleted_at=None,
        owner__user__is_active=True,
    )
    return actions.select_related("workshop__project", "owner__user").order_by("due", "pk")


@obliges
def workshop_actions_due(horizon: datetime.date) -> Iterator[Obligation]:
    """Actions of workshops, for those who promised them."""
    for action in open_actions().filter(due__lte=horizon):
        yield Obligation(
            user=action.owner.user,
            key=f"workshop-action:{action.pk}",
            due=action.due,
            text=f"{action.text} (action de l’atelier «\u00a0{action.workshop}\u00a0»)",
            url=f"{action.workshop.get_absolute_url()}#actions",
            about=action.workshop.project.name,
        )


@awaits
def approvals_to_confirm(project: Project, access: Access) -> list[Awaiting]:
    """Sections on which this person agreed in a workshop, while that very content can be approved."""
    member = access.membership
    if member is None or not access.allows(Permission.VALIDATE):
        return []
    entries = WorkshopSection.objects.live().filter(
        verdict=WorkshopVerdict.AGREED,
        workshop__project=project,
        workshop__deleted_at=None,
        workshop__present=member,
        section__deleted_at=None,
    )
    agreed = list(
        entries.exclude(fingerprint="")
        .select_related("workshop__project")
        .order_by("workshop__held_on", "pk")
    )
    found = access.gathering.derived(project_outline) if agreed else None
    if found is None:
        return []
    nodes = {node.section.pk: node for node in found.nodes}
    shown = [OnTable(entry, nodes.get(entry.section_id)) for entry in agreed]
    # Two workshops may have agreed on one content: it is approved once, for the latest.
    latest = {one.section.pk: one for one in shown if one.confirmation(member) is Confirmation.SIGN}
    return [
        Awaiting(
            f"Confirmer votre approbation de «\u00a0{one.number} {one.section.title}\u00a0», donnée à l’atelier du "
            f"{long_date(one.entry.workshop.held_on)}",
            sign_url(one.entry.workshop, one.section, project.slug),
            "pen",
        )
        for one in latest.values()
    ]


@awaits
def actions_that_await(project: Project, access: Access) -> list[Awaiting]:
    """What this person promised to do in a workshop."""
    if access.membership is None:
        return []
    return [
        Awaiting(
            f"Action{' en retard' if action.is_late else ''}, pour le {long_date(action.due)}\u00a0: {action.text}",
            f"{action.workshop.get_absolute_url()}#actions",
            "exclamation-triangle" if action.is_late else "check2-square",
        )
        for action in open_actions().filter(workshop__project=project, owner=access.membership)
    ]


@awaits
def workshops_that_await(project: Project, access: Access) -> list[Awaiting]:
    """The workshops of this week for who is expected; the minutes still to be written for who organises."""
    today = timezone.localdate()
    items = []
    if access.membership is not None:
        soon = Workshop.objects.live().filter(
            project=project, attendees=access.membership, held_on__range=(today, today + SOON)
        )
        items += [
            Awaiting(f"Atelier «\u00a0{one}\u00a0» {when_of(one)}", one.get_absolute_url(), "calendar-event")
            for one in soon.select_related("project").order_by("held_on", "starts_at", "pk")
        ]
    if access.allows(Permission.ORGANISE):
        said = WorkshopSection.objects.live().filter(workshop=OuterRef("pk")).exclude(fingerprint="")
        silent = Workshop.objects.live().filter(
            ~Exists(said), project=project, held_on__lt=today, notes="", minutes_sent_at=None
        )
        items += [
            Awaiting(
                f"Rédiger le compte rendu de l’atelier «\u00a0{one}\u00a0» du {long_date(one.held_on)}",
                one.get_absolute_url(),
                "journal-text",
            )
            for one in silent.select_related("project").order_by("held_on", "pk")
        ]
    return items
