"""Loading a project file, and writing it again."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.hashers import is_password_usable
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from charter.models import Department, Membership, OperationalObjective, Project, Risk
from charter.projectfiles import read_project_file
from planning.models import Phase, Task
from planning.reading import load_planning
from raci.matrix import load_matrix
from raci.models import Activity, Assignment
from requirements.models import CurrentFlow, Edition, Requirement, Section, Specification
from requirements.models.needs import next_reference
from requirements.scale import generated_project
from tests.charter.project_files import DEMO_FILE, demo_data, dumped, load, row_counts, written

pytestmark = pytest.mark.django_db


def run(name: str, *args: Any, **options: Any) -> str:
    output = StringIO()
    call_command(name, *args, stdout=output, **options)
    return output.getvalue()


def test_the_demo_file_becomes_a_full_project() -> None:
    run("load_project", DEMO_FILE)

    project = Project.objects.get(slug="negoce")
    counts = {label: number for label, number in row_counts().items() if number}
    assert project.manager.email == "chef.projet@exemple.fr"
    assert project.target_end.isoformat() == "2027-09-30"
    assert counts["charter.Membership"] == 10
    assert counts["requirements.Requirement"] == 16
    assert counts["planning.Task"] == 22
    assert counts["raci.Activity"] == 17
    assert len(counts) >= 21, "every table of the file is filled"


def test_a_loaded_project_gets_the_default_plan_with_a_section_per_department() -> None:
    project = load(demo_data())

    top = Section.objects.of_specification(project).filter(parent=None)
    assert top.count() == 14
    below = Section.objects.filter(parent__key="functional").order_by("position")
    assert [section.department.code for section in below if section.department] == [
        "COM",
        "MKT",
        "SAV",
        "DIR",
        "SI",
    ]


def test_references_follow_the_order_of_each_department() -> None:
    project = load(demo_data())

    refs = list(
        Requirement.objects.filter(project=project).order_by("position").values_list("ref", flat=True)
    )
    assert refs[:5] == ["COM-001", "COM-002", "COM-003", "COM-004", "MKT-001"]
    assert next_reference(Department.objects.get(project=project, code="COM")) == "COM-005"


def test_loaded_requirements_are_found_by_search() -> None:
    project = load(demo_data())

    found = Requirement.objects.filter(project=project).matching("repartition LEADS")
    assert [one.ref for one in found] == ["COM-003"]


def test_new_people_get_no_password_and_known_ones_keep_their_account() -> None:
    known = User.objects.create_user("direction.sav@exemple.fr", "secret-connu", name="Dominique Petit")
    data = demo_data()
    data["members"][4]["email"] = "Direction.SAV@exemple.fr"

    project = load(data)

    member = Membership.objects.get(project=project, user=known)
    assert member.title == "Direction du service client"
    assert member.user.name == "Dominique Petit"
    assert member.user.check_password("secret-connu")
    assert not is_password_usable(User.objects.get(email="chef.projet@exemple.fr").password)


def test_the_manager_is_the_project_s_and_not_a_stored_role() -> None:
    project = load(demo_data())

    assert [member.roles for member in Membership.objects.filter(user=project.manager)] == [[]]


def test_dumping_the_demo_gives_the_data_of_its_file() -> None:
    assert yaml.safe_load(dumped(load(demo_data()))) == demo_data()


def test_the_demo_file_is_the_plain_yaml_that_it_looks_like() -> None:
    """Our reader differs from PyYAML in one place: a comma in a text between braces belongs to the text."""
    plain = yaml.safe_load(DEMO_FILE.read_text())
    objective = plain["objectives"]["operational"][3]
    assert objective.pop("leads et opportunités") is None
    objective["crm_action"] += ", leads et opportunités"

    assert demo_data() == plain


def test_a_dump_is_laid_out_in_the_order_of_the_reference_file() -> None:
    again = yaml.safe_load(dumped(load(demo_data())))

    assert list(again) == list(demo_data())
    assert list(again["requirements"][0]) == list(demo_data()["requirements"][0])
    assert list(again["raci"][0]) == ["activity", "R", "A", "C", "I"]


@pytest.mark.parametrize("size", [0, 1, 60])
def test_load_dump_load_dump_is_identical(size: int, tmp_path: Path) -> None:
    run("seed_scale", requirements=size, slug="essai")
    first = run("dump_project", "essai")

    run("load_project", written(first, tmp_path), replace=True)

    assert run("dump_project", "essai") == first


def test_drafted_texts_and_a_changed_outline_survive() -> None:
    project = load(demo_data())
    sections = Section.objects.filter(specification__project=project)
    sections.filter(key="context").update(text="<p>Trois agences.</p><p>Délai&nbsp;: un jour.</p>")
    sections.filter(key="journey").update(deleted_at=timezone.now())
    sections.filter(key="summary").update(position=90, title="Synthèse")
    own = sections.get(key="data")
    Section.objects.create(specification=own.specification, parent=own, title="Qualité", blocks=["risks"])
    first = dumped(project)

    again = load(yaml.safe_load(first), replace=True)

    assert dumped(again) == first
    kept = Section.objects.of_specification(again)
    assert kept.get(key="context").text == "<p>Trois agences.</p><p>Délai&nbsp;: un jour.</p>"
    assert kept.order_by("position").filter(parent=None).last() == kept.get(title="Synthèse")
    assert not kept.filter(key="journey").exists()
    assert kept.get(title="Qualité").parent == kept.get(key="data")


def test_what_people_add_in_the_browser_survives() -> None:
    project = load(demo_data())
    first, second = Requirement.objects.filter(project=project, department__code="COM")[:2]
    first.deleted_at = timezone.now()
    first.save()
    second.source, second.rationale, second.status = "Atelier 3", "Réclamations\r\nrépétées", "proposed"
    second.importance, second.urgency = 5, 2
    second.save()
    Department.objects.filter(project=project, code="SI").update(last_reference=40)
    Risk.objects.filter(project=project).update(response="Une ligne\n\n  en retrait\nfin", owner=None)

    text = dumped(project)
    again = load(yaml.safe_load(text), replace=True)

    assert dumped(again) == text
    kept = Requirement.objects.get(project=again, ref="COM-002")
    assert (kept.source, kept.rationale, kept.status) == ("Atelier 3", "Réclamations\nrépétées", "proposed")
    assert (kept.importance, kept.urgency) == (5, 2)
    assert not Requirement.objects.filter(project=again, ref="COM-001").exists()
    assert next_reference(Department.objects.get(project=again, code="SI")) == "SI-041"


def test_a_matrix_in_the_making_survives() -> None:
    project = load(demo_data())
    Assignment.objects.filter(activity__project=project, activity__task__key="T00", role="A").delete()
    Activity.objects.create(project=project, title="Réunion de lancement", position=99)

    text = dumped(project)
    data = yaml.safe_load(text)

    assert data["raci"][0]["incomplete"] is True
    assert data["raci"][-1] == {"title": "Réunion de lancement", "incomplete": True}
    assert dumped(load(data, replace=True)) == text


def test_rows_put_aside_are_left_out_and_so_are_references_to_them() -> None:
    project = load(demo_data())
    now = timezone.now()
    OperationalObjective.objects.filter(project=project, ref="OP-1").update(deleted_at=now)
    Membership.objects.filter(project=project, user__email="responsable.si@exemple.fr").update(deleted_at=now)
    Task.objects.filter(project=project, key="T00").update(deleted_at=now)
    Phase.objects.filter(project=project, key="exit").update(deleted_at=now)
    Department.objects.filter(project=project, code="MKT").update(deleted_at=now)

    text = dumped(project)
    data = yaml.safe_load(text)

    assert "objective" not in data["requirements"][0]
    assert "owner" not in data["risks"][2]
    assert "responsable.si@exemple.fr" not in text
    assert "after" not in data["planning"]["tasks"][0]
    assert data["raci"][0]["title"] == "Analyse de la situation"
    assert "exit" in {phase["key"] for phase in data["planning"]["phases"]}, "its tasks need it"
    assert "MKT" in {one["code"] for one in data["departments"]}, "its requirements need it"
    assert dumped(load(data, replace=True)) == text


def test_numbers_stay_as_they_were_typed() -> None:
    data = demo_data()
    data["objectives"]["operational"][0].update(baseline=48, target=0.25)
    data["budget"][2]["amount"] = 2880.5

    again = yaml.safe_load(dumped(load(data)))

    assert repr(again["objectives"]["operational"][0]["baseline"]) == "48"
    assert again["objectives"]["operational"][0]["target"] == 0.25
    assert again["objectives"]["operational"][2]["baseline"] is None
    assert again["budget"][2]["amount"] == 2880.5


def test_a_slug_that_is_taken_is_refused() -> None:
    run("load_project", DEMO_FILE)
    Project.objects.update(name="Intact")

    with pytest.raises(CommandError, match="existe déjà") as refusal:
        run("load_project", DEMO_FILE)

    assert refusal.value.returncode == 1
    assert Project.objects.get().name == "Intact"


def test_replacing_deletes_everything_of_the_old_project_and_says_so() -> None:
    run("load_project", DEMO_FILE)
    run("seed_scale", requirements=3, slug="voisin")
    before = row_counts()
    old = Project.objects.get(slug="negoce")
    Edition.objects.create(
        specification=Specification.objects.of(old), number=1, title="V1", author=old.manager
    )

    told = run("load_project", DEMO_FILE, replace=True)

    assert "remplacé" in told
    assert "16 × exigence" in told
    assert "1 × édition" in told
    assert row_counts() == before
    assert not Project.objects.filter(pk=old.pk).exists()


def test_a_wrong_file_replaces_nothing(tmp_path: Path) -> None:
    run("load_project", DEMO_FILE)
    old = Project.objects.get()
    data = demo_data()
    data["risks"][0]["impact"] = 6

    with pytest.raises(CommandError):
        run("load_project", written(data, tmp_path), replace=True)

    assert Project.objects.get() == old


def test_dumping_an_unknown_project_is_refused() -> None:
    with pytest.raises(CommandError, match="Aucun projet") as refusal:
        run("dump_project", "absent")

    assert refusal.value.returncode == 1


def test_a_generated_project_is_the_same_each_time() -> None:
    assert generated_project("a", 50) == generated_project("a", 50)
    assert generated_project("a", 50) != generated_project("b", 50)
    assert len(generated_project("a", 50)["planning"]["tasks"]) == 40


def test_a_generated_project_has_every_role() -> None:
    run("seed_scale", requirements=5, slug="essai")

    project = Project.objects.get(slug="essai")
    roles = {role for member in Membership.objects.filter(project=project) for role in member.all_roles}
    assert project.manager.email == "manager@essai.exemple.fr"
    assert roles == {"manager", "sponsor", "head", "steering", "contributor", "reader"}
    assert CurrentFlow.objects.filter(project=project).exists()


def test_dumping_takes_as_many_queries_whatever_the_size(django_assert_max_num_queries: Any) -> None:
    run("seed_scale", requirements=200, slug="essai")

    with django_assert_max_num_queries(85):
        run("dump_project", "essai")


def test_the_reader_keeps_the_line_of_each_key() -> None:
    read = read_project_file(DEMO_FILE)

    line = DEMO_FILE.read_text().splitlines()[read.lines["planning.tasks[4].title"] - 1]
    assert "Analyse du marché" in line


def test_the_note_de_cadrage_keeps_its_own_texts_and_chapters() -> None:
    project = load(demo_data())
    chapters = Section.objects.filter(specification=Specification.objects.note_of(project))
    assert chapters.count() == 10
    chapters.filter(key="note_budget").update(text="<p>Voté en mars.</p>")
    chapters.filter(key="note_indicators").update(deleted_at=timezone.now())
    first = dumped(project)
    assert "framing_note:" in first

    again = load(yaml.safe_load(first), replace=True)

    assert dumped(again) == first
    kept = Section.objects.filter(specification=Specification.objects.note_of(again))
    assert kept.get(key="note_budget").text == "<p>Voté en mars.</p>"
    assert not kept.filter(key="note_indicators").exists()


def test_a_generated_project_may_have_a_large_planning_and_many_people() -> None:
    run("seed_scale", requirements=2, slug="essai", tasks=120, people=30)
    project = Project.objects.get(slug="essai")
    planning = load_planning(project.pk)
    assert len(planning.tasks) == 120
    assert planning.problem == ""
    assert Membership.objects.filter(project=project).count() == 30
    assert all(line.who("A") and line.who("R") for line in load_matrix(project.pk).lines)


@pytest.mark.parametrize("options", [{"tasks": 0}, {"tasks": 5000}, {"tasks": 10, "people": 500}])
def test_a_generated_planning_out_of_bounds_is_wrong_usage(options: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="--tasks va de 1 à 1000"):
        run("seed_scale", requirements=2, slug="essai", **options)
