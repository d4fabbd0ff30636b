"""What the content of a closed review may hold, as a file brings it: what `review_content` writes, and nothing else.

Pages and papers show it as it stands: a value of another kind would break them. What a later release adds is optional
here, so that reviews closed before stay readable.
"""

import re
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

# A figure that isn’t whole, as JSON keeps it exactly.
FIGURE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def _day(value: str) -> str:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise ValueError(
        f"date attendue, sous la forme «\u00a02027-03-31\u00a0», au lieu de «\u00a0{value[:60]}\u00a0»"
    )


def _figure(value: str) -> str:
    if FIGURE.fullmatch(value):
        return value
    raise ValueError(f"nombre attendu, au lieu de «\u00a0{value[:60]}\u00a0»")


Day = Annotated[str, AfterValidator(_day)]
PerhapsDay = Annotated[str, AfterValidator(lambda value: value and _day(value))]
Text = Annotated[str, Field(max_length=60_000)]
Whole = Annotated[int, Field(ge=-1_000_000_000_000, le=1_000_000_000_000)]
Figure = Whole | Annotated[str, AfterValidator(_figure)]


class Shape(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)


class DatesShape(Shape):
    go_live: PerhapsDay
    go_live_task: Text
    window: Text
    reviews: list[Text]
    refresher_window: Text
    refreshers: list[Text]
    warnings: list[Text]


class MeasurementShape(Shape):
    date: Day
    value: Figure
    author: Text = ""
    comment: Text = ""


class IndicatorShape(Shape):
    name: Text
    baseline: Figure | None
    target: Figure | None
    unit: Text
    owner: Text
    measurements: list[MeasurementShape] = Field(default_factory=list)
    progress: Text | None = None
    way: Text
    reached: Text
    label: Text
    percent: Whole | None
    distance: Text
    value: Figure | None
    value_text: Text
    on: PerhapsDay
    before: PerhapsDay

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if self.measurements and self.progress is None:
            raise ValueError("des mesures sans «\u00a0progress\u00a0»")
        return self


class CountShape(Shape):
    reached: Text
    label: Text
    number: Whole


class ObjectiveShape(Shape):
    ref: Text
    title: Text
    department: Text
    way: Text
    due: PerhapsDay
    verdict: Text
    label: Text
    comment: Text


class SlipShape(Shape):
    key: Text
    title: Text
    planned: PerhapsDay
    now: PerhapsDay
    days: Whole | None


class PlanningShape(Shape):
    reference: Text
    rows: list[SlipShape]


class GapShape(Shape):
    foreseen: Figure | None
    actual: Figure | None
    gap: Figure | None
    percent: Whole | None


class CostShape(GapShape):
    category: Text
    comment: Text


class TotalShape(GapShape):
    foreseen_all: Figure


class BudgetShape(Shape):
    rows: list[CostShape]
    total: TotalShape | None
    typed: Whole

    @model_validator(mode="after")
    def _added(self) -> Self:
        if self.rows and self.total is None:
            raise ValueError("des postes sans «\u00a0total\u00a0»")
        return self


class FactShape(Shape):
    label: Text
    text: Text


class RiskShape(Shape):
    title: Text
    level: Text
    outcome: Text
    label: Text
    happened: bool
    comment: Text


class LessonShape(Shape):
    title: Text
    category: Text
    detail: Text
    concerns: Text
    follow_up: Text


class LessonsShape(Shape):
    kind: Text
    label: Text
    rows: list[LessonShape]


class ActionShape(Shape):
    title: Text
    reason: Text
    source: Text
    owner: Text
    gone: bool
    due: PerhapsDay
    state: Text
    label: Text
    effort: Figure | None
    task: Text


class ContentShape(Shape):
    day: Day
    dates: DatesShape
    indicators: list[IndicatorShape]
    reached: list[CountShape]
    objectives: list[ObjectiveShape]
    planning: PlanningShape
    budget: BudgetShape
    facts: list[FactShape]
    risks: list[RiskShape]
    lessons: list[LessonsShape]
    actions: list[ActionShape]
    conclusion: Text
    opinion: Text
