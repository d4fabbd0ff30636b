"""Importance and urgency of requirements, and the drawings of the table of priorities."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pghistory.core import event_models

from charter.models import Department, Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.fingerprints import fingerprint
from requirements.drawings import priority_bars, priority_figures, priority_quadrants
from requirements.models import Requirement
from tests.factories import RequirementFactory

pytestmark = pytest.mark.django_db


def collect(name: str, project: Project, department: str = "") -> dict[str, Any]:
    block = blocks.get(name)
    assert block is not None
    return block.collect(Gathering(project.pk), Place(department))


def table(project: Project) -> str:
    return render_to_string("blocks/priorities.html", {"data": collect("priorities", project)})


def score(need: Requirement, **scores: int | None) -> None:
    need.write(read_version=need.version, **scores)
    need.refresh_from_db()


def test_a_project_without_scores_keeps_the_content_of_its_table(com: Department) -> None:
    need = RequirementFactory(department=com, title="Relance", priority="must")
    (group,) = collect("priorities", com.project)["rows"]
    assert group["items"] == [
        {"ref": need.ref, "title": "Relance", "department": com.name, "category_label": "Fonctionnelle"}
    ]


def test_a_score_changes_the_table_of_priorities_and_no_other_block(com: Department) -> None:
    need = RequirementFactory(department=com, category="technical", priority="must")
    names = [block.name for block in blocks.all_blocks()]
    before = {name: fingerprint(collect(name, com.project, com.code)) for name in names}
    score(need, importance=5, urgency=2)
    after = {name: fingerprint(collect(name, com.project, com.code)) for name in names}
    assert {name for name in names if before[name] != after[name]} == {"priorities"}


def test_columns_and_quarters_appear_with_the_first_scores(com: Department) -> None:
    need = RequirementFactory(department=com)
    assert "Importance" not in table(com.project)
    score(need, importance=5)
    html = table(com.project)
    assert "Importance</th>" in html
    assert "À livrer d’abord" not in html
    score(need, urgency=4)
    html = table(com.project)
    assert "À livrer d’abord" in html
    assert 'colspan="6"' in html


def test_the_quarters_say_how_many_are_important_and_urgent(com: Department) -> None:
    for importance, urgency in ((5, 4), (4, 4), (5, 3), (1, 1)):
        RequirementFactory(department=com, importance=importance, urgency=urgency)
    RequirementFactory(department=com)
    drawing = priority_quadrants(priority_figures(collect("priorities", com.project)))
    assert drawing is not None
    assert "Notées sur les deux axes\u00a0: 4 exigences sur 5." in drawing
    assert "À livrer d’abord, importantes et urgentes (4 ou 5)\u00a0: 2." in drawing


def test_priorities_are_drawn_by_department(com: Department, direction: Department) -> None:
    RequirementFactory(department=com, priority="must")
    for _ in range(3):
        RequirementFactory(department=direction, priority="could")
    (drawing,) = priority_bars(priority_figures(collect("priorities", com.project)))
    assert "4 exigences, dont 25\u00a0% de «\u00a0Must\u00a0»." in drawing
    assert f"Premier demandeur\u00a0: {direction.name}, 3." in drawing


def test_a_run_of_a_long_table_draws_the_whole_or_nothing(com: Department) -> None:
    RequirementFactory(department=com, importance=5, urgency=5)
    data = collect("priorities", com.project)
    first = {**data, "figures": priority_figures(data), "scored": True}
    next_one = {"rows": [{"priority": "must", "items": []}], "figures": None, "scored": True}
    assert render_to_string("blocks/priorities.html", {"data": first}) == table(com.project)
    html = render_to_string("blocks/priorities.html", {"data": next_one})
    assert "<svg" not in html
    assert "Importance</th>" in html


@pytest.mark.parametrize("scores", [{"importance": 0}, {"urgency": 6}])
def test_the_database_keeps_scores_from_1_to_5(com: Department, scores: dict[str, int]) -> None:
    need = RequirementFactory(department=com)
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.filter(pk=need.pk).update(**scores)


def test_a_score_is_written_in_the_form_shown_on_the_card_and_kept_in_the_history(
    client_for: Any, com: Department
) -> None:
    need, manager = RequirementFactory(department=com), client_for("manager")
    form = {
        "version": need.version, "title": need.title, "department": com.pk, "category": need.category,
        "priority": need.priority, "text": need.text, "importance": "4", "urgency": "",
    }  # fmt: skip
    address = reverse("requirement_edit", args=[com.project.slug, need.ref])
    assert manager.post(address, {**form, "importance": "6"}).status_code == 422
    assert manager.post(address, form).status_code == 302
    need.refresh_from_db()
    assert (need.importance, need.urgency) == (4, None)
    listing: Client = client_for("reader")
    assert "4 – forte" in listing.get(reverse("requirements", args=[com.project.slug])).content.decode()
    (events,) = event_models(tracks_model=Requirement)
    kept: Any = events._base_manager.filter(pgh_obj=need.pk).latest("pgh_id")
    assert kept.importance == 4
