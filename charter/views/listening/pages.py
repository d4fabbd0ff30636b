"""The questionnaires of a project, and one of them with its questions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.listening import copy_questionnaire, move_questionnaire
from charter.forms.answering import AnswerForm
from charter.forms.listening import QuestionnaireForm
from charter.history import last_write
from charter.listening.readers import readers_sentence
from charter.listening.tokens import current_token
from charter.models import Question, Questionnaire, Respondent
from charter.models.listening import QuestionnaireState
from charter.views.listening.shared import READERS, find, moved, page
from charter.views.pages import REFUSED, refusal
from crmproject.toolkit.http import posted_int

LIST = "charter/listening/list.html"
FORM = "charter/listening/form.html"
ONE = "charter/listening/questions.html"
PREVIEW = "charter/listening/preview.html"
DELETED = "supprime"
TRASH_SHOWN = 30
DONE = {
    QuestionnaireState.OPEN: "Questionnaire ouvert\u00a0: les liens partent, et les questions ne changent plus.",
    QuestionnaireState.CLOSED: "Questionnaire clos\u00a0: plus personne ne peut répondre.",
    QuestionnaireState.DRAFT: "Questionnaire repassé en brouillon\u00a0: les questions se modifient de nouveau.",
}


@project_view(Permission.VIEW)
@require_safe
def questionnaires(request: ProjectRequest) -> HttpResponse:
    """All questionnaires with how many people answered, and those that await this person."""
    rows = Questionnaire.objects.filter(project=request.project)
    trash: list[Questionnaire] = []
    if request.access.allows(Permission.EDIT_CHARTER):
        trash = list(rows.deleted()[:TRASH_SHOWN])
    just_deleted = request.GET.get(DELETED, "")
    context = {
        "questionnaires": rows.live().counted().order_by("position", "pk"),
        "mine": _mine(request),
        "trash": trash,
        "undo": next((one for one in trash if str(one.pk) == just_deleted), None),
    }
    return page(request, LIST, None, context)


def _mine(request: ProjectRequest) -> list[Respondent]:
    """The open questionnaires that this member was asked to answer."""
    if request.access.membership is None:
        return []
    asked = Respondent.objects.standing().filter(
        member=request.access.membership,
        questionnaire__in=Questionnaire.objects.accepting().filter(project=request.project),
    )
    return list(asked.select_related("questionnaire"))


@project_view(Permission.VIEW)
@require_safe
def questionnaire_answer(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Lead a member to their own link."""
    wanted = find(request, pk)
    asked = next((one for one in _mine(request) if one.questionnaire_id == wanted.pk), None)
    token = current_token(asked) if asked else ""
    if not token:
        messages.error(request, "Aucun lien ne vous attend pour ce questionnaire.")
        return redirect("questionnaires", request.project.slug)
    return redirect("answering", token)


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_add(request: ProjectRequest) -> HttpResponseBase:
    """A new draft."""
    form = QuestionnaireForm(request.POST or None, project=request.project)
    if request.method != "POST":
        return page(request, FORM, None, {"form": form})
    made = form.save_row() if form.is_valid() else None
    if made is None:
        return page(request, FORM, None, {"form": form}, status=REFUSED)
    messages.success(request, "Questionnaire créé\u00a0: choisissez ses questions.")
    return redirect("question_library", request.project.slug, made.pk)


@project_view(*READERS)
@require_safe
def questionnaire(request: ProjectRequest, pk: int) -> HttpResponse:
    """Its questions, and what may be done with it."""
    one = find(request, pk)
    questions = list(Question.objects.live().filter(questionnaire=one))
    trash = list(Question.objects.deleted().filter(questionnaire=one)[:TRASH_SHOWN]) if one.is_draft else []
    context = {"questions": questions, "trash": trash, "readers": readers_sentence(request.project)}
    return page(request, ONE, one, context)


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_edit(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Title, welcome, last day: what may change even while people answer."""
    one = find(request, pk)
    form = QuestionnaireForm(request.POST or None, instance=one, project=request.project)
    if request.method != "POST":
        return page(request, FORM, one, {"form": form})
    if not form.is_valid():
        return page(request, FORM, one, {"form": form}, status=REFUSED)
    if form.save_row() is None:
        return page(request, FORM, one, {"form": form, **_both(form, one)}, status=refusal(form))
    messages.success(request, "Questionnaire enregistré.")
    return redirect("questionnaire", request.project.slug, one.pk)


def _both(form: QuestionnaireForm, one: Questionnaire) -> dict[str, Any]:
    return {
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{differs.label}\u00a0: {differs.typed}" for differs in form.conflicts),
        "theirs": "\n".join(f"{differs.label}\u00a0: {differs.stored}" for differs in form.conflicts),
        "last": last_write(one),
    }


@project_view(Permission.EDIT_CHARTER)
@require_POST
def questionnaire_move(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Open, close, or take back to a draft."""
    one = find(request, pk)
    to = request.POST.get("to", "")
    if to not in QuestionnaireState.values:
        messages.error(request, "État inconnu\u00a0: rien n’a changé.")
        return redirect("questionnaire", request.project.slug, one.pk)
    state = QuestionnaireState(to)

    def move() -> None:
        move_questionnaire(questionnaire=one, to=state, read_version=posted_int(request, "version"))

    return moved(request, move, DONE[state], "questionnaire", one.pk)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def questionnaire_copy(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """A draft with the same questions."""
    copy = copy_questionnaire(questionnaire=find(request, pk))
    messages.success(request, "Copie créée\u00a0: ses questions se modifient librement.")
    return redirect("questionnaire", request.project.slug, copy.pk)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def questionnaire_delete(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Put it aside: its links lead nowhere, its answers come back with it."""
    one = find(request, pk)
    one.put_aside(read_version=posted_int(request, "version"))
    answer = redirect("questionnaires", request.project.slug)
    answer["Location"] += f"?{DELETED}={one.pk}"
    return answer


@project_view(Permission.EDIT_CHARTER)
@require_POST
def questionnaire_restore(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Bring it back."""
    one = find(request, pk, deleted_too=True)
    if one.is_deleted:
        one.restore(read_version=one.version)
        messages.success(request, f"Restauré\u00a0: {one}")
    return redirect("questionnaires", request.project.slug)


@project_view(*READERS)
@require_safe
def questionnaire_preview(request: ProjectRequest, pk: int) -> HttpResponse:
    """All questions as a respondent meets them; nothing is kept."""
    one = find(request, pk)
    questions = list(Question.objects.live().filter(questionnaire=one))
    forms = [
        AnswerForm(question=question, prefix=f"q{number}")
        for number, question in enumerate(questions, start=1)
    ]
    return page(request, PREVIEW, one, {"forms": forms, "readers": readers_sentence(request.project)})
