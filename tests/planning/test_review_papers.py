"""The review on paper, and in a project file."""

import datetime
from pathlib import Path

import pytest
import yaml

from charter.filepart import ProjectFileError
from charter.models import Project
from crmproject.toolkit.refusals import RefusedError
from planning.actions.review import close_review, reopen_review
from planning.models import Improvement, Lesson, Review, RiskOutcome
from tests.addresses_review import make_improvement, make_review
from tests.charter.project_files import demo_data, dumped, load
from tests.documents import laid_out, printed
from tests.planning.reviewing import indicator, plan, read

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
