"""Writes on who is asked: invitations, links, reminders. The messages leave from a worker, once this is written."""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerUnreachable

from accounts.models import User
from charter.listening.recipients import Recipient
from charter.listening.tokens import fresh
from charter.models import CommonLink, Membership, Questionnaire, Respondent
from charter.models.listening import MailState
from crmproject.toolkit.refusals import RefusedError

MOST_RESPONDENTS = 3000
ENDED = "Ce questionnaire est clos\u00a0: rouvrez-le pour inviter ou relancer."

log = logging.getLogger(__name__)


def send_soon() -> None:
    """Ask a worker to send what waits, once this transaction is through; beat asks again within a minute."""
    transaction.on_commit(_send)


def _send() -> None:
    from charter.tasks.listening import send_invitations

    try:
        send_invitations.delay()
    except (BrokerUnreachable, OSError):
        log.warning("queue unreachable: invitations wait for the next round", exc_info=True)


@transaction.atomic
def invite(*, questionnaire: Questionnaire, people: Iterable[Recipient]) -> int:
    """Give each of these people a link of their own, sent when the questionnaire is open; returns how many are new.

    Somebody who is invited already keeps the link that they have.
    """
    standing = _not_closed(questionnaire)
    wanted = list(people)
    _room_for(standing, len(wanted))
    members = _members_by_email(standing)
    before = Respondent.objects.filter(questionnaire=standing).count()
    Respondent.objects.bulk_create(
        [_invited(standing, one, members.get(one.email)) for one in wanted], ignore_conflicts=True
    )
    send_soon()
    return Respondent.objects.filter(questionnaire=standing).count() - before


def _invited(questionnaire: Questionnaire, one: Recipient, member: Membership | None) -> Respondent:
    return Respondent(
        questionnaire=questionnaire,
        name=one.name or (str(member) if member else ""),
        email=one.email,
        department=one.department or (member.department if member else None),
        member=member,
        mail=MailState.WAITING,
        **fresh(),
    )


def _members_by_email(questionnaire: Questionnaire) -> dict[str, Membership]:
    members = Membership.objects.live().filter(project=questionnaire.project_id)
    return {one.user.email: one for one in members.select_related("user", "department")}


def _not_closed(questionnaire: Questionnaire) -> Questionnaire:
    standing: Questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if standing.is_deleted or (not standing.is_draft and not standing.takes_answers):
        raise RefusedError(ENDED)
    return standing


def _room_for(questionnaire: Questionnaire, number: int) -> None:
    if Respondent.objects.filter(questionnaire=questionnaire).count() + number > MOST_RESPONDENTS:
        raise RefusedError(f"Un questionnaire s’adresse à {MOST_RESPONDENTS} personnes au plus.")


def revoke(*, respondent: Respondent) -> bool:
    """Close a link at once; False when it was closed already. What its holder answered stays."""
    now = timezone.now()
    standing = Respondent.objects.standing().filter(pk=respondent.pk)
    return bool(standing.update(revoked_at=now))


@transaction.atomic
def send_again(*, respondent: Respondent) -> None:
    """Open a closed link again if need be, under a new address, and send it once more."""
    _not_closed(respondent.questionnaire)
    values: dict[str, object] = {"mail": MailState.WAITING}
    if respondent.revoked_at:
        values |= {"revoked_at": None, **fresh()}
    if not respondent.email:
        raise RefusedError("Cette personne n’a pas laissé d’adresse.")
    Respondent.objects.filter(pk=respondent.pk).update(**values)
    send_soon()


@transaction.atomic
def remind_now(*, questionnaire: Questionnaire) -> int:
    """Send the link again to whoever did not finish, once a day at most; returns to how many."""
    standing = _not_closed(questionnaire)
    if not standing.is_open:
        raise RefusedError("Ouvrez le questionnaire avant de relancer.")
    stage = f"manual:{timezone.localdate():%Y-%m-%d}"
    silent = Respondent.objects.silent().filter(questionnaire=standing, mail=MailState.SENT)
    number = silent.exclude(reminded=stage).update(mail=MailState.WAITING, reminded=stage)
    if number:
        send_soon()
    return number


@transaction.atomic
def make_common_link(*, questionnaire: Questionnaire, by: User) -> CommonLink:
    """The link that everybody shares; a former one leads nowhere from now on."""
    standing = _not_closed(questionnaire)
    CommonLink.objects.filter(questionnaire=standing, revoked_at=None).update(revoked_at=timezone.now())
    return CommonLink.objects.create(questionnaire=standing, made_by=by, **fresh())


def revoke_common_link(*, questionnaire: Questionnaire) -> bool:
    """Close the common link; those who began by it keep theirs. False when there was none."""
    standing = CommonLink.objects.filter(questionnaire=questionnaire, revoked_at=None)
    return bool(standing.update(revoked_at=timezone.now()))


def erase_names(*, questionnaire: Questionnaire) -> int:
    """Forget who answered a closed questionnaire: names and addresses go, departments and answers stay.

    Raises RefusedError while it is open: nobody could be reminded any more. Links lead nowhere afterwards.
    """
    with transaction.atomic():
        standing: Questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
        if standing.is_open or standing.is_draft:
            raise RefusedError(
                "Clôturez d’abord le questionnaire\u00a0: les relances ont besoin des adresses."
            )
        people = Respondent.objects.filter(questionnaire=standing)
        now = timezone.now()
        number = people.exclude(name="", email="").update(name="", email="", member=None)
        people.filter(revoked_at=None).update(revoked_at=now)
        for use in standing.uses.exclude(answer=None).select_related("answer__respondent__department"):
            if use.answer is not None:
                use.source = f"Réponse de {use.answer.respondent.source_label}"
                use.save(update_fields=["source"])
        return number
