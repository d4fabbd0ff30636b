"""My projects, and a project’s home, settings and end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter import homepanel
from charter.access import Permission, ProjectRequest, open_view, project_view
from charter.forms.project import DeleteProjectForm, ProjectForm
from charter.history import last_write
from charter.models import Membership, Project
from charter.models.people import Role
from charter.views.pages import REFUSED, project_page, refusal


@open_view("chacun voit la liste de ses propres projets")
@login_required
@require_safe
def projects(request: Any) -> HttpResponse:
    """The projects in which this person has a place."""
    mine = list(Project.objects.of(request.user).select_related("manager"))
    places = {
        place.project_id: place
        for place in Membership.objects.live().filter(user=request.user, project__in=mine)
    }
    cards = [{"project": one, "roles": _roles(one, places.get(one.pk), request.user.pk)} for one in mine]
    deleted = Project.objects.deleted().filter(manager=request.user)
    return render(request, "charter/projects.html", {"cards": cards, "deleted": deleted})


def _roles(project: Project, place: Membership | None, user_id: int) -> list[str]:
    roles = [Role.MANAGER.label] if project.manager_id == user_id else []
    roles += [Role(role).label for role in place.roles] if place else []
    return roles or [Role.READER.label]


@project_view(Permission.VIEW)
@require_safe
def home(request: ProjectRequest) -> HttpResponse:
    """Progress, what awaits this person, and the key facts."""
    context = {
        "awaiting": homepanel.awaiting(request.project, request.access),
        "panels": homepanel.panels(request.project, request.access),
    }
    return project_page(request, "charter/home.html", context, tab="project_home")


@project_view(Permission.ADMINISTER)
@require_safe
def begin(request: ProjectRequest) -> HttpResponse:
    """With what to begin, once the project is created."""
    context = {"beginnings": homepanel.beginnings(request.project, request.access)}
    return project_page(request, "charter/begin.html", context, tab="project_home")


@project_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ProjectRequest) -> HttpResponse:
    """Name, frame, dates and logo of the project."""
    # A row of its own: a refused form leaves the page’s header alone.
    row = Project.objects.get(pk=request.project.pk)
    form = ProjectForm(request.POST or None, request.FILES or None, instance=row)
    if request.method != "POST":
        return _settings_page(request, form)
    if not form.is_valid():
        return _settings_page(request, form, status=REFUSED)
    if form.save_row() is None:
        return _settings_page(request, form, status=refusal(form), last=last_write(row))
    messages.success(request, "Réglages enregistrés.")
    return redirect("project_settings", request.project.slug)


def _settings_page(
    request: ProjectRequest, form: ProjectForm, *, status: int = 200, last: object = None
) -> HttpResponse:
    context = {
        "form": form,
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
        "last": last,
        "here": request.path,
    }
    return project_page(request, "charter/settings.html", context, tab="project_home", status=status)


@project_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: ProjectRequest) -> HttpResponse:
    """Put the project aside, once its name was typed."""
    project = request.project
    form = DeleteProjectForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        project.put_aside(read_version=project.version)
        messages.success(request, f"« {project} » est dans la corbeille de vos projets.")
        return redirect("projects")
    status = REFUSED if request.method == "POST" else 200
    return project_page(request, "charter/delete.html", {"form": form}, tab="project_home", status=status)


@open_view("seul le chef de projet d’un projet supprimé l’atteint, par son propre compte")
@login_required
@require_POST
def restore(request: Any, slug: str) -> HttpResponse:
    """Bring back a project that its manager had put aside."""
    project = get_object_or_404(Project.objects.deleted(), slug=slug, manager=request.user)
    project.restore(read_version=project.version)
    messages.success(request, f"« {project} » est restauré.")
    return redirect(project)


@project_view(Permission.VIEW)
@require_safe
@cache_control(private=True, max_age=300)
def logo(request: ProjectRequest) -> FileResponse:
    """The logo, for people of the project only; its type was read from its bytes when it came in."""
    name = request.project.logo.name
    if not name or not default_storage.exists(name):
        raise Http404("Ce projet n’a pas de logo.")
    return FileResponse(default_storage.open(name), filename=name.rsplit("/", 1)[-1])
