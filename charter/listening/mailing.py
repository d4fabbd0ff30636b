"""Messages that take a link to the person who answers: the first one, then reminders, each sent once.

A worker claims a respondent by an update that holds for a while, sends, and marks. What it leaves behind when it dies
is taken up again at the next round.
"""

import datetime
import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.mails import Mail, compose, subject_line
from accounts.reminding import DAY_BEGINS, DAY_ENDS
from charter.listening.readers import readers_sentence
from charter.listening.tokens import answer_url, renewed
from charter.models import Questionnaire, Respondent
from charter.models.listening import MailState

CLAIM = datetime.timedelta(minutes=5)
PER_ROUND = 200
# Days before the last one when whoever did not finish is reminded; the last one that passed counts.
STAGES = (-3, 0)

log = logging.getLogger(__name__)


def send_round() -> int:
    """Send what waits, whatever the number of workers; returns how many messages left."""
    sent = 0
    for pk in list(owed().values_list("pk", flat=True)[:PER_ROUND]):
        sent += _send_one(pk)
    return sent


def owed() -> "QuerySet[Respondent]":
    """Those whose message may leave now, or whose worker died while sending it."""
    due = Q(mail=MailState.WAITING) | Q(mail=MailState.SENDING, claimed_until__lte=timezone.now())
    open_ones = Questionnaire.objects.accepting()
    return (
        Respondent.objects.standing()
        .filter(due, finished_at=None, questionnaire__in=open_ones)
        .order_by("pk")
    )


def _send_one(pk: int) -> int:
    until = timezone.now() + CLAIM
    if not owed().filter(pk=pk).update(mail=MailState.SENDING, claimed_until=until):
        return 0
    mine = Respondent.objects.filter(pk=pk, mail=MailState.SENDING, claimed_until=until)
    respondent = mine.select_related("questionnaire__project__manager", "department").first()
    if respondent is None:
        return 0
    try:
        message_to(respondent).send()
    except SMTPRecipientsRefused:
        mine.update(mail=MailState.FAILED, claimed_until=None)
        return 0
    except (SMTPException, OSError):
        log.exception("invitation of respondent %s was not sent: the next round tries again", pk)
        return 0
    again = 1 if respondent.mailed_at else 0
    mine.update(
        mail=MailState.SENT, mailed_at=timezone.now(), claimed_until=None, reminders=F("reminders") + again
    )
    return 1


def message_to(respondent: Respondent) -> Mail:
    """The message that bears this person’s link; a reminder says that it is one."""
    questionnaire = respondent.questionnaire
    project = questionnaire.project
    again = respondent.mailed_at is not None
    words = (
        f"Rappel\u00a0: {questionnaire.title}" if again else f"Votre avis compte\u00a0: {questionnaire.title}"
    )
    message = compose(
        to=respondent.email,
        subject=subject_line(project.name, words),
        text="charter/listening/mail.txt",
        html="charter/listening/mail.html",
        context={
            "respondent": respondent,
            "questionnaire": questionnaire,
            "project": project,
            "again": again,
            "readers": readers_sentence(project),
            "url": answer_url(renewed(respondent)),
        },
    )
    message.reply_to = [project.manager.email]
    return message


def remind_round() -> int:
    """Have those who did not finish reminded three days before the end, and the last day; returns how many.

    Members with an account are reminded like of everything else: `charter.reminders`.
    """
    now = timezone.localtime()
    if not DAY_BEGINS <= now.hour < DAY_ENDS:
        return 0
    today = now.date()
    horizon = today + datetime.timedelta(days=-min(STAGES))
    number = 0
    for questionnaire in Questionnaire.objects.accepting().filter(closes_on__lte=horizon):
        number += _remind(questionnaire, today)
    return number


def _remind(questionnaire: Questionnaire, today: datetime.date) -> int:
    assert questionnaire.closes_on is not None  # noqa: S101  # as filtered
    reached = max(stage for stage in STAGES if stage <= (today - questionnaire.closes_on).days)
    stage = f"{questionnaire.closes_on:%Y-%m-%d}:{reached}"
    # Whoever was written to today was reminded enough.
    start = timezone.make_aware(datetime.datetime.combine(today, datetime.time()))
    silent = Respondent.objects.silent().filter(
        questionnaire=questionnaire, mail=MailState.SENT, mailed_at__lt=start
    )
    without_account = silent.filter(Q(member=None) | Q(member__user__is_active=False))
    return without_account.exclude(reminded=stage).update(mail=MailState.WAITING, reminded=stage)
