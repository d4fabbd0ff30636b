"""Writes on the committee’s meetings: planning, convening, closing with minutes, cancelling."""

from collections.abc import Iterable
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership, Project
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.exports import request_minutes
from requirements.committee import committee, in_words, told_of_meetings
from requirements.models import Meeting
from requirements.packs import collect

NBSP = "\u00a0"
CLOSED = "Cette réunion est close\u00a0: son compte rendu ne change plus. Pour le corriger, tenez une nouvelle réunion."


@transaction.atomic
def plan_meeting(*, meeting: Meeting) -> Meeting:
    """Give a new meeting the next number of its project, and save it. Numbers are never used again."""
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.project_id)
    last = Meeting.objects.filter(project=meeting.project_id).aggregate(last=Max("number"))["last"] or 0
    meeting.number = meeting.position = last + 1
    meeting.save()
    return meeting


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """What people who were convened must know when it changes."""
    return {
        "date": in_words(meeting),
        "lieu": meeting.place,
        "lien": meeting.link,
        "édition": str(meeting.edition) if meeting.edition else "",
    }


def tell_of_changes(*, meeting: Meeting, before: dict[str, Any], by: User) -> None:
    """Tell those who were convened what is no longer as they were told; within the writing transaction."""
    standing = Meeting.objects.select_related("project__manager", "edition").get(pk=meeting.pk)
    now = facts_of(standing)
    changed = [name for name, value in now.items() if value != before[name]]
    if not standing.is_convened or not changed:
        return
    if "date" in changed:
        text = f"{standing} déplacé au {in_words(standing)} (au lieu du {before['date']})"
    else:
        text = f"{standing} du {in_words(standing)}\u00a0: {', '.join(changed)} à jour"
    _tell(standing, f"moved:{standing.version}", text, by=by)


@transaction.atomic
def convene_meeting(*, meeting: Meeting, by: User) -> None:
    """Ask the committee, the sponsor and the manager to come, once.

    Raises RefusedError when the day is past, when nobody sits on the committee, or when it was convened before.
    """
    if meeting.held_on < timezone.localdate():
        raise RefusedError(
            "La date de cette réunion est passée\u00a0: donnez-en une autre avant de convoquer."
        )
    if not committee(meeting.project):
        raise RefusedError(
            "Personne ne siège au comité de pilotage\u00a0: donnez ce rôle à un membre du projet, puis convoquez."
        )
    pghistory.context(reason="convocation")
    open_ones = Meeting.objects.pending().filter(pk=meeting.pk, convened_at=None)
    if not open_ones.update(convened_at=timezone.now()):
        raise RefusedError("Cette réunion est déjà convoquée, close ou retirée.")
    standing = Meeting.objects.select_related("project__manager", "edition").get(pk=meeting.pk)
    subject = f", sur l’édition {standing.edition.number}" if standing.edition else ""
    _tell(
        standing,
        "convened",
        f"Vous êtes convié au {_named(standing)} le {in_words(standing)}{subject}",
        by=by,
    )
    meeting.convened_at = standing.convened_at


@transaction.atomic
def close_meeting(
    *,
    meeting: Meeting,
    read_version: int,
    present: Iterable[Membership],
    opinion: str,
    outcome: str,
    by: User,
) -> Meeting:
    """Record the committee’s decision and keep the pack as it stands; the minutes can’t change from then on.

    Raises RefusedError without an edition, before the day, or when it was closed before; StaleWriteError when the
    meeting was written since it was read.
    """
    # Whoever is giving an opinion holds this row: theirs is in the minutes, or refused.
    standing = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related(
        "project__manager", "edition"
    )
    meeting = standing.get(pk=meeting.pk)
    if meeting.is_closed:
        raise RefusedError(CLOSED)
    if meeting.edition is None:
        raise RefusedError(
            "Aucune édition n’est examinée\u00a0: choisissez-la dans les réglages de la réunion, puis clôturez."
        )
    if meeting.held_on > timezone.localdate():
        raise RefusedError(
            f"La réunion est prévue le {in_words(meeting)}\u00a0: elle se clôt une fois tenue."
        )
    pghistory.context(reason="clôture")
    there = sorted(present, key=lambda member: (member.position, member.pk))
    pack = collect(meeting, present=[member.display_name for member in there])
    meeting.write(
        read_version=read_version,
        opinion=opinion,
        outcome=outcome,
        closed_at=timezone.now(),
        closed_by=str(by),
        pack=pack.as_json(),
    )
    meeting.present.set(there)
    text = f"Compte rendu disponible\u00a0: {meeting} du {in_words(meeting)}, {meeting.get_opinion_display().lower()}"
    request_minutes(specification=meeting.edition.specification, meeting=meeting, by=by)
    _tell(meeting, "closed", text, by=by, also=[member.user for member in there])
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, read_version: int, by: User) -> None:
    """Put a meeting aside, and say so to those who were convened. Raises RefusedError for a closed one."""
    if meeting.is_closed:
        raise RefusedError(CLOSED)
    meeting.put_aside(read_version=read_version)
    if meeting.is_convened:
        _tell(meeting, f"cancelled:{meeting.version}", f"{meeting} du {in_words(meeting)} annulé", by=by)


@transaction.atomic
def restore_meeting(*, meeting: Meeting, read_version: int, by: User) -> None:
    """Bring a meeting back, and say so to those who were convened."""
    meeting.restore(read_version=read_version)
    if meeting.is_convened:
        _tell(meeting, f"restored:{meeting.version}", f"{meeting} du {in_words(meeting)} maintenu", by=by)


def _named(meeting: Meeting) -> str:
    return f"comité de pilotage n°{NBSP}{meeting.number}"


def _tell(meeting: Meeting, event: str, text: str, *, by: User, also: Iterable[User] = ()) -> None:
    project = meeting.project
    detail = [f"Lieu\u00a0: {meeting.place}" if meeting.place else "", meeting.link, meeting.agenda]
    notify(
        [*told_of_meetings(project), *also],
        Notice(
            key=f"meeting:{meeting.pk}:{event}",
            kind=Kind.MEETING,
            text=text,
            url=meeting.get_absolute_url(),
            about=project.name,
            detail="\n".join(line for line in detail if line) if event != "closed" else meeting.outcome,
        ),
        but=by,
    )
