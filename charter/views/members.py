"""The people of a project: list, invitation, roles, departure, hand-over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import invitations, limits
from charter.access import Permission, ProjectRequest, project_view
from charter.actions import projects as actions
from charter.forms.members import InviteForm, MembershipForm
from charter.forms.project import HandOverForm
from charter.history import last_write
from charter.models import Membership, Project
from charter.references import in_words, missing_for
from charter.views.pages import CONFLICT, REFUSED, project_page, refusal
from crmproject.toolkit.rows import StaleWriteError

# Between two invitations of the same person.
COOL_DOWN = 300
TOO_MANY = "Trop d’invitations en une heure\u00a0: attendez un peu, puis recommencez."


@project_view(Permission.VIEW)
@require_safe
def listing(request: ProjectRequest) -> HttpResponse:
    """Who takes part, with roles and department."""
    return _list_page(request)


@project_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ProjectRequest) -> HttpResponse:
    """Give someone a place, and send the invitation."""
    form = InviteForm(request.POST or None, project=request.project)
    if request.method != "POST":
        return _form_page(request, form, "charter/members/invite.html")
    if form.is_valid() and not invitations.may_invite(request.user):
        form.add_error(None, TOO_MANY)
    if form.errors:
        return _form_page(request, form, "charter/members/invite.html", status=REFUSED)
    data = form.cleaned_data
    member = actions.invite_member(
        project=request.project,
        by=request.user,
        **{name: data[name] for name in ("email", "title", "roles", "department")},
    )
    _say_if_sent(request, member)
    return _to_list(request)


@project_view(Permission.ADMINISTER)
@require_POST
def reinvite(request: ProjectRequest, pk: int) -> HttpResponse:
    """Send the invitation again."""
    member = find_member(request.project, pk)
    if not limits.take(f"reinvite:{member.pk}", limit=1, seconds=COOL_DOWN):
        messages.warning(request, f"{member.user} vient d’être invité\u00a0: attendez cinq minutes.")
    elif not invitations.may_invite(request.user):
        messages.warning(request, TOO_MANY)
    else:
        actions.send_on_commit(member=member, by=request.user)
        _say_if_sent(request, member)
    return _to_list(request)


@project_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ProjectRequest, pk: int) -> HttpResponse:
    """Title, department and roles of a member."""
    member = find_member(request.project, pk)
    form = MembershipForm(request.POST or None, instance=member, project=request.project)
    template = "charter/members/edit.html"
    if request.method != "POST":
        return _form_page(request, form, template, member=member)
    if not form.is_valid():
        return _form_page(request, form, template, member=member, status=REFUSED)
    if form.save_row() is None:
        return _form_page(
            request, form, template, member=member, status=refusal(form), last=last_write(member)
        )
    messages.success(request, "Modification enregistrée.")
    return _to_list(request)


@project_view(Permission.ADMINISTER)
@require_POST
def restore(request: ProjectRequest, pk: int) -> HttpResponse:
    """Give someone back the place that was taken away."""
    member = find_member(request.project, pk, deleted_too=True)
    missing = missing_for(member)
    if missing:
        messages.error(request, f"Restaurez d’abord\u00a0: {in_words(missing)}.")
    elif member.is_deleted:
        member.restore(read_version=member.version)
        messages.success(
            request, f"{member.user} participe de nouveau au projet. Ce qui fut confié à d’autres leur reste."
        )
    return _to_list(request)


@project_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: ProjectRequest) -> HttpResponse:
    """Pass the management of the project to another member."""
    form = HandOverForm(request.POST or None, project=request.project)
    if request.method != "POST":
        return _form_page(request, form, "charter/members/hand_over.html")
    if not form.is_valid():
        return _form_page(request, form, "charter/members/hand_over.html", status=REFUSED)
    to: Membership = form.cleaned_data["to"]
    try:
        actions.hand_over(project=request.project, to=to, read_version=form.cleaned_data["version"])
    except StaleWriteError:
        form.add_error(
            None,
            "Le projet a changé entre-temps\u00a0: relisez la page, puis recommencez si c’est encore utile.",
        )
        return _form_page(request, form, "charter/members/hand_over.html", status=CONFLICT)
    messages.success(request, f"{to.user} conduit maintenant le projet.")
    return _to_list(request)


def find_member(project: Project, pk: int, *, deleted_too: bool = False) -> Membership:
    """This member of the project; Http404 for anybody else."""
    members = Membership.objects.all() if deleted_too else Membership.objects.live()
    member: Membership | None = (
        members.filter(project=project, pk=pk).select_related("user", "project", "department").first()
    )
    if member is None:
        raise Http404("Cette personne ne participe pas au projet.")
    return member


def _say_if_sent(request: ProjectRequest, member: Membership) -> None:
    if member.invited_at:
        messages.success(request, f"Invitation envoyée à {member.user.email}.")
    else:
        messages.error(
            request,
            f"{member.user.email} est membre, mais le courriel n’est pas parti\u00a0: relancez l’invitation.",
        )


def _to_list(request: ProjectRequest) -> HttpResponseRedirect:
    return redirect("members", request.project.slug)


def _list_page(request: ProjectRequest) -> HttpResponse:
    everyone = Membership.objects.filter(project=request.project).select_related(
        "user", "department", "project"
    )
    members = list(everyone.filter(deleted_at=None).order_by("department__position", "position", "pk"))
    may_write = request.access.allows(Permission.ADMINISTER)
    context = {
        "members": members,
        "former": list(everyone.exclude(deleted_at=None)) if may_write else [],
        "may_write": may_write,
    }
    return project_page(request, "charter/members/list.html", context, tab="members")


def _form_page(
    request: ProjectRequest, form: Any, template: str, *, status: int = 200, **extra: object
) -> HttpResponse:
    conflicts = getattr(form, "conflicts", [])
    context = {
        "form": form,
        "conflicts": conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in conflicts),
        "here": request.path,
        **extra,
    }
    return project_page(request, template, context, tab="members", status=status)
