"""Writes on workshops: who is told of them, what is decided there on a section, who promises what."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import pghistory
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.rows import StaleWriteError, next_position
from crmproject.toolkit.templatetags.french import long_date
from requirements.actions.agreement import current
from requirements.delegations import open_seats
from requirements.models import Section, Workshop, WorkshopAction, WorkshopSection, WorkshopVerdict
from requirements.revisions import keep_revision
from requirements.states import record_of
from requirements.workshops import sign_url, when_of

CHANGED = (
    "Le contenu de la section a changé depuis l’affichage de cette page\u00a0: votre conclusion n’a pas été "
    "enregistrée. Relisez la section, puis enregistrez à nouveau."
)
TOO_EARLY = "Cet atelier n’a pas encore eu lieu\u00a0: son compte rendu ne peut pas être diffusé."
NOTHING_TO_SEND = (
    "Le compte rendu est vide\u00a0: notez les présents, une conclusion, une action ou quelques lignes, "
    "puis diffusez-le."
)


@dataclass(frozen=True)
class Plan:
    """When and where a workshop is, and who is expected there."""

    appointment: tuple[datetime.date, datetime.time | None, datetime.time | None, str, str]
    attendees: frozenset[int]


def plan_of(workshop: Workshop) -> Plan:
    """The plan of this workshop as it is written."""
    appointment = (
        workshop.held_on,
        workshop.starts_at,
        workshop.ends_at,
        workshop.place,
        workshop.link,
    )
    return Plan(appointment, frozenset(workshop.attendees.values_list("pk", flat=True)))


@transaction.atomic
def announce_workshop(*, workshop: Workshop, before: Plan | None, by: User) -> None:
    """Invite the newcomers, and tell the others when the date or the place moved; nobody for a past workshop."""
    if not workshop.is_to_come:
        return
    now = plan_of(workshop)
    expected = _reachable(workshop.attendees.all())
    known = before.attendees if before else frozenset()
    newcomers = [member.user for member in expected if member.pk not in known]
    text = f"Invitation à l’atelier «\u00a0{workshop}\u00a0», {when_of(workshop)}{_where(workshop)}."
    notify(newcomers, _notice(workshop, "invited", text, detail=_detail(workshop)), but=by)
    if before and before.appointment != now.appointment:
        others = [member.user for member in expected if member.pk in known]
        text = f"L’atelier «\u00a0{workshop}\u00a0» change\u00a0: il a lieu {when_of(workshop)}{_where(workshop)}."
        notify(others, _notice(workshop, "moved", text, detail=_detail(workshop)), but=by)


@transaction.atomic
def cancel_workshop(*, workshop: Workshop, read_version: int, by: User) -> None:
    """Put a workshop aside; those who were expected at one to come are told. Raises StaleWriteError."""
    workshop.put_aside(read_version=read_version)
    if workshop.is_to_come:
        people = [member.user for member in _reachable(workshop.attendees.all())]
        text = f"L’atelier «\u00a0{workshop}\u00a0», prévu {when_of(workshop)}, est annulé."
        notify(people, _notice(workshop, "cancelled", text, url=workshop.project.get_absolute_url()), but=by)


@transaction.atomic
def restore_workshop(*, workshop: Workshop, by: User) -> None:
    """Bring a workshop back; those who are expected at one to come are invited anew."""
    workshop.restore(read_version=workshop.version)
    announce_workshop(workshop=workshop, before=None, by=by)


@transaction.atomic
def put_on_table(*, workshop: Workshop, sections: Iterable[Section]) -> list[WorkshopSection]:
    """Put these sections on the workshop’s table; one that was taken off comes back with what was said of it."""
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    standing = {one.section_id: one for one in WorkshopSection.objects.filter(workshop=workshop)}
    placed = []
    for section in sections:
        entry = standing.get(section.pk)
        if entry is None:
            position = next_position(WorkshopSection.objects.filter(workshop=workshop))
            entry = WorkshopSection.objects.create(workshop=workshop, section=section, position=position)
        elif entry.is_deleted:
            entry.restore(read_version=entry.version)
        placed.append(entry)
    return placed


@transaction.atomic
def conclude(
    *,
    entry: WorkshopSection,
    read_version: int,
    verdict: str,
    decision: str,
    read: str,
    again: bool,
    by: User,
) -> WorkshopSection:
    """Write down what the workshop said of a section whose content has fingerprint `read`.

    The content is kept, so that it can be read later. Mending the words of a conclusion leaves it bound to the
    content that was looked at, unless `again` says that the present one was. It approves nothing: the validators
    who were there are asked to. Raises StaleWriteError, or ContentChangedError when the content is no longer the one
    that was read.
    """
    section = (
        Section.objects.select_for_update(of=("self",))
        .select_related("specification__project")
        .get(pk=entry.section_id)
    )
    stored = WorkshopSection.objects.select_for_update().get(pk=entry.pk)
    if stored.version != read_version:
        raise StaleWriteError(stored)
    fingerprint = stored.fingerprint
    if not fingerprint or again or stored.verdict != verdict:
        now = current(section)
        if now.fingerprint != read:
            raise ContentChangedError(CHANGED)
        pghistory.context(reason="atelier")
        keep_revision(section=section, content=now.content, fingerprint=now.fingerprint, by=by)
        fingerprint = now.fingerprint
    entry.write(read_version=read_version, verdict=verdict, decision=decision, fingerprint=fingerprint)
    _ask_to_confirm(entry, section, entry.workshop.present.all(), by)
    return entry


@transaction.atomic
def mark_present(*, workshop: Workshop, members: Iterable[Membership], here: bool, by: User) -> None:
    """Note that these people came, or that they did not."""
    people = list(members)
    if not here:
        workshop.present.remove(*people)
        return
    workshop.present.add(*people)
    for entry in WorkshopSection.objects.live().filter(workshop=workshop).select_related("section"):
        _ask_to_confirm(entry, entry.section, people, by)


def _ask_to_confirm(entry: WorkshopSection, section: Section, people: Iterable[Membership], by: User) -> None:
    """Ask those of these people who validate the section to confirm an agreement, while it can be signed."""
    if entry.verdict != WorkshopVerdict.AGREED or not entry.is_concluded:
        return
    record = record_of(section)
    asked = [one for one in _reachable(people) if open_seats(record, entry.fingerprint, one, [])]
    if not asked or current(section).fingerprint != entry.fingerprint:
        return
    workshop = entry.workshop
    text = (
        f"Confirmez votre approbation de la section «\u00a0{section.title}\u00a0», donnée à l’atelier "
        f"«\u00a0{workshop}\u00a0»."
    )
    notice = Notice(
        key=f"workshop-section:{entry.pk}:{entry.fingerprint[:12]}",
        kind=Kind.DECIDE,
        text=text,
        detail=entry.decision,
        url=sign_url(workshop, section, workshop.project.slug),
        about=workshop.project.name,
    )
    notify([member.user for member in asked], notice, but=by)


@transaction.atomic
def assign_action(*, action: WorkshopAction, by: User) -> None:
    """Tell the person who promised to do this."""
    workshop = action.workshop
    text = f"Action à faire avant le {long_date(action.due)}\u00a0: {action.text}"
    notice = Notice(
        key=f"workshop-action:{action.pk}:{action.owner_id}:{action.due:%Y%m%d}",
        kind=Kind.MEETING,
        text=text,
        detail=f"Décidée à l’atelier «\u00a0{workshop}\u00a0», {when_of(workshop)}.",
        url=f"{workshop.get_absolute_url()}#actions",
        about=workshop.project.name,
    )
    notify([action.owner.user], notice, but=by)


@transaction.atomic
def mark_done(*, action: WorkshopAction, done: bool, by: User) -> bool:
    """Mark an action as done, or as still to do; False when it was so already. The manager is told when it is done."""
    at = timezone.now() if done else None
    moved = (
        WorkshopAction.objects.live()
        .filter(pk=action.pk, done_at__isnull=done)
        .update(done_at=at, version=F("version") + 1)
    )
    action.refresh_from_db()
    if moved and done:
        workshop = action.workshop
        notice = Notice(
            key=f"workshop-action:{action.pk}:done:{action.version}",
            kind=Kind.MEETING,
            text=f"Action faite par {action.owner.display_name}\u00a0: {action.text}",
            url=f"{workshop.get_absolute_url()}#actions",
            about=workshop.project.name,
        )
        notify([workshop.project.manager], notice, but=by)
    return bool(moved)


@transaction.atomic
def send_minutes(*, workshop: Workshop, by: User) -> None:
    """Tell all who were expected or came that the minutes can be read; once a day at most.

    Raises RefusedError before the day of the workshop, or while nothing is written of it.
    """
    today = timezone.localdate()
    if workshop.held_on > today:
        raise RefusedError(TOO_EARLY)
    written = (
        workshop.notes
        or workshop.present.exists()
        or WorkshopSection.objects.live().filter(workshop=workshop).exclude(fingerprint="").exists()
        or WorkshopAction.objects.live().filter(workshop=workshop).exists()
    )
    if not written:
        raise RefusedError(NOTHING_TO_SEND)
    people = {member.user for member in _reachable([*workshop.attendees.all(), *workshop.present.all()])}
    notice = Notice(
        key=f"workshop:{workshop.pk}:minutes:{today:%Y%m%d}",
        kind=Kind.MEETING,
        text=f"Le compte rendu de l’atelier «\u00a0{workshop}\u00a0» ({long_date(workshop.held_on)}) est disponible.",
        url=reverse("workshop_minutes", args=[workshop.project.slug, workshop.pk]),
        about=workshop.project.name,
    )
    notify(people, notice, but=by)
    # Not `write`: what somebody is typing elsewhere in the workshop stays saveable.
    Workshop.objects.filter(pk=workshop.pk).update(minutes_sent_at=timezone.now())


def _reachable(members: Iterable[Membership]) -> list[Membership]:
    """Those of these people who are still in the project, with their accounts."""
    pks = {member.pk for member in members}
    return list(Membership.objects.live().filter(pk__in=pks).select_related("user"))


def _where(workshop: Workshop) -> str:
    return f", {workshop.place}" if workshop.place else ""


def _detail(workshop: Workshop) -> str:
    parts = [f"Visioconférence\u00a0: {workshop.link}" if workshop.link else "", workshop.agenda]
    return "\n\n".join(filter(None, parts))


def _notice(workshop: Workshop, event: str, text: str, *, url: str = "", detail: str = "") -> Notice:
    return Notice(
        key=f"workshop:{workshop.pk}:{event}:{workshop.version}",
        kind=Kind.MEETING,
        text=text,
        detail=detail,
        url=url or workshop.get_absolute_url(),
        about=workshop.project.name,
    )
