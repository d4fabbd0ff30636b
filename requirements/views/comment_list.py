"""All comments of a project: filtered, searched, counted, exported."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from crmproject.toolkit.frenchcsv import ENCODING, french_csv
from requirements.commentary import Thread, people_of, threads_in, with_people
from requirements.forms.comment_filter import CommentFilter
from requirements.models import Comment, CommentKind, Specification
from requirements.models.comments import CommentQuerySet
from requirements.outline import outline
from requirements.pdf_sections import places_in_pdf
from requirements.together import NOTE_ASKED
from requirements.views.workspace import document_asked

PAGE_SIZE = 30
COLUMNS = (
    "N°", "En réponse au n°", "Section", "Nature", "État", "Auteur", "Écrit le", "À propos de", "Passage", "Texte",
    "Personnes citées", "Traité par", "Traité le", "Bloque la validation", "Blocage levé par", "Motif",
)  # fmt: skip


@require_safe
@project_view(Permission.VIEW)
def comments(request: ProjectRequest) -> HttpResponseBase:
    """The threads of all sections, the latest first."""
    filters, found = _asked(request)
    page = Paginator(found.order_by("-created_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    holding = filters.holding
    context = {
        "filters": filters,
        "page": page,
        "threads": _with_answers(page.object_list),
        "numbers": {node.section.pk: node.number for node in filters.shown},
        "pdf_places": places_in_pdf(filters.shown.specification) if page.object_list else {},
        "holding": holding,
        "counts": {**_counts(document_asked(request)), "holding": len(holding)},
        "document": filters.shown.specification,
        "asked": NOTE_ASKED if filters.shown.specification.is_framing_note else "",
    }
    tab = filters.shown.specification.page
    return project_page(request, "requirements/comments/list.html", context, tab=tab)


@require_safe
@project_view(Permission.VIEW)
def comments_csv(request: ProjectRequest) -> HttpResponseBase:
    """The same comments as a file for a French spreadsheet, answers behind their questions."""
    filters, found = _asked(request)
    numbers = {node.section.pk: f"{node.number} {node.section.title}" for node in filters.shown}
    threads = _with_answers(found.order_by("section", "created_at", "pk"))
    ranks = {node.section.pk: rank for rank, node in enumerate(filters.shown)}
    threads.sort(key=lambda one: ranks.get(one.head.section_id, 0))
    rows = _rows(threads, numbers, filters.holding)
    response = HttpResponse(french_csv([COLUMNS, *rows]), content_type=f"text/csv; charset={ENCODING}")
    name = f"commentaires-{request.project.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: ProjectRequest) -> tuple[CommentFilter, CommentQuerySet]:
    document = document_asked(request)
    filters = CommentFilter(
        request.GET,
        shown=outline(document),
        people=people_of(request.project.pk),
        me=request.access.membership,
    )
    return filters, filters.narrowed(_threads(document))


def _threads(document: Specification) -> CommentQuerySet:
    return Comment.objects.threads().filter(section__specification=document, section__deleted_at=None)


def _counts(document: Specification) -> dict[str, int]:
    unresolved = Q(resolved_at=None)
    return _threads(document).aggregate(
        total=Count("pk"),
        open=Count("pk", filter=unresolved),
        questions=Count("pk", filter=unresolved & Q(kind=CommentKind.QUESTION)),
    )


def _with_answers(heads: Iterable[Any]) -> list[Thread]:
    """These threads in their order, with their answers: as many queries for one as for fifty."""
    order = [head.pk for head in heads]
    rows = Comment.objects.live().filter(Q(pk__in=order) | Q(parent__in=order))
    by_head = {thread.head.pk: thread for thread in threads_in(with_people(rows))}
    return [by_head[pk] for pk in order if pk in by_head]


def _rows(threads: list[Thread], numbers: dict[int, str], holding: set[int]) -> Iterator[list[object]]:
    seen: dict[int, int] = defaultdict(lambda: len(seen) + 1)
    for thread in threads:
        for comment in thread.comments:
            yield _row(comment, seen, numbers, blocks=comment.pk in holding)


def _row(comment: Comment, seen: dict[int, int], numbers: dict[int, str], *, blocks: bool) -> list[object]:
    is_head = comment.parent_id is None
    return [
        seen[comment.pk],
        "" if comment.parent_id is None else seen[comment.parent_id],
        numbers.get(comment.section_id, comment.section.title),
        CommentKind(comment.kind).label if is_head else "Réponse",
        ("Traité" if comment.resolved_at else "Ouvert") if is_head else "",
        str(comment.author),
        _moment(comment.created_at),
        comment.row_key,
        comment.quote,
        comment.text,
        ", ".join(member.display_name for member in comment.mentions.all()),
        comment.resolved_by,
        _moment(comment.resolved_at),
        "oui" if blocks else "",
        comment.waived_by,
        comment.waived_reason,
    ]


def _moment(when: Any) -> str:
    return f"{timezone.localtime(when):%d/%m/%Y %H:%M}" if when else ""
