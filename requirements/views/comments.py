"""Comments on a section."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from charter.access import Permission, ProjectRequest, project_view
from crmproject.toolkit.http import posted_int
from requirements.forms.sections import CommentForm
from requirements.models import Comment
from requirements.views.workspace import find_node, find_section, outline_of, render_section


def _pane(request: ProjectRequest, pk: int) -> HttpResponseBase:
    return redirect(f"{find_section(request, pk).get_absolute_url()}?volet=commentaires#volet")


def _find(request: ProjectRequest, pk: int, comment: int) -> Comment:
    found = Comment.objects.live().filter(pk=comment, section=find_section(request, pk)).first()
    if found is None:
        raise Http404("Ce commentaire n’existe pas ou a été supprimé.")
    return found  # type: ignore[no-any-return]  # the manager is untyped


@require_POST
@project_view(Permission.COMMENT)
def comment_add(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Say something about a section."""
    section = find_section(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        form.instance.section, form.instance.author = section, request.user
        form.save()
        return _pane(request, pk)
    shown = outline_of(request)
    return render_section(
        request, shown, find_node(shown, pk), status=422, comment_form=form, pane="commentaires"
    )


@require_POST
@project_view(Permission.COMMENT)
def comment_resolve(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Mark a comment as dealt with, or open it again: its author and the manager may."""
    found = _find(request, pk, comment)
    if found.author_id != request.user.pk and not request.access.is_manager:
        raise PermissionDenied(
            "Seuls l’auteur du commentaire et le chef de projet peuvent le marquer comme traité."
        )
    found.write(
        read_version=posted_int(request, "version"),
        resolved_at=None if found.resolved_at else timezone.now(),
    )
    return _pane(request, pk)


@require_POST
@project_view(Permission.COMMENT)
def comment_delete(request: ProjectRequest, pk: int, comment: int) -> HttpResponseBase:
    """Put one’s own comment aside; the history keeps it."""
    found = _find(request, pk, comment)
    if found.author_id != request.user.pk:
        raise PermissionDenied("Seul l’auteur d’un commentaire peut le supprimer.")
    found.put_aside(read_version=posted_int(request, "version"))
    return _pane(request, pk)
