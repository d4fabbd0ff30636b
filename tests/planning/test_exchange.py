"""The planning goes out and comes back as it was."""

import datetime

import pytest
from lxml import etree

from accounts.models import User
from charter.models import Membership, Project
from planning.actions.exchange import apply_import
from planning.exchange.compare import compare
from planning.exchange.dryrun import Fate
from planning.exchange.files import read_file
from planning.exchange.mspdi import NAMESPACE
from planning.exchange.mspdi_write import planning_mspdi
from planning.exchange.spreadsheets import planning_csv, planning_workbook
from planning.models import Phase, Task, TaskDependency
from planning.reading import load_planning
from tests.factories import ProjectFactory
from tests.planning.exchanging import fill_planning, refer, told


def written(project: Project, how: str) -> bytes:
    planning = load_planning(project.pk)
    if how.startswith("xml"):
        return planning_mspdi(project, planning, hours=int(how[3:]))
    if how == "xlsx":
        return planning_workbook(planning, title=project.name)
    return planning_csv(planning, encoding=how)


WAYS = ["xml7", "xml8", "xlsx", "cp1252", "utf-8-sig"]


@pytest.mark.parametrize("how", WAYS)
def test_our_own_file_changes_nothing(project: Project, how: str) -> None:
    fill_planning(project)
    run = compare(project, read_file(written(project, how)))
    assert {line.fate for line in run.lines} == {Fate.SAME}
    assert not run.errors
    assert not run.problem
    assert run.end_before == run.end_after
    if how.startswith("xml"):
        assert not run.remarks


@pytest.mark.parametrize("how", WAYS)
def test_our_own_file_brings_an_emptied_planning_back_field_by_field(project: Project, how: str) -> None:
    fill_planning(project)
    before, content = told(project), written(project, how)
    start = project.start
    members = list(Membership.objects.filter(project=project))
    empty = ProjectFactory(with_manager=False, manager=project.manager, start=start)
    for member in members:
        Membership.objects.create(project=empty, user=member.user, title=member.title, roles=[])
    draft = read_file(content)
    run = compare(empty, draft)
    assert not run.errors
    apply_import(project=empty, draft=draft, read="", remove=False, stamp=run.stamp)
    after = told(empty)
    if not how.startswith("xml"):
        # A spreadsheet holds tasks alone, and names phases by their titles.
        titles = dict(before["phases"])
        keys = {title: key for key, title in after["phases"]}
        before["tasks"] = [
            (key, title, keys[titles[phase]], *rest) for key, title, phase, *rest in before["tasks"]
        ]
        for name in ("phases", "gates", "closings"):
            del before[name], after[name]
    assert after == before


def test_a_reference_goes_out_with_its_dates(project: Project, personas: dict[str, User]) -> None:
    fill_planning(project)
    content = planning_mspdi(project, load_planning(project.pk), baseline=refer(project, personas["manager"]))
    root = etree.fromstring(content)
    frozen = root.findall(f".//{{{NAMESPACE}}}Task/{{{NAMESPACE}}}Baseline")
    assert [one.findtext(f"{{{NAMESPACE}}}Finish") for one in frozen] == ["2027-01-18T17:30:00"]


def test_an_import_creates_changes_and_leaves_what_the_file_does_not_name(project: Project) -> None:
    fill_planning(project)
    text = "Clé;Tâche;Durée;Prédécesseurs\r\nT00;Analyse;10;\r\n;Atelier de clôture;2;T05 DD+3\r\n"
    draft = read_file(text.encode("cp1252"))
    run = compare(project, draft)
    fates = {line.key: line.fate for line in run.lines if line.what == "tâche"}
    assert fates["T00"] == Fate.CHANGED
    assert fates["T06"] == Fate.CREATED
    assert fates["T01"] == Fate.ABSENT
    assert run.end_before
    assert run.end_after
    assert run.end_after > run.end_before
    apply_import(project=project, draft=draft, read="", remove=False, stamp=run.stamp)
    assert Task.objects.get(project=project, key="T00").days == 10
    link = TaskDependency.objects.get(task__project=project, task__key="T06")
    assert (link.predecessor.key, link.kind, link.lag) == ("T05", "SS", 3)
    assert Task.objects.live().filter(project=project).count() == 7


def test_what_the_file_does_not_name_is_removed_only_when_asked_and_can_come_back(project: Project) -> None:
    fill_planning(project)
    draft = read_file("Clé;Tâche\r\nT00;Analyse de la situation\r\n".encode())
    run = compare(project, draft, remove=True)
    assert run.count(Fate.REMOVED) == 5
    apply_import(project=project, draft=draft, read="", remove=True, stamp=run.stamp)
    assert list(Task.objects.live().filter(project=project).values_list("key", flat=True)) == ["T00"]
    again = read_file("Clé;Tâche\r\nT05;Bascule\r\n".encode())
    back = compare(project, again)
    assert next(one for one in back.lines if one.key == "T05").fate == Fate.RESTORED
    apply_import(project=project, draft=again, read="", remove=False, stamp=back.stamp)
    assert Task.objects.live().filter(project=project).count() == 2


def test_a_row_without_phase_goes_to_one_and_it_is_told(project: Project) -> None:
    draft = read_file("Tâche;Durée\r\nAnalyse;5\r\nÉtude;3\r\n".encode())
    run = compare(project, draft)
    assert "Sans phase" in run.lines[-1].remarks[0]
    apply_import(project=project, draft=draft, read="", remove=False, stamp=run.stamp)
    assert Phase.objects.get(project=project).title == "Projet"
    assert list(Task.objects.filter(project=project).values_list("key", "days")) == [("T00", 5), ("T01", 3)]


def test_dates_are_read_in_the_french_way_and_the_other(project: Project) -> None:
    draft = read_file(
        "Clé;Tâche;Début au plus tôt\nA;Un;03/03/2027\nB;Deux;2027-03-03\nC;Trois;3.3.27\n".encode()
    )
    assert {task.values["start"] for task in draft.tasks} == {datetime.date(2027, 3, 3)}
