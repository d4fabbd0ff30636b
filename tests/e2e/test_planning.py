"""The planning changed in the page, by mouse on the chart or by keyboard in its table, its effect seen first."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from charter.models import Membership, Project
from crmproject.environment import BASE_DIR
from planning.models import Baseline, Gate, GateDecision, Task, TaskDependency
from planning.reading import load_planning
from requirements.models import Section
from tests.agreement import agree, retype
from tests.e2e.people import PASSWORD, Person

pytestmark = pytest.mark.django_db(transaction=True)

MANAGER = "chef.projet@exemple.fr"
HERE = "/projets/negoce/planning/"
PLACE = """([key, shown]) => {
  const task = gantt.getTaskBy("key", key)[0];
  if (shown) gantt.showTask(task.id);
  const bar = gantt.getTaskNode(task.id).getBoundingClientRect();
  const day = gantt.posFromDate(new Date(2027, 4, 11)) - gantt.posFromDate(new Date(2027, 4, 10));
  return { left: bar.left, right: bar.right, y: bar.top + bar.height / 2, day };
}"""

TO_CHART = """() => {
  const { top } = document.querySelector(".gantt-panel").getBoundingClientRect();
  window.scrollTo({ top: top + window.scrollY - 80, behavior: "instant" });
}"""


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """A page of many tasks takes its time on a busy machine."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def negoce(transactional_db: None) -> Project:
    """The demo’s project, and its accounts."""
    call_command("load_project", str(BASE_DIR / "demo" / "projet-negoce.yaml"))
    call_command("demo_accounts")
    return Project.objects.get(slug="negoce")


def task(key: str) -> Task:
    found: Task = Task.objects.get(project__slug="negoce", key=key)
    return found


def starts(key: str) -> date:
    line = load_planning(Project.objects.get(slug="negoce").pk).task(key)
    assert line
    assert line.dates
    return line.dates.start


def open_chart(person: Person, zoom: str = "Semaine") -> None:
    page = person.page
    page.set_default_timeout(45_000)
    person.go(HERE)
    page.locator("[data-gantt][data-ready]").wait_for()
    page.get_by_role("button", name=zoom, exact=True).click()
    page.evaluate(TO_CHART)


def place(person: Person, key: str, *, shown: bool = True) -> dict[str, float]:
    """Where the bar of this task is, brought into view unless `shown` is false."""
    person.page.evaluate(PLACE, [key, shown])
    person.page.wait_for_timeout(300)
    found: dict[str, float] = person.page.evaluate(PLACE, [key, False])
    return found


def drag(person: Person, start: tuple[float, float], *stops: tuple[float, float]) -> None:
    """Press at the start, go through the stops as a hand does, let go."""
    mouse = person.page.mouse
    mouse.move(*start)
    person.page.wait_for_timeout(150)
    mouse.down()
    for stop in stops:
        mouse.move(*stop, steps=8)
    person.page.wait_for_timeout(150)
    mouse.up()


def panel(person: Person) -> Any:
    return person.page.locator("#planning-effect-panel")


def accept(person: Person) -> None:
    """Save, and wait until the chart is drawn from the new dates."""
    chart = person.page.locator("[data-gantt]")
    before = chart.get_attribute("data-stamp") or ""
    panel(person).get_by_role("button", name="Enregistrer").click()
    expect(panel(person)).to_have_count(0)
    expect(chart).not_to_have_attribute("data-stamp", before)


def test_a_task_is_dragged_linked_and_slips_from_its_reference(
    negoce: Project, live_server: Any, browser: Browser
) -> None:
    person = Person.sign_in(browser, live_server.url, MANAGER)
    page = person.page
    page.set_default_timeout(45_000)
    person.go(f"{HERE}references/")
    page.locator("main [name=title]").fill("Accord du comité")
    page.get_by_role("button", name="Garder les dates d’aujourd’hui").click()
    expect(page.get_by_role("link", name="Accord du comité")).to_be_visible()
    assert Baseline.objects.get(project=negoce, number=2).lines.exists()

    open_chart(person)
    expect(page.get_by_label(re.compile("Référence 2"))).to_be_checked()
    before = starts("T06C")
    bar = place(person, "T06C")
    middle = ((bar["left"] + bar["right"]) / 2, bar["y"])
    drag(person, middle, (middle[0] + 5, bar["y"]), (middle[0] + 14 * bar["day"], bar["y"]))
    expect(panel(person)).to_contain_text("T06C")
    expect(panel(person)).to_contain_text("plus tard")
    expect(page.locator(".gantt_task_line.is-proposed").first).to_be_visible()
    assert task("T06C").version == 1, "nothing is written before it is accepted"
    accept(person)
    assert task("T06C").start
    assert starts("T06C") > before
    expect(page.locator("#tache-T06C")).to_contain_text("pas avant le")
    expect(page.locator("#tache-T06C")).to_contain_text("plus tard")
    expect(page.locator(".gantt-extra-planned").first).to_be_attached()

    # Drawn from the end of one bar to the start of another.
    page.get_by_role("button", name="Mois", exact=True).click()
    bar, target = place(person, "T06C"), place(person, "T09", shown=False)
    page.mouse.move((bar["left"] + bar["right"]) / 2, bar["y"])
    drag(
        person,
        (bar["right"] + 13, bar["y"]),
        (target["left"] + 4, target["y"]),
        (target["left"] - 13, target["y"]),
    )
    expect(panel(person)).to_contain_text("Lien de T06C vers T09")
    panel(person).get_by_label("Délai (jours ouvrés)").fill("2")
    panel(person).get_by_role("button", name="Revoir l’effet").click()
    expect(panel(person)).to_contain_text("T06C FD+2")
    accept(person)
    link = TaskDependency.objects.get(task=task("T09"), predecessor=task("T06C"))
    assert (link.kind, link.lag) == ("FS", 2)

    # Pulled by its right edge.
    page.get_by_role("button", name="Semaine", exact=True).click()
    days = task("T06C").days
    bar = place(person, "T06C")
    page.mouse.move((bar["left"] + bar["right"]) / 2, bar["y"])
    drag(person, (bar["right"] + 2, bar["y"]), (bar["right"] + 7 * bar["day"], bar["y"]))
    expect(panel(person)).to_contain_text("Durée (jours ouvrés)")
    accept(person)
    assert task("T06C").days > days
    assert not person.problems


def test_a_drag_that_breaks_a_constraint_is_told_and_given_up(
    negoce: Project, live_server: Any, browser: Browser
) -> None:
    person = Person.sign_in(browser, live_server.url, MANAGER)
    page = person.page
    open_chart(person)
    was = starts("T07")
    bar = place(person, "T07")
    middle = ((bar["left"] + bar["right"]) / 2, bar["y"])
    drag(person, middle, (middle[0] - 5, bar["y"]), (middle[0] - 14 * bar["day"], bar["y"]))
    expect(panel(person)).to_contain_text("T07 ne peut pas commencer avant le")
    expect(panel(person)).to_contain_text("elle attend T06B")
    page.keyboard.press("Escape")
    expect(panel(person)).to_have_count(0)
    assert (starts("T07"), task("T07").version) == (was, 1)

    # Somebody else writes the same task meanwhile: what stands now is shown, nothing is lost.
    other = task("T07")
    other.write(read_version=1, progress=25)
    drag(person, middle, (middle[0] + 5, bar["y"]), (middle[0] + 14 * bar["day"], bar["y"]))
    expect(panel(person)).to_contain_text("Quelqu’un a modifié cette tâche")
    expect(panel(person)).to_contain_text("25")
    panel(person).get_by_role("button", name="Enregistrer sur ce qui est là").click()
    expect(panel(person)).to_have_count(0)
    assert starts("T07") > was
    assert task("T07").progress == 25


def test_a_row_is_changed_by_keyboard_alone(negoce: Project, live_server: Any, browser: Browser) -> None:
    person = Person.sign_in(browser, live_server.url, MANAGER)
    page = person.page
    person.go(HERE)
    keys = page.keyboard
    page.get_by_role("link", name=re.compile("^Modifier T08 ")).focus()
    keys.press("Enter")
    form = page.get_by_role("form", name=re.compile("^Modifier T08"))
    expect(form.get_by_label("Début", exact=True)).to_be_focused()
    keys.type("pas")
    keys.press("Tab")
    form.get_by_label("Date", exact=True).fill("2027-05-03")
    for _ in range(8):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "days":
            break
    keys.press("Control+A")
    keys.type("4")
    form.get_by_label("Après").press("Control+A")
    keys.type("T06 DD+3")
    keys.press("Enter")
    expect(panel(person)).to_be_focused()
    expect(panel(person)).to_contain_text("T06 DD+3")
    expect(panel(person)).to_contain_text("3 mai 2027")
    assert task("T08").version == 1
    panel(person).get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_role("link", name=re.compile("^Modifier T08 "))).to_be_focused()
    saved = task("T08")
    assert (saved.start, saved.days) == (date(2027, 5, 3), 4)
    link = TaskDependency.objects.get(task=saved)
    assert (link.predecessor.key, link.kind, link.lag) == ("T06", "SS", 3)
    assert not person.problems


def test_the_planning_is_changed_without_javascript(
    negoce: Project, live_server: Any, browser: Browser
) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/compte/login/")
    page.locator("input[name=login]").fill(MANAGER)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.goto(f"{live_server.url}{HERE}")
    expect(page.locator(".gantt-chart").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^Modifier T08 ")).click()
    page.get_by_label("Jours ouvrés").fill("6")
    page.get_by_role("button", name="Voir l’effet").click()
    expect(page.get_by_role("heading", name="Effet du changement")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#tache-T08")).to_contain_text("6")
    assert task("T08").days == 6


def test_a_gate_waits_for_a_section_then_is_passed_and_the_chart_says_so(
    negoce: Project, live_server: Any, browser: Browser
) -> None:
    """R-JALONS: the state of a gate on the chart is the real one."""
    section = Section.objects.get(specification__project=negoce, key="context")
    gate = Gate.objects.get(project=negoce, key="G4")
    gate.write(read_version=gate.version, needs_sections=True, needs_checks=False, needs_decision=False)
    gate.sections.set([section])
    person = Person.sign_in(browser, live_server.url, MANAGER)
    page = person.page
    open_chart(person, "Mois")
    page.evaluate("gantt.showTask(gantt.getTaskBy('key', 'G4')[0].id)")
    expect(page.locator(".gantt_row.is-gate.is-preparing", has_text="G4")).to_contain_text("à préparer")
    person.go(f"{HERE}jalons/G4/")
    expect(page.get_by_text(re.compile(section.title)).first).to_be_visible()

    retype(section, "<p>Le besoin, relu par tous.</p>")
    head = Membership.objects.get(project=negoce, user__email="direction.commerciale@exemple.fr")
    agree(Section.objects.get(pk=section.pk), head)
    open_chart(person, "Mois")
    page.evaluate("gantt.showTask(gantt.getTaskBy('key', 'G4')[0].id)")
    expect(page.locator(".gantt_row.is-gate.is-ready", has_text="G4")).to_contain_text("prêt")

    person.go(f"{HERE}jalons/G4/")
    page.get_by_label("Franchi", exact=True).check()
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_text("Décision enregistrée").first).to_be_visible()
    assert GateDecision.objects.get(gate=gate).outcome == "passed"
    open_chart(person, "Mois")
    page.evaluate("gantt.showTask(gantt.getTaskBy('key', 'G4')[0].id)")
    expect(page.locator(".gantt_row.is-gate.is-passed", has_text="G4")).to_contain_text("franchi")
