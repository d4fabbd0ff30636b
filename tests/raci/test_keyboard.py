"""The matrix in a browser, filled by keyboard alone (Show 2)."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charter.models import Membership
from raci.models import Activity, Assignment
from tests.raci.browser import cell, open_matrix, saved, stand_on
from tests.raci.factories import ActivityFactory


@pytest.fixture
def matrix(page: Page, live_server: LiveServer, activity: Activity, manager: Membership) -> Page:
    return open_matrix(page, live_server, activity, manager.user)


def test_letters_arrows_and_delete_fill_the_matrix(
    claire: Membership, activity: Activity, manager: Membership, matrix: Page
) -> None:
    first, second = cell(matrix, activity, manager), cell(matrix, activity, claire)
    line = matrix.locator(f"#activite-{activity.pk}")
    stand_on(matrix, activity, manager)
    matrix.keyboard.press("a")
    expect(first).to_have_text("A")
    expect(line).to_contain_text("Personne ne réalise (R).")
    matrix.keyboard.press("r")
    expect(first).to_have_text("AR")
    expect(line).not_to_have_class("is-invalid")
    expect(first).to_be_focused()
    expect(first).to_have_attribute(
        "aria-label", "Reprise des données, Chef de projet CRM\u00a0: approuve et réalise"
    )
    matrix.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    matrix.keyboard.press("i")
    expect(second).to_have_text("I")
    matrix.keyboard.press("Delete")
    expect(second).to_have_text("")
    saved(matrix)
    assert set(Assignment.objects.values_list("member_id", "role")) == {(manager.pk, "A"), (manager.pk, "R")}


def test_a_second_a_is_refused_and_taken_over_by_keyboard(
    claire: Membership, activity: Activity, manager: Membership, matrix: Page
) -> None:
    first, second = cell(matrix, activity, manager), cell(matrix, activity, claire)
    stand_on(matrix, activity, manager)
    matrix.keyboard.press("a")
    matrix.keyboard.press("ArrowRight")
    matrix.keyboard.press("a")
    question = matrix.get_by_role("button", name="Donner le A à Direction commerciale")
    expect(question).to_be_focused()
    expect(second).to_have_text("")
    assert Assignment.objects.get(role="A").member == manager
    matrix.keyboard.press("Enter")
    expect(second).to_have_text("A")
    expect(first).to_have_text("")
    expect(second).to_be_focused()
    saved(matrix)
    assert Assignment.objects.get(role="A").member == claire


def test_what_was_typed_behind_a_refused_letter_goes_back_with_it(
    claire: Membership, activity: Activity, manager: Membership, matrix: Page
) -> None:
    Assignment.objects.create(activity=activity, member=manager, role="A")
    second = stand_on(matrix, activity, claire)
    matrix.keyboard.press("a")
    matrix.keyboard.press("r")
    expect(matrix.get_by_role("button", name="Laisser comme c’est")).to_be_visible()
    expect(second).to_have_text("")
    matrix.keyboard.press("Escape")
    expect(second).to_be_focused()
    assert not Assignment.objects.filter(member=claire).exists()


def test_the_menu_writes_a_cell(
    claire: Membership, activity: Activity, manager: Membership, matrix: Page
) -> None:
    chosen = cell(matrix, activity, claire)
    chosen.click()
    matrix.get_by_role("menuitem", name="est consulté").click()
    expect(chosen).to_have_text("C")
    expect(chosen).to_be_focused()
    saved(matrix)
    assert Assignment.objects.get().role == "C"


def test_ctrl_z_undoes_the_last_act_then_the_one_before(
    claire: Membership, activity: Activity, manager: Membership, matrix: Page
) -> None:
    first, second = cell(matrix, activity, manager), cell(matrix, activity, claire)
    stand_on(matrix, activity, manager)
    matrix.keyboard.press("a")
    matrix.keyboard.press("ArrowRight")
    matrix.keyboard.press("c")
    matrix.keyboard.press("Control+z")
    expect(second).to_have_text("")
    expect(first).to_have_text("A")
    matrix.keyboard.press("Control+z")
    expect(first).to_have_text("")
    expect(first).to_be_focused()
    saved(matrix)
    assert not Assignment.objects.exists()


def test_lines_are_looked_for_and_phases_folded(
    activity: Activity, manager: Membership, matrix: Page
) -> None:
    other = ActivityFactory(project=activity.project, title="Formation")
    matrix.reload()
    lines = [matrix.locator(f"#activite-{one.pk}") for one in (activity, other)]
    matrix.get_by_label("Activité", exact=True).fill("donnees")
    expect(lines[1]).to_be_hidden()
    expect(lines[0]).to_be_visible()
    expect(matrix.locator("[data-raci-shown]")).to_have_text("1 sur 2 activités")
    matrix.get_by_label("Activité", exact=True).fill("")
    expect(lines[1]).to_be_visible()
    matrix.get_by_role("button", name="Autres activités").click()
    expect(lines[0]).to_be_hidden()
