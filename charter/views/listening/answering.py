"""What somebody who answers sees, without an account: the questionnaire of their link, and nothing else of the site."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import limits
from charter.actions.answering import ClosedError, begin, finish, join, keep_answer
from charter.forms.answering import AnswerForm, BeginForm, JoinForm
from charter.listening.readers import readers_sentence
from charter.listening.tokens import current_token
from charter.models import Answer, CommonLink, Question, Questionnaire, Respondent
from charter.views.pages import is_htmx
from crmproject.toolkit.marks import open_view
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.tokens import digest_of

WHY = "le lien lui-même tient lieu de clef, jusqu’à la clôture du questionnaire"
DOOR = "charter/listening/answering/door.html"
QUESTION = "charter/listening/answering/question.html"
END = "charter/listening/answering/end.html"
DONE = "charter/listening/answering/done.html"
COMMON = "charter/listening/answering/common.html"
CLOSED = "charter/listening/answering/closed.html"
SLOW = "charter/listening/answering/slow.html"
JOINED = "listening_joined"
WRITES, WRITES_SECONDS = 900, 900
UNKNOWN, UNKNOWN_SECONDS = 100, 600
JOINS_BY_ADDRESS, JOINS_BY_LINK, JOINS_SECONDS = 300, 2000, 3600

type View = Callable[Concatenate[HttpRequest, Respondent, ...], HttpResponseBase]


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "private, no-store"
    return answer


def with_respondent(view: View) -> Callable[..., HttpResponseBase]:
    """Find whose link this is: an unknown one gets 404, a closed one 410 with what was typed.

    CSRF: the address of these pages is a secret already, and browsers that are told to name no referrer send no
    origin either.
    """

    @functools.wraps(view)
    @csrf_exempt
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        people = Respondent.objects.select_related("questionnaire__project", "department")
        found = people.filter(token_sha256=digest_of(token)).first()
        why = _why_closed(found)
        if why:
            return _private(_closed(request, why, found))
        assert found is not None  # noqa: S101  # an unknown link is closed
        if request.method == "POST" and not limits.take(
            f"answer:{found.pk}", limit=WRITES, seconds=WRITES_SECONDS
        ):
            return _private(_slow(request))
        return _private(view(request, found, token=token, **kwargs))

    return guarded


def _why_closed(found: Respondent | None) -> str:
    if found is None or found.questionnaire.project.is_deleted or found.questionnaire.is_deleted:
        return "unknown"
    if found.revoked_at is not None:
        return "revoked"
    if found.questionnaire.is_draft:
        return "draft"
    return "" if found.questionnaire.takes_answers else "closed"


def _closed(request: HttpRequest, why: str, found: Respondent | None) -> HttpResponse:
    address = request.META.get("REMOTE_ADDR", "")
    if why == "unknown" and not limits.take(
        f"answer-unknown:{address}", limit=UNKNOWN, seconds=UNKNOWN_SECONDS
    ):
        return _slow(request)
    context = {
        "why": why,
        "questionnaire": found.questionnaire if found and why != "unknown" else None,
        "finished_at": found.finished_at if found and why == "closed" else None,
        "typed": request.POST.get("answer", "") if request.method == "POST" and why != "unknown" else "",
    }
    if is_htmx(request) and why != "unknown":
        text = (
            "Ce questionnaire n’accepte plus de réponses\u00a0: copiez votre texte si vous voulez le garder."
        )
        return render(request, f"{QUESTION}#status", {"problem": text}, status=409)
    return render(request, CLOSED, context, status=404 if why == "unknown" else 410)


def _slow(request: HttpRequest) -> HttpResponse:
    return render(request, SLOW, {"typed": request.POST.get("answer", "")}, status=429)


def _questions(questionnaire: Questionnaire) -> list[Question]:
    return list(Question.objects.live().filter(questionnaire=questionnaire))


def _answers(respondent: Respondent) -> dict[int, Answer]:
    return {one.question_id: one for one in Answer.objects.filter(respondent=respondent)}


def _base(respondent: Respondent, token: str, **more: Any) -> dict[str, Any]:
    questionnaire = respondent.questionnaire
    return {
        "respondent": respondent,
        "questionnaire": questionnaire,
        "organisation": questionnaire.project.organisation,
        "readers": readers_sentence(questionnaire.project),
        "token": token,
        **more,
    }


@open_view(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
@with_respondent
def answering(request: HttpRequest, respondent: Respondent, *, token: str) -> HttpResponseBase:
    """What is asked, by whom, who reads; then the first question that waits. Who answered already is told so."""
    questions, answers = _questions(respondent.questionnaire), _answers(respondent)
    given = sum(one.is_given for one in answers.values())
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        questionnaire=respondent.questionnaire,
        asks_department=respondent.department_id is None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            begin(respondent=respondent, department=form.cleaned_data.get("department"))
        except ClosedError:
            return _closed(request, "closed", respondent)
        return redirect("answering_question", token, _first_waiting(questions, answers))
    context = _base(respondent, token, form=form, total=len(questions), given=given)
    if respondent.finished_at is not None:
        rows = [(number, one, answers.get(one.pk)) for number, one in enumerate(questions, start=1)]
        return render(request, DONE, {**context, "rows": rows})
    return render(request, DOOR, context, status=422 if form.errors else 200)


def _first_waiting(questions: list[Question], answers: dict[int, Answer]) -> int:
    for number, question in enumerate(questions, start=1):
        answer = answers.get(question.pk)
        if answer is None or not answer.is_given:
            return number
    return 1


@open_view(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
@with_respondent
def answering_question(
    request: HttpRequest, respondent: Respondent, *, token: str, number: int
) -> HttpResponseBase:
    """One question; what is typed is kept at each pause, and by the button where there is no JavaScript."""
    questions = _questions(respondent.questionnaire)
    if not 1 <= number <= len(questions):
        return redirect("answering_end", token)
    question, answers = questions[number - 1], _answers(respondent)
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(
        posted, question=question, answer=answers.get(question.pk), auto_id=f"q{question.pk}_%s"
    )
    if posted is None:
        return _question_page(request, respondent, token, number, questions, form, answers)
    if not form.is_valid():
        if is_htmx(request):
            return render(request, f"{QUESTION}#status", {"problem": form.errors["answer"][0]}, status=422)
        return _question_page(request, respondent, token, number, questions, form, answers, status=422)
    try:
        keep_answer(respondent=respondent, question=question, said=form.said())
    except ClosedError:
        return _closed(request, _why_closed(_again(respondent)) or "closed", respondent)
    if is_htmx(request):
        return render(request, f"{QUESTION}#status", {"kept_at": timezone.now()})
    return _onward(request, token, number, len(questions))


def _again(respondent: Respondent) -> Respondent | None:
    return Respondent.objects.select_related("questionnaire__project").filter(pk=respondent.pk).first()


def _onward(request: HttpRequest, token: str, number: int, total: int) -> HttpResponseBase:
    step = -1 if request.POST.get("to") == "avant" else 1
    if request.POST.get("to") == "fin" or number + step > total:
        return redirect("answering_end", token)
    return redirect("answering_question", token, max(1, number + step))


def _question_page(
    request: HttpRequest,
    respondent: Respondent,
    token: str,
    number: int,
    questions: list[Question],
    form: AnswerForm,
    answers: dict[int, Answer],
    *,
    status: int = 200,
) -> HttpResponse:
    question = questions[number - 1]
    given = sum(one.is_given for one in answers.values())
    context = _base(
        respondent, token, form=form, question=question, number=number, total=len(questions), given=given
    )
    return render(request, QUESTION, context, status=status)


@open_view(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
@with_respondent
def answering_end(request: HttpRequest, respondent: Respondent, *, token: str) -> HttpResponseBase:
    """All that was answered, to look over; then the end. A second end is told, and changes nothing."""
    questions, answers = _questions(respondent.questionnaire), _answers(respondent)
    rows = [(number, one, answers.get(one.pk)) for number, one in enumerate(questions, start=1)]
    given = sum(one.is_given for one in answers.values())
    context = _base(respondent, token, rows=rows, total=len(questions), given=given)
    if request.method != "POST":
        return render(request, END, context)
    try:
        finish(respondent=respondent)
    except ClosedError:
        return _closed(request, "closed", respondent)
    except RefusedError as refused:
        return render(request, END, {**context, "problem": str(refused)}, status=422)
    return redirect("answering", token)


@open_view(WHY)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answering_common(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link that everybody shares: it gives each person one of their own, which this browser remembers."""
    links = CommonLink.objects.select_related("questionnaire__project")
    link = links.filter(token_sha256=digest_of(token)).first()
    why = _why_common_closed(link)
    if why or link is None:
        found = Respondent(questionnaire=link.questionnaire) if link else None
        return _private(_closed(request, why, found))
    return _private(_join(request, link, token))


def _why_common_closed(link: CommonLink | None) -> str:
    if link is None:
        return "unknown"
    why = _why_closed(Respondent(questionnaire=link.questionnaire))
    return why or ("revoked" if link.revoked_at else "")


def _join(request: HttpRequest, link: CommonLink, token: str) -> HttpResponseBase:
    form = JoinForm(request.POST if request.method == "POST" else None, questionnaire=link.questionnaire)
    before = _joined(request, link)
    context = {
        **_base(Respondent(questionnaire=link.questionnaire), token, form=form),
        "total": Question.objects.live().filter(questionnaire=link.questionnaire).count(),
        "before": before,
        "before_token": current_token(before) if before else "",
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, COMMON, context, status=422 if form.errors else 200)
    address = request.META.get("REMOTE_ADDR", "")
    here = limits.take(f"join:{link.pk}:{address}", limit=JOINS_BY_ADDRESS, seconds=JOINS_SECONDS)
    if not here or not limits.take(f"join:{link.pk}", limit=JOINS_BY_LINK, seconds=JOINS_SECONDS):
        return _slow(request)
    data = form.cleaned_data
    try:
        made = join(link=link, name=data["name"], department=data["department"])
    except ClosedError:
        return _closed(request, "closed", Respondent(questionnaire=link.questionnaire))
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return render(request, COMMON, context, status=422)
    request.session[JOINED] = {**request.session.get(JOINED, {}), str(link.pk): made.pk}
    return redirect("answering_question", current_token(made), 1)


def _joined(request: HttpRequest, link: CommonLink) -> Respondent | None:
    """Who answered by this link in this browser."""
    pk = request.session.get(JOINED, {}).get(str(link.pk))
    return (
        Respondent.objects.standing().filter(pk=pk, questionnaire=link.questionnaire).first() if pk else None
    )
