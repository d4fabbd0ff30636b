"""What a project wrote of its review: each data set in one query."""

from planning.models import (
    ActualCost,
    Improvement,
    Lesson,
    ObjectiveVerdict,
    Review,
    ReviewVersion,
    RiskOutcome,
)


def load_review(project_id: int) -> Review | None:
    found: Review | None = Review.objects.live().filter(project=project_id).first()
    return found


def load_versions(project_id: int) -> list[ReviewVersion]:
    """Closed reviews, the latest first."""
    rows = ReviewVersion.objects.filter(review__project=project_id).select_related("review__project")
    return list(rows)


def load_verdicts(project_id: int) -> dict[int, ObjectiveVerdict]:
    """By objective."""
    rows = ObjectiveVerdict.objects.live().filter(project=project_id)
    return {one.objective_id: one for one in rows}


def load_outcomes(project_id: int) -> dict[int, RiskOutcome]:
    """By risk."""
    return {one.risk_id: one for one in RiskOutcome.objects.live().filter(project=project_id)}


def load_costs(project_id: int) -> dict[str, ActualCost]:
    """By category."""
    return {one.category: one for one in ActualCost.objects.live().filter(project=project_id)}


def load_lessons(project_id: int) -> list[Lesson]:
    return list(Lesson.objects.live().filter(project=project_id))


def load_improvements(project_id: int) -> list[Improvement]:
    related = ("owner__user", "lesson", "indicator", "objective", "task")
    return list(Improvement.objects.live().filter(project=project_id).select_related(*related))
