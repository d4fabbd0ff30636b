"""Reading and sorting the answers of a questionnaire."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.sorting import (
    CLUSTER_LENGTH,
    TAG_LENGTH,
    add_tag,
    cluster_named,
    flag,
    put_in_cluster,
    remove_tag,
    tag_named,
    write_note,
)
from charter.forms.listening import NoteForm
from charter.harvest import Use, destinations, get, resolved
from charter.listening.drawings import participation_bars
from charter.listening.sorting import (
    BY_QUESTION,
    ORDERS,
    VIEWS,
    AnswersFilter,
    Board,
    answers_of,
    by_group,
    participation,
)
from charter.models import Answer, AnswerUse, Questionnaire
from charter.views.listening.shared import READERS, find, page
from charter.views.pages import BACK, REFUSED, back_url
from crmproject.toolkit.http import whole_number, whole_numbers
from crmproject.toolkit.refusals import RefusedError

LIST = "charter/listening/answers.html"
ONE = "charter/listening/answer.html"
SHARES = "charter/listening/participation.html"
PAGE_SIZE = 50
MADE = "fait"
# Before the name of what answers are to become: « en-requirement ».
INTO = "en-"


@project_view(*READERS)
@require_safe
def answers(request: ProjectRequest, pk: int) -> HttpResponse:
    """The answers by question, person or department, filtered and searched."""
    one = find(request, pk)
    board = Board(one)
    filters = AnswersFilter(request.GET, board=board)
    view = request.GET.get("vue", "")
    view = view if view in ORDERS else BY_QUESTION
    found = filters.narrowed(answers_of(one)).order_by(*ORDERS[view])
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list(shown.object_list)
    context = {
        "board": board,
        "filters": filters,
        "views": VIEWS,
        "view": view,
        "page": shown,
        "groups": by_group(rows, view),
        "uses": _uses(request, rows),
        "total": Answer.objects.given().filter(respondent__questionnaire=one).count(),
        "destinations": destinations(),
        "back_query": urlencode({BACK: request.get_full_path()}),
        "made": _made(request, one),
    }
    return page(request, LIST, one, context)


def _made(request: ProjectRequest, one: Questionnaire) -> list[Use]:
    """What the screen before this one has just made."""
    ids = whole_numbers(request.GET.getlist(MADE))[:PAGE_SIZE]
    uses = list(AnswerUse.objects.filter(questionnaire=one, pk__in=ids)) if ids else []
    return list(resolved(request.project.pk, uses).values())


def _uses(request: ProjectRequest, rows: list[Answer]) -> dict[int, list[Use]]:
    """What each of these answers became, by the id of the answer."""
    made = resolved(request.project.pk, [use for row in rows for use in row.uses.all()])
    return {row.pk: [made[use.pk] for use in row.uses.all() if use.pk in made] for row in rows}


@project_view(Permission.EDIT_CHARTER)
@require_POST
def answers_sort(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Do one thing with all ticked answers: tag, cluster, mark, then the same page; or lead to what they become."""
    one = find(request, pk)
    ids = whole_numbers(request.POST.getlist("answer"))
    ticked = list(Answer.objects.given().filter(respondent__questionnaire=one, pk__in=ids))
    back = back_url(request, "")
    there = HttpResponseRedirect(back) if back else redirect("answers", request.project.slug, one.pk)
    if not ticked:
        messages.warning(request, "Cochez d’abord une réponse au moins.")
        return there
    kind = get(request.POST.get("do", "").removeprefix(INTO))
    if kind is not None:
        url = reverse("answers_harvest", args=[request.project.slug, one.pk, kind.name])
        return redirect(f"{url}?{urlencode([('answer', row.pk) for row in ticked[:PAGE_SIZE]])}")
    try:
        done = _sort(request, one, ticked)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return there
    number = len(ticked)
    plural = "s" if number > 1 else ""
    messages.success(request, f"{number} réponse{plural}\u00a0: {done}.")
    return there


def _sort(request: ProjectRequest, one: Questionnaire, ticked: list[Answer]) -> str:
    """Do what was asked; returns it in words. Raises RefusedError when nothing was."""
    do = request.POST.get("do", "")
    board = Board(one)
    if do in {"important", "ordinaire"}:
        flag(answers=ticked, important=do == "important")
        return "marque posée" if do == "important" else "marque retirée"
    if do in {"etiqueter", "desetiqueter"}:
        tag = next((tag for tag in board.tags if tag.pk == whole_number(request.POST.get("tag", ""))), None)
        typed = _typed(request, "new_tag", TAG_LENGTH)
        if do == "etiqueter" and typed:
            tag = tag_named(project=request.project, name=typed)
        if tag is None:
            raise RefusedError("Choisissez une étiquette, ou nommez-en une nouvelle.")
        (add_tag if do == "etiqueter" else remove_tag)(answers=ticked, tag=tag)
        return f"étiquette «\u00a0{tag}\u00a0» {'posée' if do == 'etiqueter' else 'retirée'}"
    if do == "regrouper":
        return _cluster(request, one, board, ticked)
    raise RefusedError("Choisissez ce qu’il faut faire des réponses cochées.")


def _cluster(request: ProjectRequest, one: Questionnaire, board: Board, ticked: list[Answer]) -> str:
    asked = request.POST.get("cluster", "")
    typed = _typed(request, "new_cluster", CLUSTER_LENGTH)
    if not typed and asked == "aucun":
        put_in_cluster(answers=ticked, cluster=None)
        return "hors de tout regroupement"
    cluster = next((cluster for cluster in board.clusters if cluster.pk == whole_number(asked)), None)
    if typed:
        cluster = cluster_named(questionnaire=one, name=typed)
    if cluster is None:
        raise RefusedError("Choisissez un regroupement, ou nommez-en un nouveau.")
    put_in_cluster(answers=ticked, cluster=cluster)
    return f"dans «\u00a0{cluster}\u00a0»"


def _typed(request: ProjectRequest, name: str, length: int) -> str:
    """A short name as it was typed. Raises RefusedError when it is too long or no column can hold it."""
    text = " ".join(request.POST.get(name, "").split())
    if len(text) > length:
        raise RefusedError(f"Ce nom est trop long\u00a0: {length} caractères au plus.")
    if any(not char.isprintable() and char != "\u00a0" for char in text):
        raise RefusedError("Ce nom contient un caractère interdit.")
    return text


@project_view(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ProjectRequest, pk: int, answer: int) -> HttpResponseBase:
    """One answer with all that is known of it: who, what it became, and the note of those who sort."""
    one = find(request, pk)
    found = answers_of(one).filter(pk=answer).first()
    if found is None:
        raise Http404("Cette réponse n’existe pas dans ce questionnaire.")
    writes = request.access.allows(Permission.EDIT_CHARTER)
    form = NoteForm(
        request.POST if request.method == "POST" and writes else None, initial={"note": found.note}
    )
    if form.is_bound and form.is_valid():
        write_note(answer=found, note=form.cleaned_data["note"])
        messages.success(request, "Note enregistrée.")
        return redirect("answer", request.project.slug, one.pk, found.pk)
    others = answers_of(one).filter(respondent=found.respondent_id).exclude(pk=found.pk)
    context = {
        "answer": found,
        "uses": _uses(request, [found])[found.pk],
        "others": others.order_by("question__position", "pk"),
        "form": form,
        "board": Board(one),
        "destinations": destinations(),
    }
    return page(request, ONE, one, context, status=REFUSED if form.errors else 200)


@project_view(*READERS)
@require_safe
def questionnaire_participation(request: ProjectRequest, pk: int) -> HttpResponse:
    """Who was asked, began and finished, department by department."""
    one = find(request, pk)
    shares, total = participation(one)
    uses = AnswerUse.objects.filter(questionnaire=one).count()
    context = {
        "shares": shares,
        "total": total,
        "drawings": participation_bars(shares, total),
        "uses": uses,
        "answers_total": Answer.objects.given().filter(respondent__questionnaire=one).count(),
    }
    return page(request, SHARES, one, context)
