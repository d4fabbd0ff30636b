"""Reminders: three days before, the day itself, three days after, then weekly; each once, whatever beat does."""

import datetime
import threading
from collections.abc import Iterable, Iterator

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from accounts import reminders
from accounts.models import Kind, Notification, User
from accounts.reminders import Obligation, obliges
from accounts.reminding import remind_all, stage_of, when
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

DUE = datetime.date(2027, 3, 10)


class Duties:
    """A source of obligations whose rows the test writes."""

    def __init__(self) -> None:
        self.rows: list[Obligation] = []

    def __call__(self, horizon: datetime.date) -> Iterable[Obligation]:
        return [row for row in self.rows if row.due <= horizon]


@pytest.fixture
def duties(monkeypatch: pytest.MonkeyPatch) -> Duties:
    """The only source while the test runs."""
    source = Duties()
    monkeypatch.setattr(reminders, "_sources", [])
    obliges(source)
    return source


@pytest.fixture
def person() -> User:
    user: User = UserFactory(email="ada@exemple.fr")
    return user


@pytest.fixture
def duty(duties: Duties, person: User) -> Obligation:
    row = Obligation(person, "submission:1", DUE, "valider « Objectifs »", "/projets/x/", "CRM")
    duties.rows.append(row)
    return row


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at(DUE), tick=False) as traveller:
        yield traveller


def at(day: datetime.date, hour: int = 9, minute: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), timezone.get_current_timezone())


def day(offset: int) -> datetime.date:
    return DUE + datetime.timedelta(days=offset)


def told() -> list[str]:
    return list(Notification.objects.order_by("pk").values_list("text", flat=True))


def run(clock: time_machine.Traveller, *offsets: int) -> None:
    """Let beat run every ten minutes of these days, from J+offset."""
    for offset in offsets:
        for hour in range(24):
            clock.move_to(at(day(offset), hour, 10))
            remind_all()


@pytest.mark.parametrize(
    ("late", "stage"),
    [
        (-4, None),
        (-3, -3),
        (-1, -3),
        (0, 0),
        (2, 0),
        (3, 3),
        (9, 3),
        (10, 10),
        (16, 10),
        (17, 17),
        (400, 395),
    ],
)
def test_stages(late: int, stage: int | None) -> None:
    assert stage_of(late) == stage


def test_each_stage_is_told_once_at_its_day(duty: Obligation, clock: time_machine.Traveller) -> None:
    run(clock, *range(-6, 12))
    assert told() == [
        "À faire dans 3\u00a0jours\u00a0: valider « Objectifs »",
        "À faire aujourd’hui\u00a0: valider « Objectifs »",
        "En retard de 3\u00a0jours (prévu le 10\u00a0mars 2027)\u00a0: valider « Objectifs »",
        "En retard de 10\u00a0jours (prévu le 10\u00a0mars 2027)\u00a0: valider « Objectifs »",
    ]
    assert set(Notification.objects.values_list("kind", flat=True)) == {Kind.REMINDER}


def test_beat_stopped_two_days_makes_up_for_it_once(duty: Obligation, clock: time_machine.Traveller) -> None:
    run(clock, -4)
    run(clock, -1)  # stopped at J−3 and J−2
    assert told() == ["À faire demain\u00a0: valider « Objectifs »"]
    run(clock, 2)  # stopped at J and J+1
    assert told()[1:] == [
        "En retard de 2\u00a0jours (prévu le 10\u00a0mars 2027)\u00a0: valider « Objectifs »"
    ]
    assert len(told()) == 2


def test_a_stage_overtaken_by_another_is_not_told(duty: Obligation, clock: time_machine.Traveller) -> None:
    run(clock, 0)
    assert told() == ["À faire aujourd’hui\u00a0: valider « Objectifs »"]


def test_nobody_is_reminded_at_night(duty: Obligation, clock: time_machine.Traveller) -> None:
    for hour in (0, 7, 20, 23):
        clock.move_to(at(DUE, hour, 59))
        remind_all()
    assert told() == []
    clock.move_to(at(DUE, 8))
    assert remind_all() == 1


def test_what_is_done_is_not_reminded_of(
    duty: Obligation, duties: Duties, clock: time_machine.Traveller
) -> None:
    run(clock, -3)
    duties.rows.clear()
    run(clock, 0, 3)
    assert len(told()) == 1


def test_what_is_put_off_is_reminded_of_anew(
    duty: Obligation, duties: Duties, person: User, clock: time_machine.Traveller
) -> None:
    run(clock, 0)
    duties.rows[:] = [Obligation(person, duty.key, day(7), duty.text, duty.url, duty.about)]
    run(clock, 7)
    assert len(told()) == 2


def test_someone_who_left_is_not_reminded(
    duty: Obligation, person: User, clock: time_machine.Traveller
) -> None:
    person.is_active = False
    person.save()
    remind_all()
    assert told() == []


def test_a_source_that_breaks_down_doesnt_silence_the_others(
    duty: Obligation, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    @obliges
    def broken(_horizon: datetime.date) -> Iterable[Obligation]:
        raise RuntimeError("no such table")

    reminders._sources.reverse()
    remind_all()
    assert len(told()) == 1
    assert "broken" in caplog.text


def test_the_words_of_a_delay() -> None:
    assert when(DUE, day(-1)) == "À faire demain"
    assert when(DUE, day(-2)) == "À faire dans 2\u00a0jours"
    assert when(DUE, day(1)) == "En retard de 1\u00a0jour (prévu le 10\u00a0mars 2027)"


def test_a_round_without_news_costs_one_query(
    duties: Duties, person: User, clock: time_machine.Traveller, django_assert_num_queries: object
) -> None:
    duties.rows = [Obligation(person, f"a:{n}", DUE, "agir", "/", "CRM") for n in range(50)]
    assert remind_all() == 50
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert remind_all() == 0


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_once(duties: Duties, clock: time_machine.Traveller) -> None:
    people = UserFactory.create_batch(5)
    duties.rows = [Obligation(one, "a:1", DUE, "agir", "/", "CRM") for one in people]
    start = threading.Barrier(4)
    errors: list[Exception] = []

    def beat() -> None:
        try:
            start.wait(10)
            remind_all()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    beats = [threading.Thread(target=beat) for _ in range(4)]
    for one in beats:
        one.start()
    for one in beats:
        one.join(30)
    assert errors == []
    assert Notification.objects.count() == len(people)
