"""E-mails leave once, whatever the number of workers and whatever goes wrong."""

import datetime
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from accounts.delivery import BACKOFF, CLAIM, GIVE_UP, MAX_ATTEMPTS, send_round, take
from accounts.models import Kind, MailState, Notification, Preferences, Rhythm, User
from accounts.notify import Notice, notify
from accounts.rhythm import MAILS_PER_HOUR
from tests.factories import UserFactory
from tests.mail import SmtpSink

pytestmark = pytest.mark.django_db

MINUTE = datetime.timedelta(minutes=1)
# Ten in the morning in Paris.
NOON = datetime.datetime(2027, 3, 3, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person() -> User:
    user: User = UserFactory(name="Ada Martin", email="ada@exemple.fr")
    return user


def tell(person: User, key: str, kind: Kind = Kind.DECIDE, **values: str) -> Notification:
    notice = Notice(
        key, kind, values.get("text", f"Chose {key}"), "/projets/negoce/", values.get("about", "CRM")
    )
    notify([person], notice)
    return Notification.objects.get(user=person, key=key)


def states(person: User) -> list[str]:
    return list(Notification.objects.filter(user=person).order_by("pk").values_list("mail", flat=True))


def test_a_notice_leaves_at_once(person: User, smtp_sink: SmtpSink) -> None:
    tell(person, "a:1", text="La section « Objectifs » attend votre décision")
    assert send_round() == 1
    (mail,) = smtp_sink.to("ada@exemple.fr")
    assert mail.subject == "[CRM] La section « Objectifs » attend votre décision"
    assert states(person) == [MailState.SENT]
    assert send_round() == 0


def test_what_waits_goes_in_one_mail(person: User, smtp_sink: SmtpSink) -> None:
    for number in range(3):
        tell(person, f"a:{number}")
    send_round()
    (mail,) = smtp_sink.received
    assert mail.subject == "[CRM] Chose a:0 (et 2 autres)"
    for number in range(3):
        assert f"Chose a:{number}" in mail.text
        assert f"Chose a:{number}" in mail.html


def test_what_comes_right_after_a_mail_waits_and_goes_together(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    tell(person, "a:1")
    send_round()
    tell(person, "a:2")
    send_round()
    clock.shift(30)
    tell(person, "a:3")
    send_round()
    assert len(smtp_sink.received) == 1
    clock.shift(31)
    send_round()
    assert [mail.subject for mail in smtp_sink.received] == [
        "[CRM] Chose a:1",
        "[CRM] Chose a:2 (et 1 autre)",
    ]


def test_nobody_gets_more_than_thirty_mails_an_hour(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    for number in range(MAILS_PER_HOUR + 5):
        tell(person, f"a:{number}")
        send_round()
        clock.shift(61)
    assert len(smtp_sink.received) == MAILS_PER_HOUR
    clock.shift(3600)
    send_round()
    last = smtp_sink.received[-1]
    assert len(smtp_sink.received) == MAILS_PER_HOUR + 1
    assert "30 e-mails en une heure" in last.text
    assert "(et 4 autres)" in last.subject


def test_a_person_who_wants_no_mail_gets_none(person: User, smtp_sink: SmtpSink) -> None:
    Preferences.objects.create(user=person, rhythm=Rhythm.NONE)
    tell(person, "a:1")
    send_round()
    assert smtp_sink.received == []
    assert states(person) == [MailState.SKIPPED]


def test_a_muted_kind_is_skipped_and_the_others_leave(person: User, smtp_sink: SmtpSink) -> None:
    Preferences.objects.create(user=person, muted=[Kind.COMMENT])
    tell(person, "a:1", Kind.COMMENT)
    tell(person, "a:2")
    send_round()
    assert [mail.subject for mail in smtp_sink.received] == ["[CRM] Chose a:2"]
    assert states(person) == [MailState.SKIPPED, MailState.SENT]


def test_a_closed_account_gets_no_mail(person: User, smtp_sink: SmtpSink) -> None:
    tell(person, "a:1")
    User.objects.filter(pk=person.pk).update(is_active=False)
    send_round()
    assert smtp_sink.received == []
    assert states(person) == [MailState.SKIPPED]


def test_quiet_hours_put_mail_off_to_their_end(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    Preferences.objects.create(user=person, quiet_from=datetime.time(20), quiet_until=datetime.time(7))
    clock.move_to(datetime.datetime(2027, 3, 3, 22, 30, tzinfo=timezone.get_current_timezone()))
    tell(person, "a:1")
    send_round()
    assert smtp_sink.received == []
    clock.move_to(datetime.datetime(2027, 3, 4, 6, 59, tzinfo=timezone.get_current_timezone()))
    assert send_round() == 0
    clock.move_to(datetime.datetime(2027, 3, 4, 7, 0, tzinfo=timezone.get_current_timezone()))
    assert send_round() == 1


def test_the_digest_leaves_once_a_day_at_its_hour(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    Preferences.objects.create(user=person, rhythm=Rhythm.DAILY, daily_hour=8)
    paris = timezone.get_current_timezone()
    tell(person, "a:1")
    send_round()
    clock.shift(3600)
    tell(person, "a:2")
    send_round()
    assert smtp_sink.received == []
    clock.move_to(datetime.datetime(2027, 3, 4, 8, 0, 5, tzinfo=paris))
    tell(person, "a:3")
    assert send_round() == 1
    tell(person, "a:4")
    clock.shift(3600)
    assert send_round() == 0
    (mail,) = smtp_sink.received
    assert mail.subject == "[CRM] Résumé du 4\u00a0mars 2027\u00a0: 3 notifications"


def test_a_digest_missed_in_an_outage_leaves_when_it_is_over(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    Preferences.objects.create(user=person, rhythm=Rhythm.DAILY, daily_hour=8)
    tell(person, "a:1")
    clock.move_to(datetime.datetime(2027, 3, 5, 15, 0, tzinfo=timezone.get_current_timezone()))
    assert send_round() == 1
    assert send_round() == 0


def test_a_server_that_is_away_costs_no_attempt(
    person: User, smtp_sink: SmtpSink, caplog: pytest.LogCaptureFixture
) -> None:
    notice = tell(person, "a:1")
    smtp_sink.stop()
    for _ in range(MAX_ATTEMPTS + 1):
        assert send_round() == 0
    notice.refresh_from_db()
    assert (notice.mail, notice.attempts) == (MailState.WAITING, 0)
    assert "mail server unreachable" in caplog.text
    smtp_sink.start()
    assert send_round() == 1


def test_a_server_away_for_days_fails_what_waits(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    tell(person, "a:1")
    smtp_sink.stop()
    clock.shift(GIVE_UP + MINUTE)
    send_round()
    assert states(person) == [MailState.FAILED]


def test_a_recipient_refused_for_good_fails_at_once(person: User, smtp_sink: SmtpSink) -> None:
    other = UserFactory(email="bob@exemple.fr")
    tell(person, "a:1")
    tell(other, "a:1")
    smtp_sink.refusals = ["550 No such user"]
    assert send_round() == 1
    assert states(person) == [MailState.FAILED]
    assert states(other) == [MailState.SENT]


def test_a_passing_refusal_is_tried_again_later_and_not_for_ever(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    notice = tell(person, "a:1")
    smtp_sink.refusals = ["451 Greylisted"] * MAX_ATTEMPTS
    for wait in BACKOFF:
        assert send_round() == 0
        notice.refresh_from_db()
        assert (notice.mail, notice.mail_after) == (MailState.WAITING, timezone.now() + wait)
        clock.shift(wait - MINUTE / 60)
        assert send_round() == 0
        clock.shift(MINUTE / 60)
    send_round()
    assert states(person) == [MailState.FAILED]
    assert smtp_sink.refusals == []


def test_a_mail_sent_again_is_the_same_mail(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    tell(person, "a:1")
    tell(person, "a:2")
    smtp_sink.forgetful = 1
    send_round()
    tell(person, "a:3")
    clock.shift(BACKOFF[0])
    send_round()
    first, again = smtp_sink.received[:2]
    assert first.message["Message-ID"] == again.message["Message-ID"]
    assert "a:3" not in again.text
    clock.shift(MINUTE)
    send_round()
    assert "a:3" in smtp_sink.received[2].text
    assert smtp_sink.received[2].message["Message-ID"] != first.message["Message-ID"]


def test_what_a_dead_worker_claimed_is_taken_over_when_its_claim_ends(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    tell(person, "a:1")
    assert take(person.pk) is not None
    tell(person, "a:2")
    assert send_round() == 0
    clock.shift(CLAIM)
    assert send_round() == 1
    assert states(person) == [MailState.SENT, MailState.WAITING]


def test_a_superseded_worker_changes_nothing(person: User, clock: time_machine.Traveller) -> None:
    tell(person, "a:1")
    slow = take(person.pk)
    clock.shift(CLAIM)
    assert take(person.pk) is not None
    assert slow is not None
    slow.end(mail=MailState.FAILED)
    assert states(person) == [MailState.SENDING]


def test_what_kills_every_worker_is_given_up(person: User, clock: time_machine.Traveller) -> None:
    tell(person, "a:1")
    for _ in range(MAX_ATTEMPTS):
        assert take(person.pk) is not None
        clock.shift(CLAIM)
    assert take(person.pk) is None
    assert states(person) == [MailState.FAILED]


def test_what_was_refused_since_is_not_tried_again(
    person: User, smtp_sink: SmtpSink, clock: time_machine.Traveller
) -> None:
    tell(person, "a:1")
    smtp_sink.refusals = ["451 Greylisted"]
    send_round()
    Preferences.objects.create(user=person, rhythm=Rhythm.NONE)
    clock.shift(BACKOFF[0])
    send_round()
    assert smtp_sink.received == []
    assert states(person) == [MailState.SKIPPED]


def test_the_cost_of_a_round_grows_with_people_not_with_notices(
    person: User, smtp_sink: SmtpSink, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        tell(person, f"a:{number}")
    with django_assert_max_num_queries(12):
        send_round()


def test_one_transaction_wakes_the_workers_once(
    person: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            tell(person, f"a:{number}")
    assert len(callbacks) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_send_each_mail_once(smtp_sink: SmtpSink) -> None:
    people = UserFactory.create_batch(12)
    for person in people:
        for number in range(3):
            tell(person, f"a:{number}")
    start = threading.Barrier(10)
    errors: list[Exception] = []

    def work() -> None:
        try:
            start.wait(10)
            send_round()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(10)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert errors == []
    assert sorted(mail.to[0] for mail in smtp_sink.received) == sorted(person.email for person in people)
    assert len({mail.message["Message-ID"] for mail in smtp_sink.received}) == len(people)
    assert set(Notification.objects.values_list("mail", flat=True)) == {MailState.SENT}
