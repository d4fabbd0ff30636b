"""MS Project XML between this site and another open-source tool, MPXJ: each reads what the other writes."""

import datetime
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import jpype  # type: ignore[import-untyped]
import pytest

from accounts.models import User
from charter.models import Membership, Project
from planning.exchange.compare import compare
from planning.exchange.draft import Draft
from planning.exchange.files import read_file
from planning.exchange.mspdi_write import planning_mspdi
from planning.reading import load_planning
from planning.schedule import Link, LinkKind
from tests.planning.exchanging import fill_planning, refer

KINDS = {"FS": LinkKind.FINISH_START, "SS": LinkKind.START_START, "FF": LinkKind.FINISH_FINISH}
KINDS["SF"] = LinkKind.START_FINISH


@pytest.fixture(scope="session")
def mpxj() -> Any:
    """The library’s package; a JVM starts once, and can’t start twice in a process."""
    import_module("mpxj")  # adds its jars to the class path

    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx256m", convertStrings=True)
    return jpype.JPackage("org.mpxj")


def read_back(mpxj: Any, content: bytes) -> Any:
    stream = jpype.JClass("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(list(_signed(content))))
    return mpxj.reader.UniversalProjectReader().read(stream)


def _signed(content: bytes) -> Iterator[int]:
    return (byte - 256 if byte > 127 else byte for byte in content)


def day(moment: Any) -> datetime.date:
    return datetime.date(moment.getYear(), moment.getMonthValue(), moment.getDayOfMonth())


@pytest.mark.parametrize("hours", [7, 8])
def test_another_tool_reads_the_same_planning(
    project: Project, personas: dict[str, User], mpxj: Any, hours: int
) -> None:
    fill_planning(project)
    planning = load_planning(project.pk)
    content = planning_mspdi(project, planning, baseline=refer(project, personas["manager"]), hours=hours)
    other = read_back(mpxj, content)
    by_key = {str(task.getText(1)): task for task in other.getTasks() if task.getText(1)}
    for line in planning.tasks:
        task, read = line.task, by_key[line.task.key]
        assert line.dates
        assert str(read.getName()) == task.title
        assert str(read.getParentTask().getName()) == task.phase.title
        assert (day(read.getStart()), day(read.getFinish())) == (line.dates.start, line.dates.end)
        assert read.getDuration().convertUnits(
            mpxj.TimeUnit.DAYS, other.getProjectProperties()
        ).getDuration() == (task.days)
        assert bool(read.getMilestone()) == task.is_milestone
        assert float(read.getPercentageComplete() or 0) == task.progress
        assert {_link(one, other, mpxj) for one in read.getPredecessors()} == set(line.links)
        owners = [
            str(one.getResource().getEmailAddress())
            for one in read.getResourceAssignments()
            if one.getResource()
        ]
        assert owners == ([task.owner.user.email] if task.owner else [])
        assert (day(read.getDeadline()) if read.getDeadline() else None) == task.due
    assert day(by_key["T00"].getBaselineFinish()) == datetime.date(2027, 1, 18)
    gate = by_key["G1"]
    assert bool(gate.getMilestone())
    assert {str(one.getPredecessorTask().getText(1)) for one in gate.getPredecessors()} == {"T01", "X-3"}


def _link(relation: Any, other: Any, mpxj: Any) -> Link:
    lag = relation.getLag().convertUnits(mpxj.TimeUnit.DAYS, other.getProjectProperties()).getDuration()
    return Link(
        str(relation.getPredecessorTask().getText(1)), KINDS[str(relation.getType().toString())], int(lag)
    )


def test_another_tool_knows_our_days_off(project: Project, mpxj: Any) -> None:
    fill_planning(project)
    other = read_back(mpxj, planning_mspdi(project, load_planning(project.pk)))
    calendar = other.getDefaultCalendar()
    date = jpype.JClass("java.time.LocalDate")
    assert not calendar.isWorkingDate(date.of(2027, 5, 6))  # Ascension
    assert not calendar.isWorkingDate(date.of(2027, 8, 11))  # closing of August
    assert not calendar.isWorkingDate(date.of(2027, 5, 8))
    assert calendar.isWorkingDate(date.of(2027, 5, 10))


def build(mpxj: Any) -> bytes:
    """A planning made in memory by the other tool, written by it as MSPDI."""
    file = mpxj.ProjectFile()
    file.addDefaultBaseCalendar()
    day_of = jpype.JClass("java.time.LocalDateTime").of
    file.getProjectProperties().setStartDate(day_of(2027, 2, 1, 8, 0))
    known = file.addResource()
    known.setName("Claire Chef")
    stranger = file.addResource()
    stranger.setName("Intégrateur extérieur")
    days = mpxj.TimeUnit.DAYS
    phase = file.addTask()
    phase.setName("Conception")
    made = {}
    for name, length in (("Ateliers", 5), ("Maquette", 10), ("Validation", 0)):
        task = made[name] = phase.addTask()
        task.setName(name)
        task.setDuration(mpxj.Duration.getInstance(length, days))
        task.setStart(day_of(2027, 2, 1, 8, 0))
        task.setFinish(day_of(2027, 2, 5, 17, 0))
        task.setPercentageComplete(jpype.JDouble(25))
    made["Validation"].setMilestone(True)
    made["Ateliers"].addResourceAssignment(known)
    made["Maquette"].addResourceAssignment(stranger)
    made["Maquette"].addPredecessor(
        mpxj.Relation.Builder()
        .predecessorTask(made["Ateliers"])
        .type(mpxj.RelationType.START_START)
        .lag(mpxj.Duration.getInstance(2, days))
    )
    made["Validation"].addPredecessor(mpxj.Relation.Builder().predecessorTask(made["Maquette"]))
    out = jpype.JClass("java.io.ByteArrayOutputStream")()
    mpxj.mspdi.MSPDIWriter().write(file, out)
    return bytes(byte & 0xFF for byte in out.toByteArray())


def read(mpxj: Any) -> Draft:
    return read_file(build(mpxj))


def test_a_file_written_by_another_tool_is_read(project: Project, mpxj: Any) -> None:
    draft = read(mpxj)
    assert [phase.title for phase in draft.phases] == ["Conception"]
    first, second, milestone = draft.tasks
    assert [task.title for task in draft.tasks] == ["Ateliers", "Maquette", "Validation"]
    assert [task.values["days"] for task in draft.tasks] == [5, 10, 0]
    assert {task.values["progress"] for task in draft.tasks} == {25}
    assert second.links == (Link(first.ref, LinkKind.START_START, 2),)
    assert milestone.links == (Link(second.ref, LinkKind.FINISH_START, 0),)
    assert any("calendrier" in one.text for one in draft.remarks)


def test_a_file_written_by_another_tool_says_who_is_unknown(project: Project, mpxj: Any) -> None:
    run = compare(project, read(mpxj))
    owner = Membership.objects.get(project=project, user=project.manager)
    by_title = {line.title: line for line in run.lines}
    assert by_title["Ateliers"].values["owner"] == (owner.pk if str(owner.user) == "Claire Chef" else None)
    assert "sans responsable" in " ".join(by_title["Maquette"].remarks)
    assert not run.errors
