"""How the permissions test visits the addresses of the review."""

import datetime
from typing import Any

from charter.models import Membership, OperationalObjective, Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.fingerprints import fingerprint
from planning.models import Improvement, Lesson, Phase, Review, ReviewVersion
from planning.review.content import review_content
from tests.visits import Provider, Visit

HELD = datetime.date(2026, 1, 15)


def make_review(project: Project, **values: Any) -> Review:
    """A review with its conclusion, ready to be closed."""
    said = {"held_on": HELD, "opinion": "correct", "conclusion": "<p>Adopté par deux services.</p>", **values}
    return Review.objects.update_or_create(project=project, defaults=said)[0]


def make_version(project: Project) -> ReviewVersion:
    """A closed review, on the content of the day."""
    review = make_review(project)
    content = review_content(Gathering(project.pk))
    number = ReviewVersion.objects.filter(review=review).count() + 1
    Review.objects.filter(pk=review.pk).update(is_open=False)
    return ReviewVersion.objects.create(
        review=review,
        number=number,
        content=content,
        fingerprint=fingerprint(content),
        held_on=HELD,
        opinion="correct",
        closed_by=project.manager,
        name=str(project.manager),
    )


def make_improvement(project: Project, **values: Any) -> Improvement:
    """An action with all that it may come from."""
    lesson = Lesson.objects.create(
        project=project, kind="failed", category="data", title="Adresses fausses", concerns="Marketing"
    )
    Phase.objects.get_or_create(project=project, key="execution", defaults={"title": "Exécution"})
    said = {
        "title": "Nettoyer les adresses",
        "lesson": lesson,
        "objective": OperationalObjective.objects.live().filter(project=project).first(),
        "owner": Membership.objects.live().filter(project=project).order_by("pk").first(),
        "due": HELD,
        **values,
    }
    action: Improvement = Improvement.objects.create(project=project, **said)
    return action


def ready(method: str = "GET", **data: Any) -> Provider:
    """An address of a review that is open."""

    def visit(project: Project) -> Visit:
        make_review(project)
        make_improvement(project)
        return Visit(method=method, data=data)

    return visit


def closing(project: Project) -> Visit:
    make_review(project)
    read = fingerprint(review_content(Gathering(project.pk)))
    return Visit(method="POST", data={"read": read, "early_reason": "Le pilote suffit."})


def reopening(project: Project) -> Visit:
    make_version(project)
    return Visit(method="POST")


def on_version(project: Project) -> Visit:
    return Visit({"number": make_version(project).number})


def planning_it(project: Project) -> Visit:
    return Visit({"pk": make_improvement(project).pk}, "POST")


ADDRESSES: dict[str, Provider] = {
    "review": ready(),
    "review_conclusion": ready(),
    "review_objectives": ready(),
    "review_risks": ready(),
    "review_costs": ready(),
    "review_close": closing,
    "review_reopen": reopening,
    "review_evolution": ready(),
    "review_version": on_version,
    "improvement_plan": planning_it,
}
