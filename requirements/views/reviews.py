"""Validation: submit a section, decide on it, read a revision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from requirements.actions.agreement import decide, default_validators, submit_section
from requirements.actions.refusals import ContentChangedError, RefusedError
from requirements.forms.sections import DecisionForm, SubmitForm
from requirements.models import Revision
from requirements.models.validation import Verdict
from requirements.views.workspace import find_node, find_section, outline_of, render_section, shown_blocks


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.SUBMIT)
def section_submit(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Choose the validators of a section and ask them to decide."""
    shown = outline_of(request)
    node = find_node(shown, pk)
    named = [validator.member for validator in node.record.validators]
    initial = {
        "read": node.fingerprint,
        "validators": named or default_validators(node.section, node.content),
    }
    form = SubmitForm(request.POST or None, initial=initial, specification=shown.specification)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                submit_section(
                    section=node.section,
                    validators=list(form.cleaned_data["validators"]),
                    read=form.cleaned_data["read"],
                    note=form.cleaned_data["note"],
                    by=request.user,
                )
            except RefusedError as refused:
                form.add_error(None, str(refused))
                status = 409 if isinstance(refused, ContentChangedError) else 422
            else:
                messages.success(
                    request, f"Section «\u00a0{node.section.title}\u00a0» soumise à ses validateurs."
                )
                return redirect(node.section)
    context = {"node": node, "section": node.section, "form": form}
    return project_page(
        request, "requirements/sections/submit.html", context, tab="specification", status=status
    )


@require_POST
@project_view(Permission.VALIDATE)
def section_decide(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Approve the content that was read, or ask for changes with a reason."""
    section = find_section(request, pk)
    form = DecisionForm(request.POST)
    member = request.access.membership
    if member is None:
        raise PermissionDenied("Vous n’êtes pas validateur de cette section.")
    status, refusal = 422, ""
    if form.is_valid():
        try:
            decide(
                section=section,
                member=member,
                verdict=Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                read=form.cleaned_data["read"],
            )
        except RefusedError as refused:
            refusal, status = str(refused), 409
        else:
            approved = form.cleaned_data["verdict"] == Verdict.APPROVED
            messages.success(
                request, "Section approuvée." if approved else "Demande de modifications envoyée."
            )
            return redirect(section)
    shown = outline_of(request)
    node = find_node(shown, pk)
    # What was typed comes back, on the content that the page now shows.
    form.data = {**request.POST.dict(), "read": node.fingerprint}
    return render_section(request, shown, node, status=status, decision_form=form, refusal=refusal)


@require_safe
@project_view(Permission.VIEW)
def revision(request: ProjectRequest, pk: int, fingerprint: str) -> HttpResponseBase:
    """A former content of a section, as it was submitted."""
    section = find_section(request, pk)
    found = Revision.objects.filter(section=section, fingerprint__startswith=fingerprint).first()
    if found is None or len(fingerprint) < 12:
        raise Http404("Cette révision n’existe pas.")
    context = {
        "section": section,
        "revision": found,
        "content": found.content,
        "blocks": shown_blocks(found.content, request.project),
    }
    return project_page(request, "requirements/sections/revision.html", context, tab="specification")
