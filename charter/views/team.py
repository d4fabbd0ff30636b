"""The team: who takes part and what each does, who is missing, and people’s pictures."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pictures import picture_of
from charter.access import Permission, ProjectRequest, project_view
from charter.blocks import load_departments
from charter.forms.team import FunctionsForm
from charter.history import last_write
from charter.members import load_external, load_members
from charter.models import Membership
from charter.team import committee_of, groups_of, load_of, teams_of
from charter.views.pages import REFUSED, project_page, refusal
from crmproject.toolkit.diagnostics import Diagnosis, rules

# What the rules say of people, in the order of gravity of the registry.
RULES = frozenset(
    {
        "R-EQUIPE", "R-SERVICE", "R-UTILISATEURS", "R-COPIL", "E-SOUTIEN", "E-CHEF", "R-REFERENT", "R-PILOTE", "R-BETA",
    }
)  # fmt: skip


@project_view(Permission.VIEW)
@require_safe
def team(request: ProjectRequest) -> HttpResponse:
    """The organisation department by department, the committee, the groups, and who is missing."""
    gathering = request.access.gathering
    departments, members = gathering.once(load_departments), gathering.once(load_members)
    missing = [
        Diagnosis(rule, finding) for rule in rules() if rule.id in RULES for finding in rule.check(gathering)
    ]
    context = {
        "teams": teams_of(departments, members),
        "members": members,
        "departments": departments,
        "committee": committee_of(members),
        "groups": groups_of(departments, members),
        "load": load_of(members),
        "external": gathering.once(load_external),
        "missing": missing,
        "may_write": request.access.allows(Permission.ADMINISTER),
        "may_add": request.access.allows(Permission.EDIT_CHARTER),
    }
    return project_page(request, "charter/team/team.html", context, tab="charter")


@project_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def functions(request: ProjectRequest, pk: int) -> HttpResponse:
    """What a member does in the project, and with how much time."""
    member = _member(request, pk)
    form = FunctionsForm(request.POST or None, instance=member, project=request.project)
    if request.method != "POST":
        return _functions_page(request, form, member)
    if not form.is_valid():
        return _functions_page(request, form, member, status=REFUSED)
    if form.save_row() is None:
        return _functions_page(request, form, member, status=refusal(form), last=last_write(member))
    messages.success(request, f"Modification enregistrée\u00a0: {member.user}.")
    return redirect("team", request.project.slug)


def _functions_page(
    request: ProjectRequest, form: FunctionsForm, member: Membership, *, status: int = 200, **extra: object
) -> HttpResponse:
    context = {
        "form": form,
        "member": member,
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
        "here": request.path,
        **extra,
    }
    return project_page(request, "charter/team/member.html", context, tab="charter", status=status)


@project_view(Permission.VIEW)
@require_safe
@cache_control(private=True, max_age=86_400)
def picture(request: ProjectRequest, pk: int) -> FileResponse:
    """The picture of a member, for those who share this project; its address changes with the picture."""
    return picture_of(_member(request, pk).user)


def _member(request: ProjectRequest, pk: int) -> Membership:
    members = Membership.objects.live().filter(project=request.project, pk=pk)
    member: Membership | None = members.select_related("user", "project", "department").first()
    if member is None:
        raise Http404("Cette personne ne participe pas au projet.")
    return member
