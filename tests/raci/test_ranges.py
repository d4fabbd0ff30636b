"""Ranges in a browser: filled at once, exchanged with a spreadsheet, refused whole, undone (Show 2)."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charter.models import Membership
from raci.models import Activity, Assignment
from tests.raci.browser import cell, open_matrix, paste, saved, stand_on
from tests.raci.factories import ActivityFactory


@pytest.fixture
def second(activity: Activity) -> Activity:
    found: Activity = ActivityFactory(
        project=activity.project, title="Formation", position=activity.position + 1
    )
    return found


@pytest.fixture
def matrix(
    page: Page,
    live_server: LiveServer,
    activity: Activity,
    second: Activity,
    manager: Membership,
    claire: Membership,
    karim: Membership,
) -> Page:
    return open_matrix(page, live_server, activity, manager.user)


def written() -> set[tuple[str, int, str]]:
    rows = Assignment.objects.values_list("activity__title", "member_id", "role")
    return {(title, member or 0, role) for title, member, role in rows}


def test_a_range_chosen_by_keyboard_is_filled_by_one_key_and_undone_at_once(
    matrix: Page, activity: Activity, second: Activity, manager: Membership, claire: Membership
) -> None:
    stand_on(matrix, activity, manager)
    matrix.keyboard.press("Shift+ArrowRight")
    matrix.keyboard.press("Shift+ArrowDown")
    expect(matrix.locator("td[aria-selected]")).to_have_count(4)
    matrix.keyboard.press("c")
    expect(cell(matrix, second, claire)).to_have_text("C")
    saved(matrix)
    assert len(written()) == 4
    matrix.keyboard.press("Control+z")
    expect(cell(matrix, second, claire)).to_have_text("")
    saved(matrix)
    assert written() == set()


def test_a_range_is_chosen_by_dragging(
    matrix: Page, activity: Activity, second: Activity, manager: Membership, claire: Membership
) -> None:
    cell(matrix, activity, manager).hover()
    matrix.mouse.down()
    cell(matrix, second, claire).hover()
    matrix.mouse.up()
    expect(matrix.locator("td[aria-selected]")).to_have_count(4)
    matrix.keyboard.press("i")
    saved(matrix)
    assert len(written()) == 4


def test_a_table_of_a_spreadsheet_is_pasted_and_copied_back(
    matrix: Page,
    activity: Activity,
    second: Activity,
    manager: Membership,
    claire: Membership,
    karim: Membership,
) -> None:
    stand_on(matrix, activity, manager)
    paste(matrix, "r/a\tc\t\r\nR\tA\t-\r\n")
    expect(cell(matrix, activity, manager)).to_have_text("AR")
    expect(cell(matrix, second, claire)).to_have_text("A")
    saved(matrix)
    assert written() == {
        ("Reprise des données", manager.pk, "A"),
        ("Reprise des données", manager.pk, "R"),
        ("Reprise des données", claire.pk, "C"),
        ("Formation", manager.pk, "R"),
        ("Formation", claire.pk, "A"),
    }
    matrix.keyboard.press("Control+c")
    copied = matrix.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r\n", "\n") == "A/R\tC\t\nR\tA\t"


def test_a_pasted_table_with_a_wrong_cell_is_refused_whole_and_kept_to_be_mended(
    matrix: Page, activity: Activity, second: Activity, manager: Membership, claire: Membership
) -> None:
    stand_on(matrix, activity, manager)
    paste(matrix, "R\tvalide\nA\tC")
    kept = matrix.get_by_label("Ce que vous avez collé")
    expect(kept).to_have_value("R\tvalide\nA\tC")
    expect(kept).to_be_focused()
    expect(matrix.locator("#raci-refusal")).to_contain_text("«\u00a0valide\u00a0» n’est pas un rôle")
    expect(cell(matrix, activity, manager)).to_have_text("")
    assert written() == set()
    kept.fill("R\tI\nA\tC")
    matrix.get_by_role("button", name="Coller le texte corrigé").click()
    expect(cell(matrix, second, claire)).to_have_text("C")
    saved(matrix)
    assert len(written()) == 4


def test_a_table_larger_than_the_matrix_is_refused_before_anything_is_written(
    matrix: Page, second: Activity, karim: Membership
) -> None:
    stand_on(matrix, second, karim)
    paste(matrix, "R\tA\nC\tI")
    expect(matrix.locator("#raci-refusal")).to_contain_text("Le tableau collé a 2 lignes et 2 colonnes")
    expect(matrix.get_by_label("Ce que vous avez collé")).to_have_value("R\tA\nC\tI")
    assert written() == set()


def test_two_a_on_a_pasted_line_are_told_and_none_is_written(
    matrix: Page, activity: Activity, manager: Membership
) -> None:
    stand_on(matrix, activity, manager)
    paste(matrix, "A\tA")
    expect(matrix.locator("#raci-refusal")).to_contain_text("Deux A sur cette ligne")
    assert written() == set()
