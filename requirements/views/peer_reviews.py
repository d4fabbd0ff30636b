"""Peer reviews of a section: asked for by the manager, said by the reviewers."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_POST

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from requirements.actions.peer_reviews import ask_reviews, page_of, say_read, withdraw_request
from requirements.commentary import people_of
from requirements.forms.peer_reviews import ReviewAskForm, ReviewDoneForm
from requirements.models import PeerReview
from requirements.views.comments import answer_pane, done
from requirements.views.workspace import find_section


def _find(request: ProjectRequest, pk: int, review: int) -> PeerReview:
    section = find_section(request, pk)
    found = (
        PeerReview.objects.filter(pk=review, section=section)
        .select_related("member__user", "member__project", "asked_by")
        .first()
    )
    if found is None:
        raise Http404("Cette relecture n’est pas, ou n’est plus, demandée.")
    found.section = section
    return found


@require_POST
@project_view(Permission.SUBMIT)
def peer_review_ask(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Ask people to read a section."""
    section = find_section(request, pk)
    form = ReviewAskForm(request.POST, people=people_of(request.project.pk))
    if form.is_valid():
        try:
            asked = ask_reviews(
                section=section,
                members=list(form.cleaned_data["members"]),
                due=form.cleaned_data["due"],
                by=request.user,
            )
        except RefusedError as refused:
            form.add_error("members", str(refused))
        else:
            told = "Relecture demandée." if len(asked) == 1 else f"{len(asked)} relectures demandées."
            return done(request, pk, told, page_of(section))
    return answer_pane(request, pk, status=REFUSED, review_ask_form=form)


@require_POST
@project_view(Permission.COMMENT)
def peer_review_done(request: ProjectRequest, pk: int, review: int) -> HttpResponseBase:
    """Say that one has read the section as the page showed it."""
    found = _find(request, pk, review)
    if found.member.user_id != request.user.pk:
        raise PermissionDenied("Seule la personne sollicitée peut dire qu’elle a relu cette section.")
    form, status = ReviewDoneForm(request.POST), REFUSED
    if form.is_valid():
        try:
            say_read(
                review=found,
                by=request.user,
                read=form.cleaned_data["read"],
                note=form.cleaned_data["note"],
            )
        except ContentChangedError as refused:
            form.add_error(None, str(refused))
            status = CONFLICT
            # What was typed comes back, on the content that the page now shows.
            now = fingerprint(found.section.content())
            form.data = {**request.POST.dict(), form.add_prefix("read"): now}
        else:
            return done(request, pk, "Merci\u00a0: votre relecture est enregistrée.", page_of(found.section))
    return answer_pane(request, pk, status=status, review_done_form=form)


@require_POST
@project_view(Permission.SUBMIT)
def peer_review_withdraw(request: ProjectRequest, pk: int, review: int) -> HttpResponseBase:
    """Take back a request that nobody answered."""
    found = _find(request, pk, review)
    try:
        withdraw_request(review=found)
    except RefusedError as refused:
        return answer_pane(request, pk, status=REFUSED, comment_refusal=str(refused))
    told = f"Relecture retirée\u00a0: {found.member.display_name}. Vous pouvez la demander à nouveau."
    return done(request, pk, told, page_of(found.section))
