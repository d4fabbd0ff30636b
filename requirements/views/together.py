"""Submitting and signing several sections of a document at once."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.identity import TooManyTriesError, proves
from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from requirements.actions.agreement import default_validators
from requirements.actions.together import approve_together, submit_together
from requirements.forms.reviews import OPTIONAL, REQUIRED, SignForm, SubmitForm
from requirements.models import Approval, Specification
from requirements.models.validation import Verdict
from requirements.outline import Node, Outline, outline
from requirements.signing import unsigned
from requirements.states import Record
from requirements.together import sign_url, stamp, to_sign, to_submit
from requirements.views.agreeing import CHANGED
from requirements.views.workspace import ShownBlock, document_asked, shown_blocks

TOO_MANY = 429


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.SUBMIT)
def document_submit(request: ProjectRequest) -> HttpResponseBase:
    """Submit all that is ready to the same validators."""
    shown = _read(request)
    ready = to_submit(shown)
    form = SubmitForm(
        request.POST or None,
        initial={"read": stamp(ready)},
        specification=shown.specification,
        record=ready[0].record if ready else Record(),
        proposed=default_validators(ready[0].section, ready[0].content) if ready else [],
    )
    status = 200
    if request.method == "POST":
        refusal = _submitted(request, shown.specification, ready, form)
        if refusal is None:
            return redirect(shown.specification)
        status = refusal
        form.data = {**request.POST.dict(), "read": stamp(ready)}
    context = {
        "document": shown.specification,
        "ready": ready,
        "empty": [node for node in shown.to_validate if node.says_nothing],
        "form": form,
    }
    template = "requirements/together/submit.html"
    return project_page(request, template, context, tab=shown.specification.page, status=status)


def _submitted(
    request: ProjectRequest, document: Specification, ready: list[Node], form: SubmitForm
) -> int | None:
    """None once it is done; else the status of the answer, the form telling why."""
    if not ready:
        form.add_error(None, "Rien n’attend d’être soumis\u00a0: tout est vide, soumis ou validé.")
        return REFUSED
    valid = form.is_valid()
    if request.POST.get("read", "") not in {"", stamp(ready)}:
        form.add_error(
            None, "Le contenu a changé depuis l’affichage de cette page\u00a0: relisez-le, puis soumettez."
        )
        return CONFLICT
    if not valid:
        return REFUSED
    try:
        made = submit_together(
            document=document,
            nodes=ready,
            validators=form.asked(REQUIRED),
            optional=form.asked(OPTIONAL),
            note=form.cleaned_data["note"],
            due=form.cleaned_data["due"],
            by=request.user,
            url=sign_url(document),
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return CONFLICT if isinstance(refused, ContentChangedError) else REFUSED
    plural = "s" if len(made) > 1 else ""
    messages.success(request, f"{len(made)} section{plural} soumise{plural} aux validateurs.")
    return None


@dataclass(frozen=True)
class ToSign:
    """A section that awaits this person’s signature, and what would be signed."""

    node: Node
    draft: Approval
    blocks: list[ShownBlock]


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.VIEW)
def document_sign(request: ProjectRequest) -> HttpResponseBase:
    """Read all that awaits one’s approval in a document, and sign it with one’s password, once."""
    shown = _read(request)
    nodes = to_sign(shown, request.access.membership)
    if request.method != "POST":
        return _sign_page(request, shown, nodes, SignForm(initial={"read": stamp(nodes)}))
    form = SignForm(request.POST)
    valid = form.is_valid()
    if not nodes or request.access.membership is None:
        refusal = "Plus rien n’attend votre signature dans ce document."
        return _sign_page(request, shown, nodes, form, status=CONFLICT, refusal=refusal)
    if request.POST.get("read", "") not in {"", stamp(nodes)}:
        return _sign_page(request, shown, nodes, form, status=CONFLICT, refusal=CHANGED)
    if not valid:
        return _sign_page(request, shown, nodes, form, status=REFUSED)
    try:
        if not proves(request.user, form.cleaned_data["password"]):
            form.add_error("password", "Ce mot de passe n’est pas le vôtre\u00a0: rien n’a été enregistré.")
            return _sign_page(request, shown, nodes, form, status=REFUSED)
        approve_together(
            document=shown.specification,
            nodes=nodes,
            member=request.access.membership,
            reason=form.cleaned_data["reason"],
        )
    except TooManyTriesError as stopped:
        return _sign_page(request, shown, nodes, form, status=TOO_MANY, refusal=str(stopped))
    except RefusedError as refused:
        again = _read(request)
        left = to_sign(again, request.access.membership)
        return _sign_page(request, again, left, form, status=CONFLICT, refusal=str(refused))
    plural = "s" if len(nodes) > 1 else ""
    messages.success(request, f"Vous avez signé et approuvé {len(nodes)} section{plural}.")
    return redirect(shown.specification)


def _read(request: ProjectRequest) -> Outline:
    """The document that is asked for, its fingerprints taken from its contents."""
    shown = outline(document_asked(request))
    for node in shown.nodes:
        node.read()
    return shown


def _sign_page(
    request: ProjectRequest,
    shown: Outline,
    nodes: list[Node],
    form: SignForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    form.data = {**form.data, "read": stamp(nodes)} if form.is_bound else form.data
    context: dict[str, Any] = {
        "document": shown.specification,
        "signed": [_to_sign(request, node) for node in nodes],
        "form": form,
        "refusal": refusal,
    }
    template = "requirements/together/sign.html"
    return project_page(request, template, context, tab=shown.specification.page, status=status)


def _to_sign(request: ProjectRequest, node: Node) -> ToSign:
    member, submission = request.access.membership, node.record.submission
    if member is None or submission is None:
        raise ValueError("nobody signs what was not submitted")
    submission.section = node.section
    draft = unsigned(
        submission=submission, member=member, person=member, delegation=None, verdict=Verdict.APPROVED
    )
    return ToSign(node, draft, shown_blocks(node.content, request.project))
