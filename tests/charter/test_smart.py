"""The SMART grid: what each letter wants, what is signalled and what is refused in words [R-SMART]."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from charter import smart
from charter.models import Department, OperationalObjective, Project
from charter.smart import Goal, State
from tests.factories import OperationalObjectiveFactory
from tests.personas import ClientFor

FULL = Goal(
    title="Réduire le délai de réponse",
    crm_action="Relances automatiques",
    expected="Moins d’affaires perdues",
    measure="délai de première réponse",
    baseline=Decimal(48),
    target=Decimal(24),
    unit="heures",
    how="Pipeline",
    relevance="Conversion",
    due=datetime.date(2027, 12, 31),
    start=datetime.date(2027, 1, 11),
)


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def changed(**values: Any) -> Goal:
    return Goal(**{**vars(FULL), **values})


def states(goal: Goal) -> str:
    """« met » is +, « partial » is ~, « missing » is -, letter by letter."""
    signs = {State.MET: "+", State.PARTIAL: "~", State.MISSING: "-"}
    return "".join(one.criterion.letter + signs[one.state] for one in smart.judge(goal))


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        (FULL, "S+M+A+R+T+"),
        (Goal(), "S-M-A~R~T-"),
        (changed(target=None), "S+M-A+R+T+"),
        (changed(baseline=None), "S+M~A+R+T+"),
        (changed(unit=""), "S+M~A+R+T+"),
        (changed(target=Decimal(48)), "S+M-A+R+T+"),
        (changed(how=""), "S+M+A~R+T+"),
        (changed(relevance=""), "S+M+A+R~T+"),
        (changed(due=None), "S+M+A+R+T-"),
        (changed(due=datetime.date(2026, 12, 31)), "S+M+A+R+T-"),
        (changed(expected=""), "S~M+A+R+T+"),
    ],
)
def test_r_smart_each_letter_says_what_it_lacks(goal: Goal, told: str) -> None:
    assert states(goal) == told


def test_r_smart_signals_the_target_and_the_date_only() -> None:
    assert smart.is_signalled(changed(target=None))
    assert smart.is_signalled(changed(due=None))
    assert not smart.is_signalled(changed(baseline=None, how="", relevance="", unit=""))
    assert smart.lacking(changed(baseline=None, due=None)) == "la valeur de départ (M), l’échéance (T)"


def test_every_field_of_the_grid_belongs_to_one_letter() -> None:
    asked = [name for one in smart.CRITERIA for name in one.fields]
    assert sorted(asked) == sorted(set(vars(FULL)) - {"start"})


def posted(department: Department, **values: object) -> dict[str, object]:
    return {
        "ref": "OP-9",
        "department": department.pk,
        "horizon": "short",
        "title": "Réduire le délai de réponse",
        "measure": "délai de première réponse",
        "baseline": "48",
        "target": "24",
        "unit": "heures",
        "due": "2027-12-31",
        **values,
    }


def add(project: Project, client: Client, department: Department, **values: object) -> Any:
    return client.post(
        reverse("register_add", args=[project.slug, "objectifs"]), posted(department, **values)
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1 234,50", "1234.50"), ("1234.5", "1234.50"), ("12k", "12000.00"), ("1\u202f234,50", "1234.50")],
)
def test_figures_are_typed_the_french_way(
    project: Project, com: Department, manager: Client, typed: str, kept: str
) -> None:
    assert add(project, manager, com, target=typed).status_code == 302
    assert str(OperationalObjective.objects.get().target) == kept


@pytest.mark.parametrize("typed", ["beaucoup", "12 000 000 000 000 000", "1,2,3"])
def test_an_absurd_figure_is_refused_and_kept_in_the_form(
    project: Project, com: Department, manager: Client, typed: str
) -> None:
    answer = add(project, manager, com, target=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not OperationalObjective.objects.exists()


def test_a_target_equal_to_the_baseline_is_refused_in_words(
    project: Project, com: Department, manager: Client
) -> None:
    answer = add(project, manager, com, baseline="48", target="48,0")
    assert answer.status_code == 422
    assert answer.context["form"].errors["target"] == [
        "La cible est égale à la valeur de départ (48\u00a0heures)\u00a0: rien ne changerait. "
        "Donnez une autre cible, ou laissez vide une valeur de départ encore inconnue."
    ]
    assert 'value="48,0"' in answer.content.decode()


def test_a_deadline_before_the_project_is_refused_in_words(
    project: Project, com: Department, manager: Client
) -> None:
    answer = add(project, manager, com, due="2027-01-10")
    assert answer.status_code == 422
    [told] = answer.context["form"].errors["due"]
    assert told == (
        "L’échéance (10\u00a0janvier 2027) précède le début du projet (11\u00a0janvier 2027)\u00a0: "
        "choisissez une date qui le suive."
    )
    assert add(project, manager, com, due="2027-01-11").status_code == 302


def check(project: Project, client: Client, **values: object) -> str:
    answer = client.post(reverse("objective_check", args=[project.slug]), values)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ").split())


def test_the_grid_is_judged_while_typing_and_nothing_is_kept(
    project: Project, com: Department, manager: Client
) -> None:
    page = check(project, manager, **posted(com, due=""))
    assert "les moyens" in page
    assert "l’échéance" in page
    assert not OperationalObjective.objects.exists()


def test_the_live_grid_says_what_will_be_refused(project: Project, com: Department, manager: Client) -> None:
    assert "rien ne changerait" in check(project, manager, **posted(com, target="48"))
    assert "« demain »" in check(project, manager, **posted(com, target="demain"))
    assert "précède le début du projet" in check(project, manager, **posted(com, due="2020-01-01"))


def test_each_letter_bears_a_word_and_an_icon(project: Project, com: Department, manager: Client) -> None:
    page = check(project, manager, **posted(com, due=""))
    for word, icon in (("Manque", "exclamation-octagon"), ("À compléter", "circle-half")):
        assert word in page
        assert icon in page


def test_the_form_groups_its_fields_by_letter(project: Project, com: Department, manager: Client) -> None:
    page = manager.get(reverse("register_add", args=[project.slug, "objectifs"])).content.decode()
    places = [page.index(f'id="smart-{letter}"') for letter in "SMART"]
    assert places == sorted(places)
    for one, begins, ends in zip(smart.CRITERIA, places, [*places[1:], len(page)], strict=True):
        for name in one.fields:
            assert begins < page.index(f'name="{name}"') < ends


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "À compléter"),
        ({"due": None}, "Manque"),
        ({"crm_action": "Relances", "expected": "Mieux", "how": "Outil", "relevance": "Ventes"}, "Complet"),
    ],
)
def test_the_list_tells_the_same_judgement(com: Department, values: dict[str, Any], told: str) -> None:
    one = OperationalObjectiveFactory(department=com, **values)
    goal = Goal.of(one, one.project.start)
    context = {"lacking": smart.lacking(goal), "signalled": smart.is_signalled(goal)}
    assert told in render_to_string("charter/objectives/_signal.html", context)


def test_two_people_on_one_objective_conflict(project: Project, com: Department, manager: Client) -> None:
    one = OperationalObjectiveFactory(department=com, ref="OP-9")
    url = reverse("register_edit", args=[project.slug, "objectifs", one.pk])
    assert manager.post(url, {**posted(com, title="Le premier"), "version": 1}).status_code == 302
    answer = manager.post(url, {**posted(com, title="Le second"), "version": 1})
    assert answer.status_code == 409
    assert "Le premier" in answer.content.decode()
    assert "Le second" in answer.content.decode()
