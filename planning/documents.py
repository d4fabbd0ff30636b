"""The planning as a document: its dates in brief, the diagram, the tasks by phase, and what each gate requires."""

from collections.abc import Iterator
from typing import Any

from charter.blocks import load_project
from charter.documents import heading_of, today
from charter.findings import findings_chapter
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import listed
from crmproject.toolkit.documents import document
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.plain import Chapter, plain_layout
from crmproject.toolkit.runs import group_runs
from planning.gates import Facts, GateReview, review_gates
from planning.live import live_data, load_slippage
from planning.reading import Planning, as_data, load_planning

# The room of a diagram: its pages are shared with nothing.
WHOLE_PAGES = 1000.0
# Lines of a diagram that is alone, and of one among several: the height of a page.
ALONE, AMONG = 36, 28
# Tasks that a part may hold.
TASKS = (30, 60)
RULES = (
    "R-PLANNING",
    "R-COHERENCE",
    "R-BILAN",
    "R-PERFECTIONNEMENT",
    "R-DUREE",
    "R-REMPL",
    "R-JALONS",
    "R-VALID",
)
NO_TASK = "Aucune tâche n’est encore au planning."


@document("planning", "Planning", icon="calendar-range", page="planning")
def planning_document(gathering: Gathering) -> Layout:
    """The planning on landscape pages."""
    found = gathering.once(load_planning)
    data: dict[str, Any] = as_data(found)
    reviews = review_gates(Facts(gathering.once(load_project), gathering))
    live = live_data(found, reviews, load_slippage(gathering))
    gates = {"rows": [_gate(one) for one in reviews]}
    chapters = [
        Chapter("En bref", (_chunk("brief", "planning/document_brief.html", _brief(found, gathering)),)),
        Chapter(
            "Diagramme",
            (_chunk("gantt", "planning/document_gantt.html", _chart(data, live), size=WHOLE_PAGES),)
            if found.end
            else (),
            found.problem or NO_TASK,
            lying=True,
        ),
        Chapter("Tâches, par phase", tuple(_tasks(data)), NO_TASK, lying=True),
        Chapter(
            "Points de validation",
            (_chunk("gates", "planning/document_gates.html", gates),) if reviews else (),
            "Aucun point de validation n’est encore posé.",
            lying=True,
        ),
        findings_chapter(gathering, RULES, "Ce que disent les règles", lying=True),
    ]
    lead = "Les dates se calculent en jours ouvrés, jours fériés français exclus."
    return plain_layout(heading_of(gathering, "Planning", lead), chapters, day=today())


def _chunk(name: str, template: str, data: dict[str, Any], *, size: float = 0) -> Chunk:
    return Chunk(name=name, template=template, data=data, lying=True, size=size)


def _brief(found: Planning, gathering: Gathering) -> dict[str, Any]:
    target = gathering.once(load_project).target_end
    return {
        "start": found.start.isoformat() if found.start else "",
        "end": found.end.isoformat() if found.end else "",
        "target": target.isoformat(),
        "late": bool(found.end and found.end > target),
        "tasks": len(found.tasks),
        "critical": sum(bool(line.dates and line.dates.is_critical) for line in found.tasks),
        "phases": [
            {
                "title": line.phase.title,
                "start": line.start.isoformat() if line.start else "",
                "end": line.end.isoformat() if line.end else "",
                "tasks": len(line.tasks),
                "critical": sum(bool(one.dates and one.dates.is_critical) for one in line.tasks),
            }
            for line in found.phases
            if line.tasks
        ],
        "gates": [
            {"key": one.gate.key, "title": one.gate.title, "date": one.date.isoformat() if one.date else ""}
            for one in found.gates
        ],
        "without_owner": listed(f"{line.task.key} {line.task.title}" for line in found.without_owner),
        "problem": found.problem,
    }


def _chart(data: dict[str, Any], live: dict[str, Any]) -> dict[str, Any]:
    """The diagram’s data, in one drawing or in several that take the width of the page."""
    lines = sum(1 + len(phase["tasks"]) for phase in data["rows"]) + 1 + len(data["gates"])
    return {"chart": data, "live": live, "lines": ALONE if lines <= ALONE else AMONG}


def _tasks(data: dict[str, Any]) -> Iterator[Chunk]:
    """The table of tasks, cut where it is long; a phase that goes on repeats its title."""
    least, most = TASKS
    groups = [(str(phase["key"]), phase["tasks"]) for phase in data["rows"]]
    phases = {str(phase["key"]): phase for phase in data["rows"]}
    cut = group_runs(groups, least=least, most=most, name=lambda task: str(task["key"]))
    seen: set[str] = set()
    for rank, some in enumerate(cut):
        rows = [{**phases[key], "tasks": tasks, "goes_on": key in seen} for key, tasks in some]
        seen |= {key for key, _ in some}
        yield Chunk(
            name="tasks",
            template="planning/document_tasks.html",
            data={"rows": rows},
            run=rank,
            runs=len(cut),
            lying=True,
        )


def _gate(review: GateReview) -> dict[str, Any]:
    line, decision = review.line, review.decision
    conditions = decision.conditions.all() if decision else []
    return {
        "key": review.gate.key,
        "title": review.gate.title,
        "date": line.date.isoformat() if line and line.date else "",
        "after": list(line.after) if line else [],
        "state": str(review.state.label),
        "needs": [
            {"title": need.title, "met": need.met, "lacks": [lack.text for lack in need.lacks]}
            for need in review.needs
        ],
        "decision": {
            "outcome": str(decision.get_outcome_display()),
            "name": decision.name,
            "at": decision.decided_at.isoformat(),
            "text": decision.text,
        }
        if decision
        else None,
        "conditions": [
            {
                "text": one.text,
                "owner": one.owner.display_name,
                "due": one.due.isoformat(),
                "lifted": one.lifted_at.isoformat() if one.lifted_at else "",
            }
            for one in conditions
            if not one.is_deleted
        ],
    }
