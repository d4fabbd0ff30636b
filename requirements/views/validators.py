"""Who decides on what: validators, their delegations, and the replacement of those who left."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.models import Membership
from charter.views.pages import REFUSED, project_page
from crmproject.toolkit.http import posted_int
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.validators import delegate, replace_validator
from requirements.forms.agreement import (
    DelegationForm,
    ObjectionDelayForm,
    ReplacementForm,
    fit_to_validate,
)
from requirements.models import Delegation
from requirements.outline import Node
from requirements.views.workspace import outline_of, specification_of


@require_safe
@project_view(Permission.VIEW)
def validators(request: ProjectRequest) -> HttpResponseBase:
    """Each validator with their sections, and the delegations."""
    return _page(request)


@require_POST
@project_view(Permission.VALIDATE)
def delegation_add(request: ProjectRequest) -> HttpResponseBase:
    """Let a colleague decide in one’s place for a while."""
    principal = _own_place(request)
    form = DelegationForm(request.POST, principal=principal)
    if form.is_valid():
        try:
            made = delegate(principal=principal, by=request.user, **form.cleaned_data)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"{made.delegate.user} peut valider à votre place pendant cette période."
            )
            return redirect("validators", request.project.slug)
    return _page(request, delegation_form=form, status=REFUSED)


@require_POST
@project_view(Permission.VALIDATE, Permission.SUBMIT)
def delegation_revoke(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """End a delegation; what was signed under it stands."""
    found = Delegation.objects.live().filter(project=request.project, pk=pk).first()
    if found is None:
        raise Http404("Cette délégation n’existe pas ou a été révoquée.")
    own = request.access.membership is not None and found.principal_id == request.access.membership.pk
    if not own and not request.access.allows(Permission.SUBMIT):
        raise PermissionDenied("Seuls le validateur et le chef de projet révoquent une délégation.")
    found.put_aside(read_version=posted_int(request, "version"))
    messages.success(request, "Délégation révoquée. Les décisions déjà signées restent valables.")
    return redirect("validators", request.project.slug)


@require_POST
@project_view(Permission.SUBMIT)
def validator_replace(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Put somebody in a validator’s place everywhere."""
    old = Membership.objects.filter(project=request.project, pk=pk).select_related("user", "project").first()
    if old is None:
        raise Http404("Cette personne n’est pas de ce projet.")
    form = ReplacementForm(request.POST, old=old, fit=fit_to_validate(request.project.pk))
    if form.is_valid():
        try:
            count = replace_validator(old=old, new=form.chosen, by=request.user)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            plural = "s" if count > 1 else ""
            messages.success(request, f"{form.chosen.user} valide désormais {count} section{plural}.")
            return redirect("validators", request.project.slug)
    return _page(request, replacements={old.pk: form}, status=REFUSED)


@require_POST
@project_view(Permission.SUBMIT)
def objection_delay(request: ProjectRequest) -> HttpResponseBase:
    """Set how long validators may object to a minor correction."""
    form = ObjectionDelayForm(request.POST, instance=specification_of(request))
    if form.is_valid():
        form.instance.save(update_fields=["objection_days"])
        messages.success(request, "Délai d’objection enregistré.")
        return redirect("validators", request.project.slug)
    return _page(request, delay_form=form, status=REFUSED)


def _own_place(request: ProjectRequest) -> Membership:
    if request.access.membership is None:
        raise PermissionDenied("Vous n’êtes pas validateur dans ce projet.")
    return request.access.membership


def _page(request: ProjectRequest, *, status: int = 200, **more: Any) -> HttpResponseBase:
    shown = outline_of(request)
    access, member = request.access, request.access.membership
    given = more.pop("replacements", {})
    people = _people(shown.to_validate)
    may_replace = access.allows(Permission.SUBMIT)
    fit = fit_to_validate(request.project.pk) if may_replace else []

    def blank(old: Membership) -> ReplacementForm | None:
        return ReplacementForm(old=old, fit=fit) if may_replace else None

    delegations = (
        Delegation.objects.live()
        .filter(project=request.project)
        .select_related("principal__user", "principal__project", "delegate__user", "delegate__project")
        .order_by("-starts", "-pk")
    )
    context = {
        "people": [(one, nodes, given.get(one.pk) or blank(one)) for one, nodes in people],
        "gone": [one for one, _ in people if one.is_deleted],
        "delegations": delegations,
        "delegation_form": DelegationForm(principal=member)
        if member is not None and access.allows(Permission.VALIDATE)
        else None,
        "delay_form": ObjectionDelayForm(instance=shown.specification) if may_replace else None,
        "objection_days": shown.specification.objection_days,
        **more,
    }
    return project_page(
        request, "requirements/agreement/validators.html", context, tab="specification", status=status
    )


def _people(nodes: list[Node]) -> list[tuple[Membership, list[tuple[Node, bool, bool]]]]:
    """Each validator with their sections: (section, required, approved); those who left first."""
    found: dict[Membership, list[tuple[Node, bool, bool]]] = {}
    for node in nodes:
        standing = node.record.standing(node.fingerprint)
        for validator in node.record.validators:
            own = standing.get(validator.member_id)
            entry = (node, validator.required, own is not None and own.is_approval)
            found.setdefault(validator.member, []).append(entry)
    return sorted(found.items(), key=lambda pair: (not pair[0].is_deleted, str(pair[0].user)))
