"""The usage charter: its draft, what people propose, and the versions that were published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.usage import add_starting_set, answer_proposal, propose, publish
from charter.forms.usage import ProposalForm, PublishForm, UsagePresentationForm
from charter.history import last_write
from charter.models import UsageCharter, UsageProposal, UsageVersion
from charter.models.usage import ProposalState
from charter.usage.content import changes
from charter.usage.coverage import load_coverage
from charter.usage.reading import UsageState, load_usage, own_invitation
from charter.views.pages import CONFLICT, REFUSED, project_page, refusal
from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.http import whole_number
from crmproject.toolkit.refusals import ContentChangedError, RefusedError

HOME = "charter/usage/charter.html"
PROPOSALS = "charter/usage/proposals.html"
PUBLISH = "charter/usage/publish.html"
ARTICLES = "articles-charte-usage"
SHOWN_PROPOSALS = 200


@project_view(Permission.VIEW)
@require_safe
def usage_charter(request: ProjectRequest) -> HttpResponse:
    """The draft as it stands, the versions, and how far the last one is signed."""
    state = request.access.gathering.once(load_usage)
    context = {
        "state": state,
        "coverage": load_coverage(state.latest),
        "mine": own_invitation(request.project, request.access),
        "open_proposals": UsageProposal.objects.filter(
            article__project=request.project, state=ProposalState.OPEN
        ).count(),
        **writing(request),
    }
    return project_page(request, HOME, context, tab="charter")


def writing(request: ProjectRequest) -> dict[str, Any]:
    """What of the pages is the manager’s."""
    return {"may_write": request.access.allows(Permission.EDIT_CHARTER)}


@project_view(Permission.EDIT_CHARTER)
@require_POST
def usage_start(request: ProjectRequest) -> HttpResponse:
    """Add the starting set to the draft."""
    added = add_starting_set(project=request.project)
    if added:
        messages.success(
            request,
            f"{counted(added, 'article ajouté', 'articles ajoutés')} au brouillon\u00a0: "
            "récrivez-les avec les équipes.",
        )
    else:
        messages.info(request, "Tous les articles du jeu de départ sont déjà dans le brouillon.")
    return redirect("usage_charter", request.project.slug)


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def usage_presentation(request: ProjectRequest) -> HttpResponse:
    """The title and the preamble."""
    row = UsageCharter.objects.filter(project=request.project).first()
    form = UsagePresentationForm(request.POST or None, instance=row, project=request.project)
    if request.method != "POST":
        return _presentation_page(request, form)
    if not form.is_valid():
        return _presentation_page(request, form, status=REFUSED)
    if form.save_row() is None:
        return _presentation_page(request, form, status=refusal(form), last=last_write(form.instance))
    messages.success(request, "Titre et préambule enregistrés.")
    return redirect("usage_charter", request.project.slug)


def _presentation_page(
    request: ProjectRequest, form: UsagePresentationForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "form": form,
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
        **extra,
    }
    return project_page(request, "charter/usage/presentation.html", context, tab="charter", status=status)


@project_view(Permission.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def usage_proposals(request: ProjectRequest) -> HttpResponse:
    """What members propose, and what became of it."""
    number = whole_number(request.GET.get("article", ""))
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        project_id=request.project.pk,
        initial={"article": number},
    )
    if request.method != "POST":
        return _proposals_page(request, form)
    if not request.access.allows(Permission.COMMENT):
        raise PermissionDenied("Votre rôle dans ce projet ne permet pas de proposer une modification.")
    if not form.is_valid():
        return _proposals_page(request, form, status=REFUSED)
    propose(article=form.cleaned_data["article"], text=form.cleaned_data["text"], by=request.user)
    messages.success(request, "Votre proposition est enregistrée\u00a0: le chef de projet y répondra.")
    return redirect("usage_proposals", request.project.slug)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def usage_proposal_answer(request: ProjectRequest, pk: int) -> HttpResponse:
    """Keep a proposal, or say why not."""
    proposal = get_object_or_404(
        UsageProposal.objects.select_related("article__project", "author"),
        pk=pk,
        article__project=request.project,
    )
    answer = request.POST.get("answer", "").replace("\x00", "")[:2000]
    accepted = request.POST.get("verdict") == "accepted"
    try:
        answer_proposal(proposal=proposal, accepted=accepted, answer=answer, by=request.user)
    except RefusedError as refused:
        form = ProposalForm(project_id=request.project.pk)
        typed = {"pk": proposal.pk, "answer": answer, "refusal": str(refused)}
        return _proposals_page(request, form, status=REFUSED, typed=typed)
    said = "retenue\u00a0: reportez-la dans l’article" if accepted else "écartée, avec votre raison"
    messages.success(request, f"Proposition {said}.")
    if accepted and not proposal.article.is_deleted:
        return redirect("register_edit", request.project.slug, ARTICLES, proposal.article_id)
    return redirect("usage_proposals", request.project.slug)


def _proposals_page(
    request: ProjectRequest, form: ProposalForm, *, status: int = 200, typed: dict[str, Any] | None = None
) -> HttpResponse:
    rows = UsageProposal.objects.filter(article__project=request.project).select_related("article", "author")
    shown = list(rows[:SHOWN_PROPOSALS])
    context = {
        "form": form,
        "waiting": [one for one in shown if one.state == ProposalState.OPEN],
        "answered": [one for one in shown if one.state != ProposalState.OPEN],
        "typed": typed or {},
        **writing(request),
    }
    return project_page(request, PROPOSALS, context, tab="charter", status=status)


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def usage_publish(request: ProjectRequest) -> HttpResponse:
    """Read what changes, say it, and freeze the draft as a version."""
    state = request.access.gathering.once(load_usage)
    if request.method != "POST":
        return _publish_page(request, state, PublishForm(initial={"read": state.fingerprint}))
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _publish_page(request, state, form, status=REFUSED)
    try:
        version = publish(project=request.project, by=request.user, **form.cleaned_data)
    except ContentChangedError as changed:
        typed = PublishForm(initial={**form.cleaned_data, "read": state.fingerprint})
        return _publish_page(request, state, typed, status=CONFLICT, refusal=str(changed))
    except RefusedError as refused:
        return _publish_page(request, state, form, status=REFUSED, refusal=str(refused))
    messages.success(request, f"La {version} est publiée\u00a0: elle ne changera plus. Faites-la signer.")
    return redirect("usage_campaign_open", request.project.slug)


def _publish_page(
    request: ProjectRequest, state: UsageState, form: PublishForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    latest = state.latest
    context = {
        "state": state,
        "form": form,
        "refusal": refusal,
        "number": latest.number + 1 if latest else 1,
        "changes": changes(latest.content, state.draft) if latest else [],
    }
    return project_page(request, PUBLISH, context, tab="charter", status=status)


def find_version(request: ProjectRequest, number: int) -> UsageVersion:
    """A version of this project’s charter; 404 for any other number."""
    versions = UsageVersion.objects.select_related("charter__project")
    return get_object_or_404(versions, number=number, charter__project=request.project)


@project_view(Permission.VIEW)
@require_safe
def usage_version(request: ProjectRequest, number: int) -> HttpResponse:
    """A published version, as people signed it."""
    version = find_version(request, number)
    state = request.access.gathering.once(load_usage)
    context = {
        "version": version,
        "before": next((one for one in state.versions if one.number < number), None),
        "latest": state.latest,
        "coverage": load_coverage(version),
    }
    return project_page(request, "charter/usage/version.html", context, tab="charter")


@project_view(Permission.VIEW)
@require_safe
def usage_changes(request: ProjectRequest, number: int) -> HttpResponse:
    """What a version changes: against the one before, or against the one that is asked for."""
    version = find_version(request, number)
    versions = [one for one in request.access.gathering.once(load_usage).versions if one.pk != version.pk]
    asked = whole_number(request.GET.get("de", ""))
    before = next((one for one in versions if (one.number == asked if asked else one.number < number)), None)
    if before is None:
        raise Http404("Il n’y a pas d’autre version avec laquelle comparer.")
    context = {
        "version": version,
        "before": before,
        "versions": versions,
        "changes": changes(before.content, version.content),
    }
    return project_page(request, "charter/usage/changes.html", context, tab="charter")
