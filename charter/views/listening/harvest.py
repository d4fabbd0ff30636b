"""Turning answers into requirements, risks or fears: one screen for one or for fifty of them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.sorting import Picked, harvest
from charter.harvest import Destination, HarvestForm, Raw, get
from charter.listening.sorting import answers_of
from charter.models import Answer, AnswerCluster, Questionnaire
from charter.views.listening.answers import MADE
from charter.views.listening.shared import find, page
from charter.views.pages import CONFLICT, REFUSED
from crmproject.toolkit.http import whole_number, whole_numbers
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.text import shortened

TEMPLATE = "charter/listening/harvest.html"
MOST_AT_ONCE = 50
QUOTED_OF_A_CLUSTER = 30
TITLE_LENGTH = 120


@dataclass
class Line:
    """A row to make, on the screen: what was said, the form, whether it is ticked."""

    form: HarvestForm
    raw: Raw
    key: str
    seen: int
    is_kept: bool = True
    answer: Answer | None = None
    cluster: AnswerCluster | None = None


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def answers_harvest(request: ProjectRequest, pk: int, destination: str) -> HttpResponseBase:
    """Prefilled rows to look over; those that stay ticked are made, all or none."""
    one = find(request, pk)
    kind = get(destination)
    if kind is None:
        raise Http404("Rien de tel ne se crée depuis une réponse.")
    if not request.access.allows(kind.permission):
        raise PermissionDenied("Votre rôle dans ce projet ne permet pas de créer cela.")
    lines = _lines(request, one, kind)
    if not lines:
        messages.warning(request, "Cochez d’abord une réponse au moins.")
        return redirect("answers", request.project.slug, one.pk)
    if request.method != "POST":
        return _page(request, one, kind, lines)
    kept = [line for line in lines if line.is_kept]
    # Every one of them says what is wrong with it, not the first alone.
    if [line for line in kept if not line.form.is_valid()]:
        return _page(request, one, kind, lines, status=REFUSED)
    if not kept:
        return _page(
            request, one, kind, lines, problem="Toutes les lignes sont décochées\u00a0: rien à créer."
        )
    rows = [Picked(line.raw, line.form.cleaned_data, line.seen, line.answer, line.cluster) for line in kept]
    try:
        uses = harvest(questionnaire=one, destination=kind, rows=rows, by=request.user)
    except RefusedError as refused:
        return _page(request, one, kind, lines, problem=str(refused), status=CONFLICT)
    answer = redirect("answers", request.project.slug, one.pk)
    answer["Location"] += "?" + urlencode([(MADE, use.pk) for use in uses])
    return answer


def _lines(request: ProjectRequest, one: Questionnaire, kind: Destination) -> list[Line]:
    """One line for each answer and cluster that is asked for, in the order of the questions."""
    asked = request.POST if request.method == "POST" else request.GET
    ids = whole_numbers(asked.getlist("answer"))[:MOST_AT_ONCE]
    answers = answers_of(one).filter(pk__in=ids)
    lines = [
        _line(request, kind, f"a{row.pk}", _raw_of_answer(one, row), len(row.uses.all()), answer=row)
        for row in answers.order_by("question__position", "respondent_id")
    ]
    cluster_pk = whole_number(asked.get("cluster", ""))
    if cluster_pk is not None:
        rows = AnswerCluster.objects.live().filter(questionnaire=one, pk=cluster_pk)
        for cluster in rows.annotate(used=Count("uses")):
            raw = _raw_of_cluster(one, cluster)
            lines.append(_line(request, kind, f"c{cluster.pk}", raw, cluster.used, cluster=cluster))
    return lines


def _line(request: ProjectRequest, kind: Destination, key: str, raw: Raw, used: int, **of: Any) -> Line:
    first = {**kind.form.first_values(raw), **_shared(request, kind)}
    posted = request.POST if request.method == "POST" else None
    form = kind.form(posted, prefix=key, initial=first, project=request.project)
    form.empty_permitted = False
    seen = used
    is_kept = True
    if posted is not None:
        read = whole_number(posted.get(f"{key}-seen", ""))
        seen = used if read is None else read
        is_kept = f"{key}-keep" in posted
    return Line(form, raw, key, seen, is_kept, **of)


def _shared(request: ProjectRequest, kind: Destination) -> dict[str, Any]:
    """Values asked for all lines at once, by the form above them."""
    return {name: request.GET[name] for name in kind.form.shared if request.GET.get(name)}


def _raw_of_answer(one: Questionnaire, row: Answer) -> Raw:
    who = row.respondent
    words = row.text or f"{row.question.text} {row.words}"
    return Raw(
        title=shortened(words, TITLE_LENGTH),
        text=words,
        source=f"Réponse de {who.source_label} au questionnaire «\u00a0{one.title}\u00a0»",
        department=None if who.department is None or who.department.is_deleted else who.department,
    )


def _raw_of_cluster(one: Questionnaire, cluster: AnswerCluster) -> Raw:
    rows = list(answers_of(one).filter(cluster=cluster).order_by("question__position", "respondent_id"))
    quoted = [f"– {row.words} ({row.respondent.source_label})" for row in rows[:QUOTED_OF_A_CLUSTER]]
    if len(rows) > QUOTED_OF_A_CLUSTER:
        quoted.append(f"– et {len(rows) - QUOTED_OF_A_CLUSTER} de plus")
    departments = {row.respondent.department for row in rows if row.respondent.department}
    lead = [cluster.note] if cluster.note else []
    number = f"{len(rows)} réponse{'s' if len(rows) > 1 else ''}"
    return Raw(
        title=cluster.name,
        text="\n".join([*lead, *quoted]),
        source=f"{number} réunies dans «\u00a0{cluster}\u00a0», questionnaire «\u00a0{one.title}\u00a0»",
        department=departments.pop() if len(departments) == 1 else None,
    )


def _page(
    request: ProjectRequest,
    one: Questionnaire,
    kind: Destination,
    lines: list[Line],
    *,
    problem: str = "",
    status: int = 0,
) -> HttpResponse:
    initial = _shared(request, kind)
    shared = kind.form(initial=initial, project=request.project, auto_id="tous_%s")
    context = {
        "kind": kind,
        "lines": lines,
        "shared": [shared[name] for name in kind.form.shared],
        "problem": problem,
    }
    return page(request, TEMPLATE, one, context, status=status or (REFUSED if problem else 200))
