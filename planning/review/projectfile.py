"""The review in a project file: what is being written of it, and those that were closed."""

from collections import defaultdict
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from charter.filepart import (
    Amount,
    Checking,
    Choice,
    FileModel,
    FilePart,
    Loading,
    one_of,
    register,
    required,
    upto,
)
from charter.models import Indicator, Project, Risk
from charter.models.budget import BudgetCategory
from charter.projectfiles.rows import create_rows, entry_of, live_email, live_rows
from charter.projectfiles.schema import EmailReference
from crmproject.toolkit.richtext import clean_html, plain_text
from planning.models import ActualCost, Improvement, Lesson, ObjectiveVerdict, Review, RiskOutcome
from planning.models.review import (
    COMMENT,
    TITLE,
    ActionState,
    LessonCategory,
    LessonKind,
    ReviewOpinion,
    RiskEnd,
    Verdict,
)
from planning.models.tasks import LARGEST_EFFORT
from planning.review.closedfile import ClosedEntry, check_closed, dump_closed, load_closed

MAX_CONCLUSION = 60_000


def _opinion(value: str) -> str:
    if value and value not in ReviewOpinion.values:
        raise PydanticCustomError(
            "choice",
            "valeur inconnue «\u00a0{value}\u00a0»\u00a0; valeurs possibles\u00a0: {possible}",
            {"value": value, "possible": ", ".join(ReviewOpinion.values)},
        )
    return value


class VerdictEntry(FileModel):
    objective: str
    verdict: Annotated[Choice, one_of(Verdict)] | None = None
    comment: Annotated[str, upto(COMMENT)] = ""


class OutcomeEntry(FileModel):
    risk: str
    outcome: Annotated[Choice, one_of(RiskEnd)] | None = None
    comment: Annotated[str, upto(COMMENT)] = ""


class CostEntry(FileModel):
    category: Annotated[Choice, one_of(BudgetCategory)]
    amount: Amount | None = None
    comment: Annotated[str, upto(COMMENT)] = ""


class LessonEntry(FileModel):
    title: Annotated[str, required(TITLE)]
    kind: Annotated[Choice, one_of(LessonKind)] = LessonKind.WORKED.value
    category: Annotated[Choice, one_of(LessonCategory)]
    detail: Annotated[str, upto(2000)] = ""
    concerns: Annotated[str, upto(TITLE)] = ""
    follow_up: Annotated[str, upto(500)] = ""


class ActionEntry(FileModel):
    title: Annotated[str, required(TITLE)]
    reason: Annotated[str, upto(500)] = ""
    lesson: str | None = None
    indicator: str | None = None
    objective: str | None = None
    owner: EmailReference = None
    due: date | None = None
    state: Annotated[Choice, one_of(ActionState)] = ActionState.TODO.value
    effort: Annotated[Amount, Field(le=LARGEST_EFFORT)] | None = None
    task: str | None = None


class ReviewEntry(FileModel):
    held_on: date | None = None
    opinion: Annotated[Choice, AfterValidator(_opinion)] = ""
    conclusion: Annotated[str, upto(MAX_CONCLUSION)] = ""
    objectives: list[VerdictEntry] = Field(default_factory=list)
    risks: list[OutcomeEntry] = Field(default_factory=list)
    costs: list[CostEntry] = Field(default_factory=list)
    lessons: list[LessonEntry] = Field(default_factory=list)
    actions: list[ActionEntry] = Field(default_factory=list)
    # Whether the next review is being written, or the last one still stands as it was closed.
    is_open: bool = True
    closed: list[ClosedEntry] = Field(default_factory=list)


def _check(checking: Checking, entry: ReviewEntry) -> None:
    checking.once([one.objective for one in entry.objectives], "review.objectives")
    for index, one in enumerate(entry.objectives):
        path = f"review.objectives[{index}].objective"
        checking.expect("objective", one.objective, path, unknown="objectif inconnu")
    checking.once([one.category for one in entry.costs], "review.costs")
    _check_risks(checking, entry)
    check_closed(checking, entry.closed)
    if not entry.is_open:
        _check_last(checking, entry)
    lessons = {one.title for one in entry.lessons}
    indicators = {one.name for one in checking.values.get("indicators") or []}
    for index, action in enumerate(entry.actions):
        path = f"review.actions[{index}]"
        checking.member(action.owner, f"{path}.owner")
        checking.expect("objective", action.objective, f"{path}.objective", unknown="objectif inconnu")
        checking.expect("task", action.task, f"{path}.task", unknown="tâche inconnue")
        _named(checking, action.lesson, lessons, f"{path}.lesson", "enseignement inconnu")
        if "indicators" in checking.values:
            _named(checking, action.indicator, indicators, f"{path}.indicator", "indicateur inconnu")


def _check_last(checking: Checking, entry: ReviewEntry) -> None:
    """A review that isn’t open is the last one that was closed."""
    if not entry.closed:
        checking.refuse("review.is_open", "aucun bilan n’est clos : retirez cette clé")
    if not entry.opinion or not plain_text(clean_html(entry.conclusion)):
        checking.refuse("review.is_open", "un bilan clos a une conclusion et un avis")


def _check_risks(checking: Checking, entry: ReviewEntry) -> None:
    """Each risk by its title; as many times as the title stands."""
    if "risks" not in checking.values:
        return
    titles = [one.title for one in checking.values["risks"] or []]
    for index, one in enumerate(entry.risks):
        if one.risk in titles:
            titles.remove(one.risk)
        else:
            checking.refuse(
                f"review.risks[{index}].risk", f"risque inconnu ou répété\u00a0: «\u00a0{one.risk}\u00a0»"
            )


def _named(checking: Checking, name: str | None, known: set[str], path: str, unknown: str) -> None:
    if name is not None and name not in known:
        checking.refuse(path, f"{unknown}\u00a0: «\u00a0{name}\u00a0»")


def _load(loading: Loading, entry: ReviewEntry) -> None:
    written = entry.model_dump(include={"held_on", "opinion", "conclusion"})
    if any(written.values()) or entry.closed:
        values = {**written, "conclusion": clean_html(entry.conclusion), "is_open": entry.is_open}
        load_closed(loading, create_rows(Review, loading, [values])[0], entry.closed)
    create_rows(
        ObjectiveVerdict,
        loading,
        (
            {
                "objective": loading.objectives[one.objective],
                "verdict": one.verdict or "",
                "comment": one.comment,
            }
            for one in entry.objectives
        ),
    )
    risks = _by_name(Risk, loading.project, "title")
    create_rows(
        RiskOutcome,
        loading,
        (
            {"risk": risks[one.risk].pop(0), "outcome": one.outcome or "", "comment": one.comment}
            for one in entry.risks
        ),
    )
    create_rows(ActualCost, loading, (one.model_dump() for one in entry.costs))
    _load_actions(loading, entry)


def _load_actions(loading: Loading, entry: ReviewEntry) -> None:
    create_rows(Lesson, loading, (one.model_dump() for one in entry.lessons))
    lessons = _by_name(Lesson, loading.project, "title")
    indicators = _by_name(Indicator, loading.project, "name")
    tasks = loading.named.get("task", {})
    create_rows(
        Improvement,
        loading,
        (
            {
                **one.model_dump(),
                "lesson": lessons[one.lesson][0] if one.lesson else None,
                "indicator": indicators[one.indicator][0] if one.indicator else None,
                "objective": loading.objectives[one.objective] if one.objective else None,
                "owner": loading.member(one.owner),
                "task": tasks[one.task] if one.task else None,
            }
            for one in entry.actions
        ),
    )


def _by_name(model: Any, project: Project, name: str) -> dict[str, list[Any]]:
    """Rows of the same name in their order."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in live_rows(model, project):
        found[getattr(row, name)].append(row)
    return found


def _dump(project: Project) -> ReviewEntry | None:
    review = live_rows(Review, project).first()
    verdicts = live_rows(ObjectiveVerdict, project, "objective")
    outcomes = live_rows(RiskOutcome, project, "risk")
    costs = live_rows(ActualCost, project)
    entry = ReviewEntry(
        held_on=review.held_on if review else None,
        opinion=review.opinion if review else "",
        conclusion=review.conclusion if review else "",
        objectives=[
            VerdictEntry(objective=one.objective.ref, verdict=one.verdict or None, comment=one.comment)
            for one in verdicts
            if not one.objective.is_deleted and (one.verdict or one.comment)
        ],
        risks=[
            OutcomeEntry(risk=one.risk.title, outcome=one.outcome or None, comment=one.comment)
            for one in outcomes
            if not one.risk.is_deleted and (one.outcome or one.comment)
        ],
        costs=[entry_of(CostEntry, one) for one in costs if one.amount is not None or one.comment],
        lessons=[entry_of(LessonEntry, one) for one in live_rows(Lesson, project)],
        actions=[_action(one) for one in live_rows(Improvement, project, *RELATED)],
        is_open=review.is_open if review else True,
        closed=dump_closed(project),
    )
    return entry if entry != ReviewEntry() else None


RELATED = ("owner__user", "lesson", "indicator", "objective", "task")


def _action(one: Improvement) -> ActionEntry:
    return entry_of(
        ActionEntry,
        one,
        lesson=one.lesson.title if one.lesson and not one.lesson.is_deleted else None,
        indicator=one.indicator.name if one.indicator and not one.indicator.is_deleted else None,
        objective=one.objective.ref if one.objective and not one.objective.is_deleted else None,
        owner=live_email(one.owner),
        task=one.live_task.key if one.live_task else None,
    )


register(FilePart("review", ReviewEntry, _load, _dump, 138, check=_check, default=ReviewEntry))
