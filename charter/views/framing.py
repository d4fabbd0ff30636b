"""What is thought over before the project: the five preparations, and the questions of the framing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.framing import tick_preparation
from charter.forms.framing import AnswerForm, TickForm, answer_forms
from charter.framing import Standing, answered, load_answers, standings
from charter.framing_questions import PARTS, Part, part_of
from charter.history import last_write
from charter.preparation import PREPARATIONS
from charter.views.pages import CONFLICT, REFUSED, back_url, project_page
from charter.views.single import told
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Place
from crmproject.toolkit.rows import StaleWriteError

PAGE = "charter/framing/framing.html"
# The blocks of the page, in the order in which the charter is read.
CHAPTERS = ("diagnosis", "who_what_where", "scope", "exit_plan", "feasibility")
ICONS = {
    "diagnosis": "compass",
    "who_what_where": "signpost-split",
    "scope": "arrows-move",
    "exit_plan": "box-arrow-right",
    "feasibility": "clipboard-check",
}


@dataclass(frozen=True)
class Line:
    """A preparation with the form that notes it."""

    standing: Standing
    form: TickForm


@project_view(Permission.VIEW)
@require_safe
def framing(request: ProjectRequest) -> HttpResponse:
    """All that prepares the project, beside what its data say."""
    return _page(request)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def tick(request: ProjectRequest, preparation: str) -> HttpResponse:
    """Note that a preparation is done, or is not any more."""
    found = next((one for one in PREPARATIONS if one.key == preparation), None)
    if found is None:
        raise Http404("Ce préparatif n’existe pas.")
    form = TickForm(request.POST, key=preparation, tick=None)
    if not form.is_valid():
        return _page(request, status=REFUSED, key=preparation, form=form)
    done, member = form.cleaned_data["done"], request.access.membership
    try:
        tick_preparation(
            project=request.project,
            key=preparation,
            done=done,
            note=form.cleaned_data["note"],
            who=member.display_name if member else str(request.user),
            on=timezone.localdate(),
            read_version=form.cleaned_data["version"] or 0,
        )
    except StaleWriteError as stale:
        return _page(request, status=CONFLICT, key=preparation, form=_kept(form, stale))
    state = "noté comme fait" if done else "noté comme à faire"
    messages.success(request, f"{found.title}\u00a0: {state}.")
    return redirect(reverse("framing", args=[request.project.slug]) + f"#{preparation}")


def _kept(form: TickForm, stale: StaleWriteError) -> TickForm:
    """The form as it was typed, which now wins knowingly when it is sent again."""
    data = {**form.cleaned_data, "version": stale.current.version if stale.current else 0}
    kept = TickForm(data, key=form.key, tick=None)
    kept.add_error(
        None,
        "Quelqu’un a noté ce préparatif entre-temps\u00a0: relisez ce qui est écrit au-dessus, puis recommencez si "
        "votre version vaut toujours.",
    )
    return kept


def _page(
    request: ProjectRequest, *, status: int = 200, key: str = "", form: TickForm | None = None
) -> HttpResponse:
    gathering = request.access.gathering
    every = standings(gathering)
    lines = [Line(one, form if form and one.preparation.key == key else _tick_form(one)) for one in every]
    context = {
        "lines": lines,
        "settled": sum(one.is_settled for one in every),
        "chapters": _chapters(request),
        "questions": {part.block: _progress(request, part) for part in PARTS},
        "may_write": request.access.allows(Permission.EDIT_CHARTER),
    }
    return project_page(request, PAGE, context, tab="charter", status=status)


def _tick_form(standing: Standing) -> TickForm:
    return TickForm(key=standing.preparation.key, tick=standing.tick)


def _progress(request: ProjectRequest, part: Part) -> dict[str, int]:
    return {"done": len(answered(request.access.gathering, part)), "total": len(part.questions)}


def _chapters(request: ProjectRequest) -> list[dict[str, Any]]:
    """What the page prints: the blocks as the note de cadrage shows them; a first CRM has no tool to leave."""
    names = [one for one in CHAPTERS if one != "exit_plan" or request.project.is_replacement]
    chapters = []
    for block in filter(None, map(blocks.get, names)):
        data = block.collect(request.access.gathering, Place())
        edit = reverse(block.edit_url, kwargs={"slug": request.project.slug, **block.edit_kwargs})
        chapters.append(
            {
                "block": block,
                "data": data,
                "is_empty": block.is_empty(data),
                "edit_url": edit,
                "icon": ICONS[block.name],
            }
        )
    return chapters


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: ProjectRequest, part: str) -> HttpResponse:
    """The questions of a part, all on one page: each answer is written apart, where the person changed it."""
    asked = part_of(part)
    if asked is None:
        raise Http404("Ces questions n’existent pas.")
    rows = request.access.gathering.once(load_answers)
    data = request.POST if request.method == "POST" else None
    forms = answer_forms(request.project, asked, rows, data)
    if data is None:
        return _answers_page(request, asked, forms)
    valid = [form.is_valid() for form in forms]
    if not all(valid):
        return _answers_page(request, asked, forms, status=REFUSED)
    touched = [form for form in forms if form.is_touched]
    refused = [form for form in touched if form.save_row() is None]
    saved = len(touched) - len(refused)
    if saved:
        messages.success(request, "Réponse enregistrée." if saved == 1 else f"{saved} réponses enregistrées.")
    if not refused:
        return redirect(back_url(request, reverse("framing", args=[request.project.slug])))
    # What was written is read again; only the refused answers keep what was typed.
    fresh = answer_forms(request.project, asked, load_answers(request.project.pk), None)
    standing = {form.question.key: form for form in refused}
    forms = [standing.get(form.question.key, form) for form in fresh]
    conflict = any(form.conflicts for form in refused)
    return _answers_page(request, asked, forms, status=CONFLICT if conflict else REFUSED)


def _answers_page(
    request: ProjectRequest, part: Part, forms: list[AnswerForm], *, status: int = 200
) -> HttpResponse:
    refused = [form for form in forms if form.conflicts]
    context = {
        "part": part,
        "forms": forms,
        "wrong": [form for form in forms if form.is_bound and form.errors and not form.conflicts],
        "conflicts": bool(refused),
        "yours": "\n".join(told(form, "typed") for form in refused),
        "theirs": "\n".join(told(form, "stored") for form in refused),
        "last": last_write(refused[0].instance) if refused else None,
        "done": sum(bool(form.instance.text) for form in forms),
        "back": back_url(request, reverse("framing", args=[request.project.slug])),
        "here": request.get_full_path(),
    }
    return project_page(request, "charter/framing/answers.html", context, tab="charter", status=status)
