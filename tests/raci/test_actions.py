"""The rules of a cell: one A per activity, nothing overwritten unknowingly."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from charter.models import Membership, Project
from raci.actions import AccountableTakenError, StaleCellError, add_missing_tasks, set_cell
from raci.holders import of_member
from raci.matrix import load_matrix
from raci.models import Activity, Assignment
from tests.planning.factories import PhaseFactory, TaskFactory
from tests.raci.factories import ActivityFactory


def letters(activity: Activity, member: Membership) -> str:
    line = load_matrix(activity.project_id).line(activity.pk)
    assert line
    return line.letters.get(of_member(member).key, "")


@pytest.mark.parametrize("wanted", ["R", "A", "AR", "C", "I"])
def test_a_cell_says_one_letter_or_a_and_r(activity: Activity, claire: Membership, wanted: str) -> None:
    set_cell(activity=activity, holder=of_member(claire), letters=wanted, read="")
    assert letters(activity, claire) == wanted
    set_cell(activity=activity, holder=of_member(claire), letters="", read=wanted)
    assert letters(activity, claire) == ""


def test_letters_that_no_cell_may_say_are_refused(activity: Activity, claire: Membership) -> None:
    with pytest.raises(ValueError, match="RC"):
        set_cell(activity=activity, holder=of_member(claire), letters="RC", read="")


def test_a_second_a_is_refused_and_names_the_first(
    activity: Activity, claire: Membership, karim: Membership
) -> None:
    set_cell(activity=activity, holder=of_member(claire), letters="A", read="")
    with pytest.raises(AccountableTakenError) as refused:
        set_cell(activity=activity, holder=of_member(karim), letters="AR", read="")
    assert refused.value.holder == of_member(claire)
    assert letters(activity, karim) == ""


def test_the_database_itself_holds_one_a_per_activity(
    activity: Activity, claire: Membership, karim: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="A")
    with pytest.raises(IntegrityError, match="one_accountable_per_activity"), transaction.atomic():
        Assignment.objects.create(activity=activity, member=karim, role="A")


def test_an_a_is_taken_over_knowingly_and_the_rest_of_the_cell_stays(
    activity: Activity, claire: Membership, karim: Membership
) -> None:
    set_cell(activity=activity, holder=of_member(claire), letters="AR", read="")
    set_cell(activity=activity, holder=of_member(karim), letters="A", read="", take_from=f"m{claire.pk}")
    assert (letters(activity, claire), letters(activity, karim)) == ("R", "A")


def test_an_a_that_moved_in_between_is_not_taken_over(
    activity: Activity, claire: Membership, karim: Membership, manager: Membership
) -> None:
    set_cell(activity=activity, holder=of_member(manager), letters="A", read="")
    with pytest.raises(AccountableTakenError) as refused:
        set_cell(activity=activity, holder=of_member(karim), letters="A", read="", take_from=f"m{claire.pk}")
    assert refused.value.holder == of_member(manager)


def test_a_cell_that_changed_since_it_was_read_is_refused(activity: Activity, claire: Membership) -> None:
    set_cell(activity=activity, holder=of_member(claire), letters="C", read="")
    with pytest.raises(StaleCellError) as refused:
        set_cell(activity=activity, holder=of_member(claire), letters="R", read="I")
    assert refused.value.letters == "C"
    assert letters(activity, claire) == "C"


def test_a_line_put_aside_is_not_written(activity: Activity, claire: Membership) -> None:
    activity.put_aside(read_version=1)
    with pytest.raises(StaleCellError):
        set_cell(activity=activity, holder=of_member(claire), letters="R", read="")
    assert not Assignment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_write_a_at_once_one_wins_and_the_other_is_told(
    activity: Activity, claire: Membership, karim: Membership
) -> None:
    barrier, outcomes = threading.Barrier(2), []

    def give(member: Membership) -> Callable[[], None]:
        def run() -> None:
            try:
                barrier.wait(timeout=10)
                set_cell(activity=activity, holder=of_member(member), letters="A", read="")
                outcomes.append("won")
            except AccountableTakenError as taken:
                outcomes.append(f"lost to {taken.holder}")
            finally:
                connection.close()

        return run

    threads = [threading.Thread(target=give(member)) for member in (claire, karim)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    holder = Assignment.objects.get(activity=activity, role="A").member
    assert sorted(outcomes) == [f"lost to {holder}", "won"]


def test_missing_tasks_get_a_line_once_in_the_order_of_the_planning(project: Project) -> None:
    first, second = PhaseFactory(project=project), PhaseFactory(project=project)
    late, early = TaskFactory(phase=second), TaskFactory(phase=first)
    TaskFactory(phase=first).put_aside(read_version=1)
    placed = ActivityFactory(project=project, task=TaskFactory(phase=first), title="")
    assert add_missing_tasks(project=project) == 2
    assert add_missing_tasks(project=project) == 0
    lines = Activity.objects.filter(project=project)
    assert [line.task for line in lines] == [placed.task, early, late]


def test_a_line_put_aside_does_not_keep_its_task_from_coming_back(project: Project) -> None:
    task = TaskFactory(phase__project=project)
    old = ActivityFactory(project=project, task=task, title="")
    old.put_aside(read_version=1)
    assert add_missing_tasks(project=project) == 1
    old.restore(read_version=2)
    assert (old.task, old.title) == (None, task.title)
