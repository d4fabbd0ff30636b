"""The comments pane of a section: threads, answers, and what is done with them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED, is_htmx
from crmproject.toolkit.http import posted_int
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError
from requirements.actions.comments import (
    add_comment,
    answer_comment,
    block_again,
    delete_comment,
    page_of,
    reopen_comment,
    resolve_comment,
    restore_comment,
    waive_question,
)
from requirements.anchors import anchors_of
from requirements.commentary import people_of
from requirements.forms.comments import AnswerForm, CommentEditForm, WaiverForm
from requirements.models import Comment
from requirements.views.commenting import ANSWER, EDIT, PANE, WAIVE, Opened, new_comment_form
from requirements.views.workspace import context_of, find_section, opened

PANE_TEMPLATE = "requirements/comments/_answer.html"
THREAD_GONE = (
    "Ce commentaire vient d’être supprimé\u00a0: votre réponse n’est pas partie. "
    "Son texte est dans le nouveau commentaire, ci-dessous\u00a0: envoyez-le si vous le voulez toujours."
)
STALE = (
    "Quelqu’un a modifié ce commentaire entre-temps\u00a0: le voici tel qu’il est maintenant. "
    "Recommencez si vous le souhaitez toujours."
)


@require_safe
@project_view(Permission.VIEW)
def section_pane(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """The pane beside a section, alone for HTMX; elsewhere, the section with it."""
    if not is_htmx(request):
        return redirect(f"{find_section(request, pk).get_absolute_url()}?{request.GET.urlencode()}#volet")
    context = context_of(request, *opened(request, pk))
    response = render(request, "requirements/sections/_side_body.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def answer_pane(request: ProjectRequest, pk: int, *, status: int = 200, **given: Any) -> HttpResponse:
    """The section with its comments; for HTMX the pane, and the bar and the plan that change with it."""
    context = context_of(request, *opened(request, pk), pane=PANE, **given)
    template = PANE_TEMPLATE if is_htmx(request) else "requirements/sections/section.html"
    return render(request, template, context, status=status)


def done(request: ProjectRequest, pk: int, told: str, url: str) -> HttpResponseBase:
    """What was asked is done: the pane anew, or the page where it shows."""
    if is_htmx(request):
        return answer_pane(request, pk, told=told)
    messages.success(request, told)
    return redirect(url)


def find_comment(request: ProjectRequest, pk: int, comment: int, *, deleted: bool = False) -> Comment:
    """A comment of this section of the project; 404 for any other."""
    section = find_section(request, pk)
    rows = Comment.objects.filter(pk=comment, section=section).select_related("author")
    found: Comment | None = (rows.deleted() if deleted else rows.live()).first()
    if found is None:
        raise Http404("Ce commentaire n’existe pas ou a été supprimé.")
    found.section = section
    return found


@require_POST
@project_view(Permission.COMMENT)
def comment_add(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Say something about a section, a row of its data or a passage of its text."""
    _, node = opened(request, pk)
    people = people_of(request.project.pk)
    form = new_comment_form(request, node, people, anchors_of(node.content), request.POST)
    if not form.is_valid():
        return answer_pane(request, pk, status=REFUSED, comment_form=form)
    comment = add_comment(
        section=node.section,
        by=request.user,
        text=form.cleaned_data["text"],
        kind=form.cleaned_data["kind"],
        anchor=form.anchor,
        quote=form.cleaned_data["quote"],
        quote_before=form.cleaned_data["quote_before"],
        mentions=form.named,
    )
    return done(request, pk, "Commentaire envoyé.", page_of(comment))


@require_POST
@project_view(Permission.COMMENT)
def comment_answer(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Answer in a thread."""
    try:
        found = find_comment(request, pk, comment)
    except Http404:
        found = find_comment(request, pk, comment, deleted=True)
        return _answered_too_late(request, found)
    if found.parent_id:
        raise Http404("On répond au fil, pas à une réponse.")
    form = AnswerForm(request.POST, prefix=ANSWER)
    form.offer(people_of(request.project.pk))

    def write() -> None:
        answer_comment(thread=found, by=request.user, text=form.cleaned_data["text"], mentions=form.named)

    return _typed(request, found, ANSWER, form, write, "Réponse envoyée.")


def _answered_too_late(request: ProjectRequest, thread: Comment) -> HttpResponse:
    """The thread was deleted meanwhile: what was typed becomes the text of a new comment, not sent yet."""
    _, node = opened(request, thread.section_id)
    people = people_of(request.project.pk)
    form = new_comment_form(request, node, people, anchors_of(node.content))
    form.initial["text"] = request.POST.get(f"{ANSWER}-text", "")
    return answer_pane(
        request, thread.section_id, status=CONFLICT, comment_form=form, comment_refusal=THREAD_GONE
    )


@require_POST
@project_view(Permission.COMMENT)
def comment_edit(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Correct one’s own comment, as long as nobody answered."""
    found = find_comment(request, pk, comment)
    if found.author_id != request.user.pk:
        raise PermissionDenied("Seul l’auteur d’un commentaire peut le corriger.")
    form = CommentEditForm(request.POST, instance=found, people=people_of(request.project.pk), prefix=EDIT)
    return _typed(request, found, EDIT, form, lambda: form.correct(by=request.user), "Commentaire corrigé.")


@require_POST
@project_view(Permission.SUBMIT)
def comment_waive(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Let validation go on although this question is open, saying why."""
    found = find_comment(request, pk, comment)
    form = WaiverForm(request.POST, prefix=WAIVE)

    def write() -> None:
        waive_question(
            comment=found,
            read_version=posted_int(request, "version"),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )

    return _typed(request, found, WAIVE, form, write, "Blocage levé\u00a0: la question reste ouverte.")


def _typed(
    request: ProjectRequest, comment: Comment, what: str, form: Any, write: Callable[[], object], told: str
) -> HttpResponseBase:
    """Write what was typed; refused, it comes back under its comment."""
    status, refusal = REFUSED, ""
    if form.is_valid():
        try:
            write()
            if not form.errors:
                return done(request, comment.section_id, told, page_of(comment))
            status = CONFLICT
        except StaleWriteError:
            status, refusal = CONFLICT, STALE
        except RefusedError as refused:
            refusal = str(refused)
    opened = Opened(what, comment.pk, form)
    return answer_pane(request, comment.section_id, status=status, opened=opened, comment_refusal=refusal)


@require_POST
@project_view(Permission.COMMENT)
def comment_resolve(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Mark a thread as dealt with, or open it again: its author and the manager may."""
    found = find_comment(request, pk, comment)
    if found.parent_id:
        raise Http404("Une réponse se traite avec le commentaire auquel elle répond.")
    if found.author_id != request.user.pk and not request.access.is_manager:
        raise PermissionDenied(
            "Seuls l’auteur du commentaire et le chef de projet peuvent le marquer comme traité."
        )
    read = posted_int(request, "version")
    if found.resolved_at:
        return _moved(
            request,
            found,
            lambda: reopen_comment(comment=found, read_version=read, by=request.user),
            "Fil rouvert.",
        )
    return _moved(
        request,
        found,
        lambda: resolve_comment(comment=found, read_version=read, by=request.user),
        "Marqué comme traité.",
    )


@require_POST
@project_view(Permission.SUBMIT)
def comment_block(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Take back the waiver of a question: it holds validation back again."""
    found = find_comment(request, pk, comment)
    read = posted_int(request, "version")
    told = "La question bloque de nouveau la validation."
    return _moved(request, found, lambda: block_again(comment=found, read_version=read), told)


@require_POST
@project_view(Permission.COMMENT)
def comment_delete(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Put one’s own comment aside; the history keeps it, and it can be brought back."""
    found = find_comment(request, pk, comment)
    if found.author_id != request.user.pk:
        raise PermissionDenied("Seul l’auteur d’un commentaire peut le supprimer.")
    read = posted_int(request, "version")
    try:
        delete_comment(comment=found, read_version=read)
    except StaleWriteError:
        return answer_pane(request, pk, status=CONFLICT, comment_refusal=STALE)
    except RefusedError as refused:
        return answer_pane(request, pk, status=REFUSED, comment_refusal=str(refused))
    if is_htmx(request):
        return answer_pane(request, pk, removed=found)
    return redirect(f"{found.section.get_absolute_url()}?volet={PANE}&supprime={found.pk}#volet")


@require_POST
@project_view(Permission.COMMENT)
def comment_restore(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Bring back a comment that one has put aside."""
    found = find_comment(request, pk, comment, deleted=True)
    if found.author_id != request.user.pk:
        raise PermissionDenied("Seul l’auteur d’un commentaire peut le rétablir.")
    return _moved(request, found, lambda: restore_comment(comment=found), "Commentaire rétabli.")


def _moved(
    request: ProjectRequest, comment: Comment, move: Callable[[], None], told: str
) -> HttpResponseBase:
    try:
        move()
    except StaleWriteError:
        return answer_pane(request, comment.section_id, status=CONFLICT, comment_refusal=STALE)
    return done(request, comment.section_id, told, page_of(comment))
