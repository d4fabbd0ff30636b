"""MS Project files of other tools: mended, and told in French words."""

import datetime

import pytest

from charter.models import Project
from planning.exchange.compare import compare
from planning.exchange.draft import MAX_TASKS, Draft, ExchangeError
from planning.exchange.dryrun import Fate
from planning.exchange.files import read_file
from planning.schedule import Link, LinkKind

NS = 'xmlns="http://schemas.microsoft.com/project"'
FRIDAY = datetime.date(2027, 2, 5)


def task(uid: int, name: str = "", *, level: int = 2, hours: float = 40, more: str = "") -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Start>2027-02-01T08:00:00</Start><Finish>2027-02-05T17:00:00</Finish>"
        f"<Duration>PT{hours:g}H0M0S</Duration><DurationFormat>7</DurationFormat>{more}</Task>"
    )


def link(uid: int, kind: int = 1, lag: int = 0, lag_format: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{lag_format}</LagFormat></PredecessorLink>"
    )


def constraint(kind: int, day: str = "2027-02-05") -> str:
    return f"<ConstraintType>{kind}</ConstraintType><ConstraintDate>{day}T17:00:00</ConstraintDate>"


PHASE = "<Task><UID>1</UID><Name>Conception</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>"


def mspdi(*tasks: str, head: str = "", tail: str = "") -> bytes:
    start = "<StartDate>2027-02-01T08:00:00</StartDate>"
    return f"<Project {NS}>{start}{head}<Tasks>{''.join(tasks)}</Tasks>{tail}</Project>".encode()


def read(*tasks: str, head: str = "", tail: str = "") -> Draft:
    return read_file(mspdi(PHASE, *tasks, head=head, tail=tail))


def told(draft: Draft) -> str:
    return "\n".join(f"{one.place} : {one.text}" for one in draft.remarks)


def test_an_unknown_calendar_is_told_and_the_french_one_used() -> None:
    calendars = "<Calendars><Calendar><UID>3</UID><Name>Standard US</Name></Calendar></Calendars>"
    draft = read(task(2, "Ateliers"), head="<CalendarUID>3</CalendarUID>", tail=calendars)
    assert "Le calendrier « Standard US » n’est pas repris" in told(draft).replace("\u00a0", " ")


def test_a_task_with_a_calendar_of_its_own_follows_that_of_all() -> None:
    calendars = (
        "<Calendars><Calendar><UID>1</UID><Name>A</Name></Calendar>"
        "<Calendar><UID>2</UID><Name>Nuit</Name></Calendar></Calendars>"
    )
    draft = read(
        task(2, "Ateliers", more="<CalendarUID>2</CalendarUID>"),
        head="<CalendarUID>1</CalendarUID>",
        tail=calendars,
    )
    assert "Des tâches ont un calendrier à elles («\u00a0Nuit\u00a0»)" in told(draft)


def test_a_day_and_night_calendar_gives_working_days() -> None:
    days = "".join(
        f"<WeekDay><DayType>{n}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>"
        "<FromTime>00:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
        for n in range(1, 8)
    )
    calendars = f"<Calendars><Calendar><UID>4</UID><Name>24 h</Name><WeekDays>{days}</WeekDays></Calendar></Calendars>"
    draft = read(task(2, "Bascule", hours=96), head="<CalendarUID>4</CalendarUID>", tail=calendars)
    assert draft.tasks[0].values["days"] == 5
    assert "comptée jour et nuit" in told(draft)


def test_an_elapsed_duration_gives_working_days() -> None:
    elapsed = task(2, "Gel du code", hours=24 * 5).replace("<DurationFormat>7", "<DurationFormat>8")
    draft = read(elapsed)
    assert draft.tasks[0].values["days"] == 5
    assert "comptée en jours écoulés" in told(draft)


def test_a_duration_that_is_not_whole_is_rounded_up_and_told() -> None:
    draft = read(task(2, "Relecture", hours=12))
    assert draft.tasks[0].values["days"] == 2
    assert "Durée de 1,5 jour arrondie à 2" in told(draft)


@pytest.mark.parametrize(
    ("kind", "field", "value", "words"),
    [
        (1, "start", datetime.date(2027, 2, 1), "au plus tôt"),
        (2, "fixed_start", FRIDAY, ""),
        (3, "fixed_start", datetime.date(2027, 2, 1), "Doit finir le"),
        (4, "start", FRIDAY, ""),
        (5, "due", datetime.date(2027, 2, 11), "Début au plus tard le"),
        (6, "start", datetime.date(2027, 2, 1), "Fin au plus tôt le"),
        (7, "due", FRIDAY, "Fin au plus tard le"),
        (9, "start", None, "Contrainte inconnue"),
    ],
)
def test_each_constraint_becomes_a_date_of_ours(
    kind: int, field: str, value: datetime.date | None, words: str
) -> None:
    draft = read(task(2, "Ateliers", more=constraint(kind)))
    got = draft.tasks[0].values[field]
    assert got == value if kind != 1 else got is None
    assert words in told(draft)


def test_a_task_planned_by_hand_keeps_its_day() -> None:
    draft = read(task(2, "Salon", more="<Manual>1</Manual>"))
    assert draft.tasks[0].values["fixed_start"] == datetime.date(2027, 2, 1)
    assert "Planifiée à la main" in told(draft)


def test_a_link_to_a_phase_goes_to_the_tasks_that_end_it() -> None:
    second = "<Task><UID>5</UID><Name>Recette</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary>"
    draft = read(
        task(2, "Ateliers"), task(3, "Maquette", more=link(2)), f"{second}{link(1)}</Task>", task(6, "Essais")
    )
    tests = next(one for one in draft.tasks if one.title == "Essais")
    assert tests.links == (Link("#3", LinkKind.FINISH_START, 0),)
    assert "Elle suivait la phase «\u00a0Conception\u00a0»" in told(draft)


def test_a_summary_of_everything_is_no_phase() -> None:
    middle = "<Task><UID>2</UID><Name>Lot A</Name><OutlineLevel>2</OutlineLevel><Summary>1</Summary></Task>"
    draft = read(middle, task(3, "Ateliers", level=3), task(4, "Essais", level=2))
    assert [one.title for one in draft.phases] == ["Lot A"]
    assert "«\u00a0Conception\u00a0» contient tout le planning" in told(draft)
    assert {one.title: one.phase for one in draft.tasks} == {"Ateliers": "2", "Essais": None}


def test_two_phases_with_a_level_below_flatten_it() -> None:
    middle = "<Task><UID>2</UID><Name>Lot A</Name><OutlineLevel>2</OutlineLevel><Summary>1</Summary></Task>"
    other = "<Task><UID>7</UID><Name>Recette</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>"
    draft = read(middle, task(3, "Ateliers", level=3), other, task(8, "Essais"))
    assert [one.title for one in draft.phases] == ["Conception", "Recette"]
    assert next(one for one in draft.tasks if one.title == "Ateliers").phase == "1"
    assert "pas de sous-niveaux" in told(draft)


def test_a_task_without_name_gets_one() -> None:
    draft = read(task(2))
    assert draft.tasks[0].title == "Tâche sans nom (tâche 2)"
    assert "donnez-lui un intitulé" in told(draft)


def test_a_task_that_ends_before_it_starts_keeps_its_length() -> None:
    backwards = task(2, "Ateliers").replace("<Finish>2027-02-05", "<Finish>2027-01-05")
    draft = read(backwards)
    assert draft.tasks[0].values["days"] == 5
    assert "Elle finit avant de commencer" in told(draft)


def test_lags_in_percent_and_elapsed_days_become_working_days() -> None:
    draft = read(
        task(2, "Ateliers"),
        task(3, "Maquette", more=link(2, lag=50, lag_format=19)),
        task(4, "Recette", more=link(2, lag=7 * 1440 * 10, lag_format=8)),
    )
    lags = [one.links[0].lag for one in draft.tasks if one.links]
    assert lags == [2, 5]
    assert "Délai en pour cent" in told(draft)
    assert "Délai en jours écoulés" in told(draft)


def test_a_link_to_another_project_is_left_out_and_told() -> None:
    draft = read(task(2, "Ateliers", more=link(99)))
    assert draft.tasks[0].links == ()
    assert "Lien laissé de côté" in told(draft)


def test_a_reference_and_idle_tasks_are_told() -> None:
    draft = read(
        task(2, "Ateliers", more="<Baseline><Number>0</Number></Baseline>"),
        task(3, "Abandonnée", more="<Active>0</Active>"),
    )
    assert [one.title for one in draft.tasks] == ["Ateliers"]
    assert "«\u00a0Abandonnée\u00a0»" in told(draft)
    assert "référence du fichier n’est pas reprise" in told(draft)


def test_several_people_on_a_task_leave_one_in_charge() -> None:
    people = (
        "<Resources><Resource><UID>1</UID><Name>Ana</Name><Type>1</Type></Resource>"
        "<Resource><UID>2</UID><Name>Bo</Name><Type>1</Type></Resource>"
        "<Resource><UID>3</UID><Name>Câble</Name><Type>0</Type></Resource></Resources><Assignments>"
        + "".join(
            f"<Assignment><UID>{uid}</UID><TaskUID>2</TaskUID><ResourceUID>{uid}</ResourceUID>"
            "<Work>PT8H0M0S</Work></Assignment>"
            for uid in (3, 1, 2)
        )
        + "</Assignments>"
    )
    draft = read(task(2, "Ateliers"), tail=people)
    assert str(draft.tasks[0].owner) == "Ana"
    assert "Laissés de côté\u00a0: Bo" in told(draft)
    assert draft.tasks[0].values["effort"] == 3


def test_a_cycle_is_refused_with_its_path(project: Project) -> None:
    draft = read(task(2, "A", more=link(4)), task(3, "B", more=link(2)), task(4, "C", more=link(3)))
    run = compare(project, draft)
    assert not run.may_apply
    assert "T00 → T01 → T02 → T00" in run.problem


def test_a_planning_of_400_months_is_refused_in_words(project: Project) -> None:
    tasks = [task(n, f"Étape {n}", hours=8 * 900, more=link(n - 1) if n > 2 else "") for n in range(2, 12)]
    run = compare(project, read(*tasks))
    assert not run.may_apply
    assert "mois" in run.problem


def test_a_duration_beyond_measure_is_an_error_of_its_line(project: Project) -> None:
    run = compare(project, read(task(2, "Sans fin", hours=8 * 5000)))
    assert "1000" in " ".join(run.errors[0].errors)


def test_a_lag_beyond_measure_is_brought_back(project: Project) -> None:
    run = compare(project, read(task(2, "A"), task(3, "B", more=link(2, lag=4800 * 900))))
    assert any("ramené à 500" in text for line in run.lines for text in line.remarks)


def test_a_file_read_again_after_its_import_changes_nothing(project: Project) -> None:
    from planning.actions.exchange import apply_import

    content = mspdi(PHASE, task(2, "Ateliers"), task(3, "Maquette", more=link(2, kind=3, lag=4800)))
    draft = read_file(content)
    apply_import(project=project, draft=draft, read="", remove=False, stamp=compare(project, draft).stamp)
    again = compare(project, read_file(content))
    assert {line.fate for line in again.lines} == {Fate.SAME}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, ".mpp"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "calendrier (.ics)"),
        (b"<Project>", "coupé ou abîmé"),
        (b"<html></html>", "n’est pas un planning de MS Project"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>', "entités"),
        (
            '<!DOCTYPE a [<!ENTITY x "y">]><Project>&x;</Project>'.encode("utf-16"),
            "entités",
        ),
        (mspdi(), "aucune tâche"),
        (b"PK\x03\x04not a zip", "endommagé"),
        (b"bonjour;tout\r\nle;monde", "en-tête"),
        (b"Cl\xe9;T\xe2che\r\n" + b"\x00" * 20, "ni du texte (CSV)"),
    ],
)
def test_what_is_no_planning_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(ExchangeError, match=words.replace("(", r"\(").replace(")", r"\)")):
        read_file(content)


def test_too_many_tasks_are_refused() -> None:
    rows = "".join(f"T{n};Tâche {n}\r\n" for n in range(MAX_TASKS + 1))
    with pytest.raises(ExchangeError, match="2000"):
        read_file(f"Clé;Tâche\r\n{rows}".encode())
    with pytest.raises(ExchangeError, match="2000"):
        read(*(task(n, "T") for n in range(2, MAX_TASKS + 3)))
