"""The review: judged, closed once, frozen for good, opened again; its lessons and the actions that come of it."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import InternalError, connection, transaction
from django.urls import reverse

from accounts.models import User
from accounts.reminders import obligations
from charter.models import Membership, Project
from charter.openpoints import open_points
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.refusals import RefusedError
from planning.actions.review import ReviewStateError, close_review, plan_improvement, reopen_review
from planning.models import (
    ActualCost,
    Improvement,
    ObjectiveVerdict,
    Review,
    ReviewVersion,
    Task,
)
from planning.review.comparing import compare
from tests.addresses_review import make_improvement, make_review
from tests.factories import BudgetLineFactory, MembershipFactory, OperationalObjectiveFactory, RiskFactory
from tests.personas import ClientFor
from tests.planning.reviewing import after, content, indicator, plan, read, step

pytestmark = pytest.mark.django_db
DAY = datetime.date
HELD = DAY(2026, 3, 23)
CONFLICT, REFUSED = 409, 422


def close(project: Project, *, reason: str = "", seen: str = "") -> ReviewVersion:
    return close_review(
        project=project, read=seen or read(project), early_reason=reason, by=project.manager, title="Chef"
    )


@pytest.fixture
def ready(project: Project) -> Project:
    """A CRM in place, and a review with its conclusion."""
    plan(project, review=HELD, refresher=DAY(2026, 4, 13))
    make_review(project, held_on=HELD)
    indicator(project, (DAY(2026, 3, 20), 70))
    return project


def test_a_closed_review_keeps_its_content_and_its_fingerprint(ready: Project) -> None:
    version = close(ready)
    assert (version.number, version.name, version.held_on) == (1, str(ready.manager), HELD)
    assert version.fingerprint == fingerprint(version.content)
    indicator(ready, name="Nouveau")
    version.refresh_from_db()
    assert [one["name"] for one in version.content["indicators"]] == ["Fiches avec une adresse"]


def test_nothing_rewrites_a_closed_review(ready: Project) -> None:
    version = close(ready)
    with pytest.raises(InternalError), transaction.atomic():
        ReviewVersion.objects.filter(pk=version.pk).update(name="Quelqu’un d’autre")


def test_a_review_is_closed_once(ready: Project) -> None:
    close(ready)
    with pytest.raises(ReviewStateError, match="déjà clos"):
        close(ready)
    assert ReviewVersion.objects.count() == 1


@pytest.mark.parametrize("lacking", [{"conclusion": ""}, {"opinion": ""}, {"conclusion": "<p> </p>"}])
def test_a_review_is_not_closed_without_its_conclusion_and_an_opinion(
    ready: Project, lacking: dict[str, str]
) -> None:
    make_review(ready, held_on=HELD, **lacking)
    with pytest.raises(RefusedError, match="conclusion"):
        close(ready)


def test_a_review_that_nobody_wrote_is_not_closed(project: Project) -> None:
    with pytest.raises(RefusedError, match="conclusion"):
        close(project)


def test_a_review_is_closed_on_what_was_read(ready: Project) -> None:
    seen = read(ready)
    indicator(ready, name="Ajouté entre-temps")
    with pytest.raises(ReviewStateError, match="a changé"):
        close(ready, seen=seen)


def test_before_go_live_a_closing_says_why(ready: Project) -> None:
    make_review(ready, held_on=DAY(2026, 2, 20))
    with pytest.raises(RefusedError, match="pas encore en place"):
        close(ready)
    assert close(ready, reason="Le projet est arrêté.").early_reason == "Le projet est arrêté."


def test_a_review_is_not_closed_before_its_day(ready: Project) -> None:
    with time_machine.travel(DAY(2026, 3, 10)), pytest.raises(RefusedError, match="pas encore venu"):
        close(ready)


def test_a_review_opened_again_makes_another_version(ready: Project) -> None:
    first = close(ready)
    assert reopen_review(project=ready) == 2
    with pytest.raises(ReviewStateError, match="déjà ouvert"):
        reopen_review(project=ready)
    review = Review.objects.get(project=ready)
    assert (review.held_on, review.conclusion, review.opinion) == (None, "", "")
    make_review(ready, held_on=DAY(2026, 6, 1))
    indicators = content(ready)["indicators"]
    assert indicators[0]["value"] == 70
    second = close(ready)
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert [one.words for one in compare(first.content, second.content)] == ["stable"]


def test_two_reviews_tell_how_indicators_moved() -> None:
    def kept(**values: Any) -> dict[str, Any]:
        return {"indicators": [{"name": "Retours", "unit": "%", **values}]}

    before, later = kept(value=14, percent=0), kept(value="8.5", percent=61)
    (change,) = compare(before, later)
    assert change.words == "\u22125,5\u00a0%, se rapproche de la cible"
    assert compare({}, later)[0].words == "nouveau"
    assert compare(before, {})[0].words == "retiré"


def test_amounts_are_compared_with_the_first_year_category_by_category(project: Project) -> None:
    BudgetLineFactory(project=project, category="licences", amount=1000)
    BudgetLineFactory(project=project, category="training", amount=500)
    ActualCost.objects.create(project=project, category="licences", amount=Decimal("1250.50"))
    budget = content(project)["budget"]
    licences = budget["rows"][0]
    assert (licences["foreseen"], licences["actual"], licences["gap"], licences["percent"]) == (
        1000, "1250.5", "250.5", 25,
    )  # fmt: skip
    assert (budget["total"]["foreseen"], budget["total"]["actual"]) == (1000, "1250.5")
    assert budget["total"]["foreseen_all"] == 1500


@pytest.mark.parametrize(
    ("typed", "kept"), [("12k", "12000.00"), ("1 234,50 €", "1234.50"), ("1,2 M€", "1200000.00")]
)
def test_amounts_are_typed_as_in_the_budget(
    project: Project, client_for: ClientFor, typed: str, kept: str
) -> None:
    answer = client_for("manager").post(reverse("review_costs", args=[project.slug]), costs(licences=typed))
    assert answer.status_code == 302
    assert str(ActualCost.objects.get().amount) == kept


@pytest.mark.parametrize("typed", ["douze", "-5", "12kk", "99999999999999"])
def test_an_amount_that_cannot_be_read_is_refused_and_kept(
    project: Project, client_for: ClientFor, typed: str
) -> None:
    url = reverse("review_costs", args=[project.slug])
    answer = client_for("manager").post(url, costs(licences=typed, training="300"))
    assert answer.status_code == REFUSED
    assert typed in answer.text
    assert 'value="300"' in answer.text
    assert not ActualCost.objects.exists()


def costs(**typed: str) -> dict[str, str]:
    """What the page of amounts sends when only these were typed."""
    return {f"l{name}-amount": text for name, text in typed.items()} | {
        f"l{name}-version": "0" for name in typed
    }


def test_lines_are_written_together_and_a_stale_one_is_refused(
    project: Project, client_for: ClientFor
) -> None:
    department = project.department_rows.get(code="COM")
    one, other = (OperationalObjectiveFactory(department=department) for _ in range(2))
    url, client = reverse("review_objectives", args=[project.slug]), client_for("manager")
    typed = {f"l{one.pk}-verdict": "reached", f"l{one.pk}-version": "0", f"l{one.pk}-comment": "Oui"}
    assert client.post(url, typed).status_code == 302
    typed |= {f"l{one.pk}-comment": "Non", f"l{other.pk}-verdict": "missed", f"l{other.pk}-version": "0"}
    answer = client.post(url, typed)
    assert answer.status_code == CONFLICT
    assert "Non" in answer.text
    assert "Oui" in answer.text
    assert ObjectiveVerdict.objects.get().comment == "Oui"
    typed[f"l{one.pk}-version"] = "1"
    assert client.post(url, typed).status_code == 302
    assert ObjectiveVerdict.objects.count() == 2
    rows = content(project)["objectives"]
    assert [row["label"] for row in rows] == ["Atteint", "Non atteint"]


def test_a_closed_review_takes_no_more_judgements(ready: Project, client_for: ClientFor) -> None:
    risk = RiskFactory(project=ready)
    close(ready)
    url = reverse("review_risks", args=[ready.slug])
    typed = {f"l{risk.pk}-outcome": "happened", f"l{risk.pk}-comment": "En avril", f"l{risk.pk}-version": "0"}
    answer = client_for("manager").post(url, typed)
    assert answer.status_code == CONFLICT
    assert "En avril" in answer.text
    assert client_for("manager").get(url).status_code == 302


@pytest.mark.parametrize(("persona", "status"), [("manager", 302), ("sponsor", 302), ("head", 403)])
def test_the_manager_or_the_sponsor_closes(
    ready: Project, personas: dict[str, User], client_for: ClientFor, persona: str, status: int
) -> None:
    answer = client_for(persona).post(reverse("review_close", args=[ready.slug]), {"read": read(ready)})
    assert answer.status_code == status


def test_closing_in_the_page_answers_by_what_is_wrong(ready: Project, client_for: ClientFor) -> None:
    url, client = reverse("review_close", args=[ready.slug]), client_for("manager")
    assert client.post(url, {}).status_code == REFUSED
    assert client.post(url, {"read": "a" * 64}).status_code == CONFLICT
    assert client.post(url, {"read": read(ready)}).status_code == 302
    assert client.post(url, {"read": read(ready)}).status_code == CONFLICT
    page = client.get(reverse("review", args=[ready.slug]))
    assert "Bilan 1 clos le" in page.text


def test_the_conclusion_is_cleaned(project: Project, client_for: ClientFor) -> None:
    url = reverse("review_conclusion", args=[project.slug])
    text = '<p onclick="x()">Bien<script>alert(1)</script></p>'
    said = {"held_on": "2027-03-23", "opinion": "continue", "conclusion": text, "version": "0"}
    assert client_for("manager").post(url, said).status_code == 302
    assert Review.objects.get().conclusion == "<p>Bien</p>"
    early = {**said, "held_on": "2020-01-01", "version": "1"}
    assert client_for("manager").post(url, early).status_code == REFUSED


def test_an_action_becomes_a_task_of_the_optimisation_after_the_review(ready: Project) -> None:
    phase = ready.phase_rows.get(key="execution")
    step(phase, "T14", "Optimisation", DAY(2026, 4, 1))
    action = make_improvement(ready, effort=Decimal("3.5"), due=DAY(2026, 5, 1))
    task = plan_improvement(improvement=action)
    assert (task.phase, task.days, task.effort, task.due) == (phase, 4, Decimal("3.5"), DAY(2026, 5, 1))
    assert task.owner == action.owner
    assert after(task) == ["T13"]
    action.refresh_from_db()
    assert action.task == task
    with pytest.raises(ReviewStateError, match="déjà au planning"):
        plan_improvement(improvement=action)
    task.put_aside(read_version=1)
    assert plan_improvement(improvement=action).key != task.key


def test_an_action_that_is_over_stays_out_of_the_planning(ready: Project, client_for: ClientFor) -> None:
    action = make_improvement(ready, state="done")
    before = Task.objects.count()
    url = reverse("improvement_plan", args=[ready.slug, action.pk])
    assert client_for("manager").post(url).status_code == REFUSED
    assert Task.objects.count() == before


def test_an_owner_who_left_is_refused_in_words(project: Project, client_for: ClientFor) -> None:
    gone = MembershipFactory(project=project)
    gone.put_aside(read_version=1)
    url = reverse("register_add", args=[project.slug, "optimisation"])
    typed = {"title": "Nettoyer les adresses", "state": "todo", "owner": gone.pk}
    answer = client_for("manager").post(url, typed)
    assert answer.status_code == REFUSED
    assert "n’est pas, ou n’est plus, du projet" in answer.text
    assert "Nettoyer les adresses" in answer.text


def test_overdue_actions_are_open_points_and_reminded(project: Project) -> None:
    owner = MembershipFactory(project=project)
    make_improvement(project, owner=owner, due=DAY(2026, 1, 15))
    (point,) = [one for one in open_points(project) if one.kind == "Actions d’optimisation"]
    assert point.is_late
    assert point.who == str(owner.user)
    reminded = [one for one in obligations(DAY(2026, 2, 1)) if one.key.startswith("improvement:")]
    assert [one.user for one in reminded] == [owner.user]
    owner.put_aside(read_version=1)
    reminded = [one for one in obligations(DAY(2026, 2, 1)) if one.key.startswith("improvement:")]
    assert [one.user for one in reminded] == [project.manager]


def test_content_costs_as_many_queries_whatever_the_rows(project: Project) -> None:
    def queries() -> int:
        with connection.execute_wrapper(count):
            seen.clear()
            content(project)
        return len(seen)

    seen: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    department = project.department_rows.get(code="COM")
    member = Membership.objects.filter(project=project).first()

    def row(number: int) -> None:
        indicator(project, (DAY(2026, 3, 20), 70), name=f"Indicateur {number}")
        ObjectiveVerdict.objects.create(
            project=project, objective=OperationalObjectiveFactory(department=department), verdict="reached"
        )
        make_improvement(project, owner=member)

    row(0)
    few = queries()
    for number in range(1, 8):
        row(number)
    assert queries() == few
    assert Improvement.objects.count() == 8
