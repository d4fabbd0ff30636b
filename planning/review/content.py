"""What a review says, as plain data: the page shows it, the document prints it, a closed review keeps it."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from charter.blocks import load_budget, load_budget_settings, load_indicators, load_objectives, load_risks
from charter.blocks.indicators import row_of
from charter.blocks.reading import figure
from charter.budgetsheet import sheet_of
from charter.models import Indicator, OperationalObjective, Risk
from charter.models.budget import BudgetCategory
from charter.progress import progress_of, way, with_unit
from crmproject.toolkit.blocks import Gathering, Json
from planning.baselines import Slip, latest, slippage
from planning.models import Improvement, Lesson
from planning.models.review import LessonKind, RiskEnd
from planning.reading import load_planning
from planning.review.facts import facts
from planning.review.judging import Found, Reached, judge
from planning.review.reading import (
    load_costs,
    load_improvements,
    load_lessons,
    load_outcomes,
    load_review,
    load_verdicts,
)
from planning.review.when import Appointment, Dates, review_dates

type Content = dict[str, Any]

CENT = Decimal("0.01")


def review_day(gathering: Gathering) -> datetime.date:
    """The day at which the review looks: its own, or today while it has none."""
    review = gathering.once(load_review)
    return review.held_on if review and review.held_on else timezone.localdate()


def review_content(gathering: Gathering) -> Content:
    """The whole review as it stands, in a number of queries that doesn’t depend on the size."""
    day, dates = review_day(gathering), gathering.derived(review_dates)
    review = gathering.once(load_review)
    indicators = [_indicator(one, day, dates.live_on) for one in gathering.once(load_indicators)]
    return {
        "day": day.isoformat(),
        "dates": _dates(dates),
        "indicators": indicators,
        "reached": _counts([str(one["reached"]) for one in indicators]),
        "objectives": _objectives(gathering),
        "planning": _planning(gathering, dates),
        "budget": _budget(gathering),
        "facts": [{"label": one.label, "text": one.text} for one in facts(gathering, day)],
        "risks": _risks(gathering),
        "lessons": _lessons(gathering.once(load_lessons)),
        "actions": [_action(one) for one in gathering.once(load_improvements)],
        "conclusion": review.conclusion if review else "",
        "opinion": str(review.get_opinion_display()) if review and review.opinion else "",
    }


def _dates(dates: Dates) -> Json:
    def planned(one: Appointment | None) -> Json:
        return one.words if one else ""

    return {
        "go_live": dates.live_on.isoformat() if dates.live_on else "",
        "go_live_task": planned(dates.go_live),
        "window": dates.window.words if dates.window else "",
        "reviews": [one.words for one in dates.reviews],
        "refresher_window": dates.refresher_window.words if dates.refresher_window else "",
        "refreshers": [one.words for one in dates.refreshers],
        "warnings": list(dates.warnings),
    }


def _indicator(one: Indicator, day: datetime.date, live_on: datetime.date | None) -> dict[str, Any]:
    row: dict[str, Any] = row_of(one)
    measured = [Found(each.measured_on, each.value) for each in one.measured if each.measured_on <= day]
    found = judge(baseline=one.baseline, target=one.target, measured=measured, on=day, live_on=live_on)
    shown: dict[str, Any] = {name: row[name] for name in ("name", "baseline", "target", "unit", "owner")}
    if measured:
        shown["measurements"] = [each for each in row["measurements"] if each["date"] <= day.isoformat()]
        shown["progress"] = progress_of(one.baseline, one.target, measured[-1].value).words
    last, before = found.last, found.before
    return {
        **shown,
        "way": way(one.baseline, one.target, one.unit),
        "reached": found.reached.value,
        "label": found.reached.label,
        "percent": found.percent,
        "distance": found.distance(one.unit),
        "value": figure(last.value) if last else None,
        "value_text": with_unit(last.value, one.unit) if last else "",
        "on": last.day.isoformat() if last else "",
        "before": before.day.isoformat() if before else "",
    }


def _counts(states: list[str]) -> list[Json]:
    return [
        {"reached": one.value, "label": one.label, "number": states.count(one.value)}
        for one in Reached
        if one.value in states
    ]


def _objectives(gathering: Gathering) -> list[Json]:
    verdicts = gathering.once(load_verdicts)

    def row(one: OperationalObjective) -> Json:
        verdict = verdicts.get(one.pk)
        return {
            "ref": one.ref,
            "title": one.title,
            "department": one.department.name,
            "way": way(one.baseline, one.target, one.unit) if one.target is not None else "",
            "due": one.due.isoformat() if one.due else "",
            "verdict": verdict.verdict if verdict else "",
            "label": str(verdict.get_verdict_display()) if verdict and verdict.verdict else "",
            "comment": verdict.comment if verdict else "",
        }

    return [row(one) for one in gathering.once(load_objectives)]


def _planning(gathering: Gathering, dates: Dates) -> Json:
    """The main dates against the last reference: gates, what the review turns on, and the end."""
    baseline = gathering.once(latest)
    if baseline is None:
        return {"reference": "", "rows": []}
    found = slippage(gathering.once(load_planning), baseline)
    main = {one.key for one in [*dates.reviews, *dates.refreshers, dates.go_live] if one and one.key}
    rows: list[Json] = [_slip(one) for one in found.slips if one.is_gate or one.shown.key in main]
    rows.append(
        {
            "key": "",
            "title": "Fin du planning",
            "planned": found.planned_end.isoformat() if found.planned_end else "",
            "now": found.end.isoformat() if found.end else "",
            "days": found.days,
        }
    )
    return {"reference": str(baseline), "rows": rows}


def _slip(one: Slip) -> Json:
    return {
        "key": one.shown.key,
        "title": one.shown.title,
        "planned": one.planned.end.isoformat() if one.planned else "",
        "now": one.now.end.isoformat() if one.now else "",
        "days": one.days,
    }


def foreseen_costs(gathering: Gathering) -> dict[str, Decimal]:
    """The likely cost of each category in the first year, the provision among the contingencies."""
    likely = sheet_of(gathering.once(load_budget), gathering.once(load_budget_settings)).likely
    found = {name: years[0] for name, years in likely.categories.items()}
    if likely.contingency[0]:
        spare = BudgetCategory.CONTINGENCY.value
        found[spare] = found.get(spare, Decimal(0)) + likely.contingency[0]
    return found


def _budget(gathering: Gathering) -> Json:
    foreseen, costs = foreseen_costs(gathering), gathering.once(load_costs)
    typed = {one.category: one.amount for one in costs.values() if one.amount is not None}
    rows: list[Json] = [
        {
            "category": category.label,
            "comment": costs[category.value].comment if category.value in costs else "",
            **_compared(foreseen.get(category.value, Decimal(0)), typed.get(category.value)),
        }
        for category in BudgetCategory
        if category.value in foreseen or category.value in typed
    ]
    if not rows:
        return {"rows": [], "total": None, "typed": 0}
    # Totals compare what both columns know: a category without its real cost counts in neither.
    known = sum((foreseen.get(name, Decimal(0)) for name in typed), Decimal(0))
    total = _compared(known, sum(typed.values(), Decimal(0)) if typed else None)
    return {
        "rows": rows,
        "total": {**total, "foreseen_all": figure(sum(foreseen.values(), Decimal(0)))},
        "typed": len(typed),
    }


def _compared(foreseen: Decimal, actual: Decimal | None) -> dict[str, Json]:
    gap = None if actual is None else (actual - foreseen).quantize(CENT)
    share = round(100 * gap / foreseen) if gap is not None and foreseen else None
    return {
        "foreseen": figure(foreseen),
        "actual": figure(actual),
        "gap": figure(gap),
        "percent": share,
    }


def _risks(gathering: Gathering) -> list[Json]:
    outcomes = gathering.once(load_outcomes)

    def row(one: Risk) -> Json:
        outcome = outcomes.get(one.pk)
        return {
            "title": one.title,
            "level": "crainte" if one.is_fear else one.level,
            "outcome": outcome.outcome if outcome else "",
            "label": str(outcome.get_outcome_display()) if outcome and outcome.outcome else "",
            "happened": bool(outcome and outcome.outcome == RiskEnd.HAPPENED),
            "comment": outcome.comment if outcome else "",
        }

    return [row(one) for one in gathering.once(load_risks)]


def _lessons(lessons: list[Lesson]) -> list[Json]:
    """By kind, those of which there are none left out."""
    found: list[Json] = []
    for kind in LessonKind:
        rows: list[Json] = [
            {
                "title": one.title,
                "category": str(one.get_category_display()),
                "detail": one.detail,
                "concerns": one.concerns,
                "follow_up": one.follow_up,
            }
            for one in lessons
            if one.kind == kind
        ]
        if rows:
            found.append({"kind": kind.value, "label": str(kind.label), "rows": rows})
    return found


def _action(one: Improvement) -> Json:
    return {
        "title": one.title,
        "reason": one.reason,
        "source": source_of(one),
        "owner": one.owner.display_name if one.owner else "",
        "gone": bool(one.owner and one.owner.is_deleted),
        "due": one.due.isoformat() if one.due else "",
        "state": one.state,
        "label": str(one.get_state_display()),
        "effort": figure(one.effort),
        "task": one.live_task.key if one.live_task else "",
    }


def source_of(one: Improvement) -> str:
    """What an action comes from: « enseignement « … », indicateur « … », objectif OP-1 »."""
    named = []
    if one.lesson and not one.lesson.is_deleted:
        named.append(f"enseignement «\u00a0{one.lesson.title}\u00a0»")
    if one.indicator and not one.indicator.is_deleted:
        named.append(f"indicateur «\u00a0{one.indicator.name}\u00a0»")
    if one.objective and not one.objective.is_deleted:
        named.append(f"objectif {one.objective.ref}")
    return ", ".join(named)
