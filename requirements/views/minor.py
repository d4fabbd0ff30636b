"""Minor corrections: the manager declares one, a validator objects."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from requirements.actions.minor import agreed_revision, declare_minor, is_open, object_to_minor
from requirements.diffs import compare
from requirements.forms.agreement import MinorForm, ObjectionForm
from requirements.models import MinorChange
from requirements.views.workspace import find_section, opened


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.SUBMIT)
def section_minor(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Hold the change since the agreed content for editorial, seeing it first."""
    _, node = opened(request, pk)
    form = MinorForm(request.POST or None, initial={"read": node.fingerprint})
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                declare_minor(
                    section=node.section,
                    read=form.cleaned_data["read"],
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                )
            except RefusedError as refused:
                form.add_error(None, str(refused))
                status = CONFLICT if isinstance(refused, ContentChangedError) else REFUSED
            else:
                messages.success(
                    request,
                    "Correction déclarée mineure\u00a0: les validateurs en sont informés avec l’écart.",
                )
                return redirect(node.section)
        # What was typed comes back, on the content that the page now shows.
        form.data = {**request.POST.dict(), "read": node.fingerprint}
    before = agreed_revision(node.section, node.record)
    context = {
        "node": node,
        "section": node.section,
        "form": form,
        "before": before,
        "agreed": node.record.is_agreed(node.fingerprint),
        "diff": compare(before.content, node.content) if before else None,
        "days": node.section.specification.objection_days,
    }
    tab = node.section.specification.page
    return project_page(request, "requirements/agreement/minor.html", context, tab=tab, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.VIEW)
def minor_object(request: ProjectRequest, pk: int, change: int) -> HttpResponseBase:
    """A minor correction with its difference; a validator of the section may object to it."""
    section = find_section(request, pk)
    found = (
        MinorChange.objects.filter(section=section, pk=change)
        .select_related("before", "after")
        .prefetch_related("objections")
        .first()
    )
    if found is None:
        raise Http404("Cette correction n’existe pas.")
    found.section = section
    member = request.access.membership
    form = ObjectionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if member is None:
            raise PermissionDenied("Vous n’êtes pas validateur de cette section.")
        if form.is_valid():
            try:
                object_to_minor(change=found, member=member, reason=form.cleaned_data["reason"])
            except RefusedError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(
                    request,
                    "Objection enregistrée\u00a0: votre approbation ne vaut pas pour cette correction.",
                )
                return redirect(section)
    objectors = {one.member_id for one in found.objections.all()}
    context = {
        "section": section,
        "change": found,
        "diff": compare(found.before.content, found.after.content),
        "form": form,
        "may_object": member is not None
        and is_open(found)
        and member.pk not in objectors
        and section.validators.filter(member=member).exists(),
    }
    tab = section.specification.page
    return project_page(request, "requirements/agreement/minor_change.html", context, tab=tab, status=status)
