"""Writes on meetings of governance: who is told of them and of their minutes, what they decided and promised."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from accounts.standing import Told, last_told, tell_standing
from charter.models import Membership, Project
from crmproject.toolkit.ics import calendar_file
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.templatetags.french import NBSP, long_date
from planning.execution.minutes import governance_minutes, in_words
from planning.execution.sittings import Sitting, event_of
from planning.models import GovernanceItem, GovernanceMeeting

PAST = f"Cette réunion est passée{NBSP}: personne n’y est plus invité."
NOBODY = f"Cette instance n’a aucun participant{NBSP}: désignez-les dans l’instance, puis invitez."
CHANGED = f"L’instance a changé depuis votre lecture{NBSP}: rien n’a été envoyé. Relisez la réunion, puis recommencez."
TOO_EARLY = f"Cette réunion n’a pas encore eu lieu{NBSP}: son compte rendu ne peut pas être diffusé."
NOTHING_TO_SEND = (
    f"Le compte rendu est vide{NBSP}: écrivez-le, ou notez une décision ou une action, puis diffusez-le."
)
NO_READER = f"Ni participant ni présent{NBSP}: désignez les participants de l’instance, puis diffusez."


@transaction.atomic
def tell_sitting(*, sitting: Sitting, project: Project, read: str) -> list[Membership]:
    """Invite the participants to a meeting to come, or tell what changed, or that it is off, once; returns whom.

    Each gets the meeting for their calendar with the e-mail. `read` is the state that was shown. Raises RefusedError
    for a past day or a body of nobody, ContentChangedError when the meeting is no longer as it was read.
    """
    if not sitting.is_to_come:
        raise RefusedError(PAST)
    if read != sitting.state:
        raise ContentChangedError(CHANGED)
    if sitting.stands and not sitting.line.participants:
        raise RefusedError(NOBODY)
    event = event_of(sitting.line, sitting.day, project, is_cancelled=not sitting.stands)
    calendar = calendar_file([event]).decode()

    def notice(before: Told | None) -> Notice:
        return Notice(
            key="",
            kind=Kind.MEETING,
            text=_sitting_text(sitting, is_known=before is not None),
            url=sitting.get_absolute_url(),
            about=project.name,
            detail=_sitting_detail(sitting) if sitting.stands else "",
            calendar=calendar,
        )

    waiting = sitting.waiting
    people = [one.user for one in waiting]
    reached = tell_standing(people, topic=sitting.topic, state=sitting.state, notice=notice)
    return [one for one in waiting if one.user in reached]


def _sitting_text(sitting: Sitting, *, is_known: bool) -> str:
    body, day = sitting.line.body, long_date(sitting.day)
    if not sitting.stands:
        return f"«{NBSP}{body}{NBSP}»{NBSP}: la réunion du {day} n’a plus lieu."
    where = f", {body.place}" if body.place else ""
    if is_known:
        return f"«{NBSP}{body}{NBSP}» change{NBSP}: la réunion a lieu {sitting.when}{where}."
    return f"Invitation à la réunion «{NBSP}{body}{NBSP}», {sitting.when}{where}."


def _sitting_detail(sitting: Sitting) -> str:
    body = sitting.line.body
    return "\n\n".join(
        filter(None, [f"Visioconférence{NBSP}: {body.link}" if body.link else "", body.purpose])
    )


@transaction.atomic
def send_minutes(*, meeting: GovernanceMeeting) -> list[Membership]:
    """Send the minutes to participants and to who was there, again when they changed; returns who got them now.

    Raises RefusedError before the day, while nothing is written, and when nobody is concerned.
    """
    if meeting.held_on > timezone.localdate():
        raise RefusedError(TOO_EARLY)
    minutes = governance_minutes(meeting)
    if not minutes.parts:
        raise RefusedError(NOTHING_TO_SEND)
    readers = readers_of(meeting)
    if not readers:
        raise RefusedError(NO_READER)

    def notice(before: Told | None) -> Notice:
        again = " mis à jour" if before else ""
        return Notice(
            key="",
            kind=Kind.MEETING,
            text=f"Compte rendu{again} de «{NBSP}{meeting.body}{NBSP}», réunion du {long_date(meeting.held_on)}",
            url=meeting.get_absolute_url(),
            about=meeting.project.name,
            detail=in_words(minutes),
            in_full=True,
        )

    people = [one.user for one in readers]
    reached = tell_standing(
        people, topic=_minutes_topic(meeting), state=minutes.fingerprint[:16], notice=notice
    )
    return [one for one in readers if one.user in reached]


def readers_of(meeting: GovernanceMeeting) -> list[Membership]:
    """Who gets the minutes: participants and those who were there, still in the project."""
    pks = {*meeting.body.participants.values_list("pk"), *meeting.present.values_list("pk")}
    rows = Membership.objects.live().filter(pk__in=[pk for (pk,) in pks], user__is_active=True)
    return list(rows.select_related("user"))


def minutes_sent(
    meeting: GovernanceMeeting, readers: Iterable[Membership]
) -> list[tuple[Membership, Told, bool]]:
    """Who of these was sent the minutes, and whether as they stand now."""
    topic, state = _minutes_topic(meeting), governance_minutes(meeting).fingerprint[:16]
    people = list(readers)
    told = last_told([f"{topic}:"], [one.user_id for one in people])[topic]
    found = [(one, told.get(one.user_id)) for one in people]
    return [(one, last, last.state == state) for one, last in found if last is not None]


def _minutes_topic(meeting: GovernanceMeeting) -> str:
    return f"governance-minutes:{meeting.pk}"


@transaction.atomic
def tell_owner(*, item: GovernanceItem, by: User) -> None:
    """Tell whoever promised something, once for each owner and day."""
    if not item.is_action or item.owner is None or item.done_at is not None:
        return
    meeting = item.meeting
    notify(
        [item.owner.user],
        Notice(
            key=f"governance-item:{item.pk}:{item.owner_id}:{item.due}",
            kind=Kind.MEETING,
            text=f"Action pour le {long_date(item.due)}\u00a0: {item.text}",
            url=f"{meeting.get_absolute_url()}#decisions",
            about=meeting.project.name,
            detail=f"Décidée par «\u00a0{meeting.body}\u00a0» le {long_date(meeting.held_on)}.",
        ),
        but=by,
    )


def mark_done(*, item: GovernanceItem, done: bool) -> None:
    """Note that an action is done, or that it is not after all; twice does no harm."""
    if (item.done_at is not None) != done:
        item.write(read_version=item.version, done_at=timezone.now() if done else None)
