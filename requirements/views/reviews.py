"""Validation: submit a section, ask for changes, read a revision."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from requirements.actions.agreement import decide, default_validators, submit_section
from requirements.forms.reviews import OPTIONAL, REQUIRED, DecisionForm, SubmitForm
from requirements.models import Approval, Revision, Submission
from requirements.models.validation import Verdict
from requirements.outline import Node
from requirements.views.agreeing import CHANGED, read_before, taken_seat
from requirements.views.workspace import find_section, opened, render_section, shown_blocks


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.SUBMIT)
def section_submit(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Choose the validators of a section and ask them to decide."""
    shown, node = opened(request, pk)
    form = SubmitForm(
        request.POST or None,
        initial={"read": node.fingerprint},
        specification=shown.specification,
        record=node.record,
        proposed=default_validators(node.section, node.content),
    )
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                submitted(request, node, form)
            except RefusedError as refused:
                form.add_error(None, str(refused))
                status = CONFLICT if isinstance(refused, ContentChangedError) else REFUSED
            else:
                messages.success(
                    request, f"Section «\u00a0{node.section.title}\u00a0» soumise à ses validateurs."
                )
                return redirect(node.section)
        # What was typed comes back, on the content that the page now names.
        form.data = {**request.POST.dict(), "read": node.fingerprint}
    context = {"node": node, "section": node.section, "form": form, "gone": node.record.gone()}
    tab = shown.specification.page
    return project_page(request, "requirements/sections/submit.html", context, tab=tab, status=status)


def submitted(request: ProjectRequest, node: Node, form: SubmitForm) -> Submission:
    """Submit as the form says. Raises RefusedError with what to do."""
    return submit_section(
        section=node.section,
        validators=form.asked(REQUIRED),
        optional=form.asked(OPTIONAL),
        read=form.cleaned_data["read"],
        note=form.cleaned_data["note"],
        due=form.cleaned_data["due"],
        by=request.user,
    )


@require_POST
@project_view(Permission.VIEW)
def section_decide(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Ask for changes with a reason; an approval is signed on a page of its own."""
    _, node = opened(request, pk)
    person, seat = taken_seat(request, node, request.POST.get("pour", ""))
    if request.POST.get("verdict") == Verdict.APPROVED:
        return redirect("section_sign", request.project.slug, pk)
    form = DecisionForm(request.POST)
    valid = form.is_valid()
    if request.POST.get("read", "") not in {"", node.fingerprint}:
        return refused_decision(request, pk, form, status=CONFLICT, refusal=CHANGED)
    if not valid:
        return refused_decision(request, pk, form, status=REFUSED)
    try:
        decide(
            section=node.section,
            member=seat.member,
            verdict=Verdict.CHANGES,
            reason=form.cleaned_data["reason"],
            read=form.cleaned_data["read"],
            by=person,
        )
    except RefusedError as refused:
        return refused_decision(request, pk, form, status=CONFLICT, refusal=str(refused))
    messages.success(request, "Demande de modifications envoyée.")
    return redirect(node.section)


def refused_decision(
    request: ProjectRequest, pk: int, form: DecisionForm, *, status: int, refusal: str = ""
) -> HttpResponseBase:
    """The section as it stands now, with what was typed and what changed since it was read."""
    shown, node = opened(request, pk)
    read = read_before(node, request.POST.get("read", ""))
    form.data = {**request.POST.dict(), "read": node.fingerprint}
    return render_section(
        request, shown, node, status=status, decision_form=form, refusal=refusal, read_before=read
    )


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
        "decisions": Approval.objects.filter(
            submission__section=section, fingerprint=found.fingerprint
        ).select_related("submission"),
        "blocks": shown_blocks(found.content, request.project),
    }
    return project_page(
        request, "requirements/sections/revision.html", context, tab=section.specification.page
    )
