"""Editing lists of the review: what was learnt, and the optimisation plan."""

from charter.access import Permission, ProjectRequest
from charter.forms.people import person_label
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import long_date, number
from planning.forms.review import ImprovementForm, LessonForm
from planning.models import Improvement, Lesson
from planning.review.content import source_of
from planning.review.reading import load_improvements


def _why(action: Improvement) -> str:
    return " – ".join(filter(None, [action.reason, source_of(action)]))


def _owner(action: Improvement) -> str:
    return person_label(action.owner) if action.owner else "Sans responsable"


def _due(action: Improvement) -> str:
    return f"{long_date(action.due)} – dépassée" if action.is_late else long_date(action.due)


def _task(action: Improvement) -> str:
    return action.live_task.key if action.live_task else ""


def _to_plan(request: ProjectRequest) -> dict[str, object]:
    """The actions that may still become tasks."""
    if not request.access.allows(Permission.EDIT_PLANNING):
        return {"to_plan": []}
    actions = request.access.gathering.once(load_improvements)
    return {"to_plan": [one for one in actions if one.is_open and not one.live_task]}


lessons = register(
    Register(
        slug="enseignements",
        model=Lesson,
        form=LessonForm,
        title="Enseignements",
        lead="Ce qui a marché, ce qui n’a pas marché, ce qu’il faut changer.",
        add_label="Ajouter un enseignement",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        template="planning/review/list.html",
        columns=(
            Column("Enseignement", "title"),
            Column("Nature", "kind"),
            Column("Domaine", "category"),
            Column("Qui est concerné", "concerns"),
            Column("Suite donnée", "follow_up"),
        ),
        empty_text="Demandez à chaque service ce qu’il referait et ce qu’il ne referait pas, puis écrivez-le ici.",
    )
)
improvements = register(
    Register(
        slug="optimisation",
        model=Improvement,
        form=ImprovementForm,
        title="Plan d’optimisation",
        lead="Ce qui sera fait après le bilan, pourquoi, par qui et pour quand.",
        add_label="Ajouter une action",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        template="planning/review/list.html",
        related=("owner__user", "lesson", "indicator", "objective", "task"),
        context=_to_plan,
        columns=(
            Column("Action", "title"),
            Column("Pourquoi", _why),
            Column("Responsable", _owner),
            Column("Échéance", _due),
            Column("État", "state"),
            Column("Jours", lambda action: number(action.effort), numeric=True),
            Column("Tâche", _task),
        ),
        empty_text="Chaque enseignement à corriger mérite une action, un responsable et une date.",
    )
)
