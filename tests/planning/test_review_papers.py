"""The review on paper, and in a project file."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from charter.filepart import ProjectFileError
from charter.models import Project
from crmproject.toolkit import documents
from crmproject.toolkit.refusals import RefusedError
from planning.actions.review import close_review, reopen_review
from planning.models import Improvement, Lesson, Review, ReviewVersion, RiskOutcome
from planning.review.shape import ContentShape
from tests.addresses_review import make_improvement, make_review
from tests.charter.project_files import demo_data, dumped, load
from tests.documents import laid_out, printed
from tests.planning.reviewing import content, indicator, plan, read

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def ready(project: Project) -> Project:
    plan(project, review=DAY(2026, 3, 23), refresher=DAY(2026, 4, 13))
    make_review(project, held_on=DAY(2026, 3, 23))
    make_improvement(project)
    indicator(project, (DAY(2026, 3, 20), 70))
    return project


def _close(project: Project) -> None:
    close_review(project=project, read=read(project), early_reason="", by=project.manager, title="")


def test_the_review_prints_its_parts(ready: Project, tmp_path: Path) -> None:
    found = printed(ready, "bilan", tmp_path)
    for words in (
        "Bilan – projet",
        "Ce qui a été mesuré, face à la cible",
        "En bonne voie",
        "reste 50 % du chemin",
        "Nettoyer les adresses",
        "Adresses fausses",
        "un à deux mois après la mise en place",
        "Adopté par deux services.",
        "Aucune référence du planning n’a été prise",
    ):
        assert words in found.text, words


def test_a_closed_review_prints_what_it_kept(ready: Project, tmp_path: Path) -> None:
    _close(ready)
    Improvement.objects.update(title="Autre chose")
    found = printed(ready, "bilan", tmp_path)
    assert "Bilan 1" in found.text
    assert "Nettoyer les adresses" in found.text
    assert "Autre chose" not in found.text
    reopen_review(project=ready)
    assert laid_out(ready, "bilan").identity != laid_out(ready, "bilan-clos").identity


def test_each_closed_review_has_its_own_paper(
    ready: Project, tmp_path: Path, client_for: Callable[[str], Client]
) -> None:
    _close(ready)
    reopen_review(project=ready)
    Improvement.objects.update(title="Autre chose")
    Review.objects.update(held_on=DAY(2026, 4, 1), opinion="continue", conclusion="<p>Suite.</p>")
    _close(ready)
    first, last = (printed(ready, f"bilan-clos-{number}", tmp_path).text for number in (1, 2))
    assert "Nettoyer les adresses" in first
    assert "Autre chose" not in first
    assert "Autre chose" in last
    assert laid_out(ready, "bilan-clos").identity == laid_out(ready, "bilan-clos-2").identity
    page = client_for("sponsor").get(reverse("review_version", args=[ready.slug, 1])).content.decode()
    assert reverse("request_document", args=[ready.slug, "bilan-clos-1"]) in page
    reader = client_for("reader").get(reverse("review_version", args=[ready.slug, 1])).content.decode()
    assert "bilan-clos-1" not in reader


def test_the_paper_of_a_review_that_nobody_closed_is_refused_in_words(project: Project) -> None:
    with pytest.raises(RefusedError, match="ne porte le numéro 7"):
        laid_out(project, "bilan-clos-7")
    assert documents.get("bilan-clos-0") is None
    assert documents.get("planning-2") is None


def test_there_is_no_closed_review_to_print_before_one_is_closed(project: Project) -> None:
    with pytest.raises(RefusedError, match="encore clos"):
        laid_out(project, "bilan-clos")


def test_an_empty_review_says_so(project: Project, tmp_path: Path) -> None:
    found = printed(project, "bilan", tmp_path)
    assert "Aucun indicateur de succès n’est fixé" in found.text
    assert "La conclusion n’est pas encore écrite." in found.text


def _with_review() -> dict[str, object]:
    data = demo_data()
    data["review"] = {
        "held_on": DAY(2027, 8, 10),
        "opinion": "correct",
        "conclusion": "<p>Adopté.</p>",
        "objectives": [{"objective": "OP-1", "verdict": "partly", "comment": "En avance dans l’Est"}],
        "risks": [{"risk": "Retard de l'éditeur", "outcome": "happened"}],
        "costs": [{"category": "training", "amount": 2800.5}],
        "lessons": [{"title": "Le pilote a convaincu", "category": "human", "concerns": "Agences"}],
        "actions": [
            {
                "title": "Former les nouveaux",
                "lesson": "Le pilote a convaincu",
                "indicator": "Affaires perdues",
                "objective": "OP-1",
                "owner": "chef.projet@exemple.fr",
                "due": DAY(2027, 9, 1),
                "effort": 2.5,
                "task": "T14",
            }
        ],
    }
    return data


def test_a_review_is_read_from_a_file_and_written_again() -> None:
    project = load(_with_review(), replace=True)
    assert Review.objects.get(project=project).is_open
    assert RiskOutcome.objects.get(project=project).risk.title == "Retard de l'éditeur"
    action = Improvement.objects.get(project=project)
    assert action.lesson == Lesson.objects.get(project=project)
    assert action.task is not None
    assert action.task.key == "T14"
    first = dumped(project)
    assert "Le pilote a convaincu" in first
    assert dumped(load(yaml.safe_load(first), replace=True)) == first


def _dumped_again(project: Project) -> Project:
    """The project as its file makes it, whose own file is the same."""
    first = dumped(project)
    again = load(yaml.safe_load(first), replace=True)
    assert dumped(again) == first
    return again


def test_closed_reviews_are_written_with_who_and_when_and_read_as_they_were() -> None:
    project = load(_with_review(), replace=True)
    Review.objects.filter(project=project).update(held_on=DAY(2026, 11, 20))
    by = project.membership_rows.get(user__email="direction.generale@exemple.fr").user
    early = {"early_reason": "Le pilote suffit.", "title": "Direction générale"}
    close_review(project=project, read=read(project), by=by, **early)
    kept = ReviewVersion.objects.get(review__project=project)
    again = _dumped_again(project)
    version = ReviewVersion.objects.get(review__project=again)
    names = (
        "number",
        "content",
        "fingerprint",
        "held_on",
        "opinion",
        "early_reason",
        "closed_at",
        "name",
        "title",
    )
    for name in (*names, "closed_by_id"):
        assert getattr(version, name) == getattr(kept, name), name
    assert not Review.objects.get(project=again).is_open
    reopen_review(project=again)
    third = _dumped_again(again)
    assert Review.objects.get(project=third).is_open
    assert ReviewVersion.objects.filter(review__project=third).count() == 1


def test_a_full_review_has_the_shape_that_a_file_may_bring(ready: Project) -> None:
    """All that a review writes is known to what reads it back."""
    ContentShape.model_validate(content(ready))
    ContentShape.model_validate(content(load(_with_review(), replace=True)))


def _closed(project: Project) -> dict[str, Any]:
    """The file of a project with a closed review."""
    reviewed = load(_with_review(), replace=True)
    Review.objects.filter(project=reviewed).update(held_on=DAY(2026, 11, 20))
    close_review(project=reviewed, read=read(reviewed), early_reason="Tôt.", by=reviewed.manager, title="")
    found: dict[str, Any] = yaml.safe_load(dumped(reviewed))
    return found


@pytest.mark.parametrize(
    ("spoil", "path", "words"),
    [
        (lambda one: one["content"].update(opinion="Arrêter"), "review.closed[0].fingerprint", "empreinte"),
        (lambda one: one["content"].pop("risks"), "review.closed[0].content.risks", "manquante"),
        (lambda one: one["content"].update(day="hier"), "review.closed[0].content.day", "2027-03-31"),
        (lambda one: one["content"].update(autre=1), "review.closed[0].content.autre", "clé inconnue"),
        (lambda one: one.update(by="inconnu@exemple.fr"), "review.closed[0].by", "absente"),
        (lambda one: one.update(closed_at="hier"), "review.closed[0].closed_at", "moment refusé"),
        (lambda one: one.update(content="rien"), "review.closed[0].content", "groupe de clés"),
    ],
)
def test_a_spoilt_closed_review_is_refused_with_its_path(
    project: Project, spoil: Callable[[dict[str, Any]], object], path: str, words: str
) -> None:
    data = _closed(project)
    spoil(data["review"]["closed"][0])
    with pytest.raises(ProjectFileError) as refused:
        load(data, replace=True)
    told = dict(refused.value.problems)
    assert words in told[path]


def test_a_review_is_closed_only_with_what_was_closed() -> None:
    data = _with_review()
    data["review"] = {"is_open": False}
    with pytest.raises(ProjectFileError) as refused:
        load(data, replace=True)
    assert [where for where, _ in refused.value.problems] == ["review.is_open", "review.is_open"]


@pytest.mark.parametrize(
    ("part", "value", "path"),
    [
        ("objectives", [{"objective": "OP-99", "verdict": "partly"}], "review.objectives[0].objective"),
        ("risks", [{"risk": "Inconnu"}], "review.risks[0].risk"),
        ("costs", [{"category": "training"}, {"category": "training"}], "review.costs[1]"),
        ("actions", [{"title": "A", "lesson": "Rien"}], "review.actions[0].lesson"),
        ("actions", [{"title": "A", "task": "T99"}], "review.actions[0].task"),
        ("actions", [{"title": "A", "indicator": "Rien"}], "review.actions[0].indicator"),
        ("opinion", "peut-être", "review.opinion"),
    ],
)
def test_a_name_that_nothing_bears_is_refused_with_its_path(part: str, value: object, path: str) -> None:
    data = demo_data()
    data["review"] = {part: value}
    with pytest.raises(ProjectFileError) as refused:
        load(data, replace=True)
    assert path in [where for where, _ in refused.value.problems]
