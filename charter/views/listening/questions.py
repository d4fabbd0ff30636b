"""Choosing and writing questions, while the questionnaire is a draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.listening import (
    FROZEN,
    add_from_library,
    arrange_questions,
    put_question_aside,
    restore_question,
    save_question,
)
from charter.forms.listening import QuestionForm
from charter.listening.library import by_theme
from charter.models import Question, Questionnaire
from charter.views.listening.shared import find, moved, page
from charter.views.pages import CONFLICT, REFUSED
from crmproject.toolkit.http import posted_int, whole_number, whole_numbers
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError

LIBRARY = "charter/listening/library.html"
FORM = "charter/listening/question.html"
STALE = (
    "Quelqu’un a modifié cette question pendant votre saisie, qui est toujours ci-dessous. Enregistrer de nouveau "
    "garde votre version."
)


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def question_library(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """The library by theme, to pick from."""
    one = find(request, pk)
    there = set(Question.objects.live().filter(questionnaire=one).values_list("library", flat=True))
    if request.method == "POST":
        return _add_picked(request, one)
    themes = [
        (theme, [(question, question.key in there) for question in questions])
        for theme, questions in by_theme()
    ]
    return page(request, LIBRARY, one, {"themes": themes, "frozen": "" if one.is_draft else FROZEN})


def _add_picked(request: ProjectRequest, one: Questionnaire) -> HttpResponseBase:
    try:
        number = add_from_library(questionnaire=one, keys=request.POST.getlist("key"))
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("questionnaire", request.project.slug, one.pk)
    if not number:
        messages.warning(request, "Aucune question nouvelle n’était choisie.")
        return redirect("question_library", request.project.slug, one.pk)
    plural = "s" if number > 1 else ""
    messages.success(request, f"{number} question{plural} ajoutée{plural}.")
    return redirect("questionnaire", request.project.slug, one.pk)


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def question_add(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """A question of one’s own."""
    one = find(request, pk)
    return _edited(request, one, Question(questionnaire=one))


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: ProjectRequest, pk: int, question: int) -> HttpResponseBase:
    """Put a question in other words."""
    one = find(request, pk)
    return _edited(request, one, _question(one, question))


def _question(one: Questionnaire, pk: int, *, deleted_too: bool = False) -> Question:
    rows = Question.objects.filter(questionnaire=one, pk=pk)
    found: Question | None = (rows if deleted_too else rows.live()).first()
    if found is None:
        raise Http404("Cette question n’existe pas, ou elle a été retirée.")
    found.questionnaire = one
    return found


def _edited(request: ProjectRequest, one: Questionnaire, question: Question) -> HttpResponseBase:
    form = QuestionForm(request.POST or None, instance=question)
    if request.method != "POST":
        return _form(request, one, form)
    if not form.is_valid():
        return _form(request, one, form, status=REFUSED)
    try:
        save_question(question=form.instance, read_version=form.read_version)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _form(request, one, form, status=CONFLICT)
    except StaleWriteError as stale:
        form.add_error(None, STALE)
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as posted
        form.data["version"] = str(stale.current.version if stale.current else 0)  # type: ignore[index]
        return _form(request, one, form, status=CONFLICT)
    messages.success(request, "Question enregistrée.")
    again = "again" in request.POST
    return redirect("question_add" if again else "questionnaire", request.project.slug, one.pk)


def _form(
    request: ProjectRequest, one: Questionnaire, form: QuestionForm, *, status: int = 200
) -> HttpResponse:
    frozen = "" if one.is_draft else FROZEN
    return page(
        request, FORM, one, {"form": form, "question": form.instance, "frozen": frozen}, status=status
    )


@project_view(Permission.EDIT_CHARTER)
@require_POST
def question_delete(request: ProjectRequest, pk: int, question: int) -> HttpResponseBase:
    """Take a question off; the questionnaire’s page offers to bring it back."""
    one = find(request, pk)
    row = _question(one, question)
    version = posted_int(request, "version")
    return moved(
        request,
        lambda: put_question_aside(question=row, read_version=version),
        "Question retirée\u00a0: elle est dans la corbeille, au bas de la page.",
        "questionnaire",
        one.pk,
    )


@project_view(Permission.EDIT_CHARTER)
@require_POST
def question_restore(request: ProjectRequest, pk: int, question: int) -> HttpResponseBase:
    """Bring a question back."""
    one = find(request, pk)
    row = _question(one, question, deleted_too=True)
    if not row.is_deleted:
        return redirect("questionnaire", request.project.slug, one.pk)
    return moved(
        request, lambda: restore_question(question=row), "Question restaurée.", "questionnaire", one.pk
    )


@project_view(Permission.EDIT_CHARTER)
@require_POST
def question_place(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Order the questions: all of them by `ids`, or one step of one `row` in a `direction` (haut, bas)."""
    one = find(request, pk)
    ids = whole_numbers(request.POST.getlist("ids"))
    if "row" in request.POST:
        ids = list(Question.objects.live().filter(questionnaire=one).values_list("pk", flat=True))
        row = whole_number(request.POST["row"])
        if row in ids:
            old = ids.index(row)
            step = -1 if request.POST.get("direction") == "haut" else 1
            ids.insert(max(0, min(len(ids) - 1, old + step)), ids.pop(old))
    return moved(request, lambda: arrange_questions(questionnaire=one, ids=ids), "", "questionnaire", one.pk)
