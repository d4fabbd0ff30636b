"""What was promised at a workshop: adding it, mending it, saying that it is done."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import is_htmx, project_page, refusal
from crmproject.toolkit.http import posted_int
from requirements.actions.workshops import assign_action, mark_done
from requirements.forms.workshops import ActionForm
from requirements.models import WorkshopAction
from requirements.views.workshop_pages import TAB, done, find_workshop, render_workshop

PAGE = "requirements/workshops/action.html"


@require_POST
@project_view(Permission.ORGANISE)
def action_add(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Write down who promises what, by when; the next one can be typed at once."""
    workshop = find_workshop(request, pk)
    form = ActionForm(request.POST, workshop=workshop)
    if _save(form, request.user) is None:
        return render_workshop(request, workshop, part="actions", status=422, action_form=form)
    return done(request, workshop, "actions", just_added=True)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.ORGANISE)
def action_edit(request: ProjectRequest, pk: int, action: int) -> HttpResponseBase:
    """Mend an action: in the list with HTMX, else on a page of its own."""
    found = find_action(request, pk, action)
    form = ActionForm(request.POST or None, instance=found, workshop=found.workshop)
    status = 200
    if request.method == "POST":
        if _save(form, request.user) is not None:
            return done(request, found.workshop, "actions")
        status = refusal(form)
    if is_htmx(request) and "fermer" in request.GET:
        return render_workshop(request, found.workshop, part="actions")
    return _form_page(request, found, form, status)


def _save(form: ActionForm, by: User) -> WorkshopAction | None:
    if not form.is_valid():
        return None
    with transaction.atomic():
        saved = form.save_row()
        if saved is not None:
            assign_action(action=saved, by=by)
    return saved


def _form_page(
    request: ProjectRequest, action: WorkshopAction, form: ActionForm, status: int
) -> HttpResponse:
    context = {
        "workshop": action.workshop,
        "action": action,
        "form": form,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
        "theirs_url": f"{action.workshop.get_absolute_url()}#actions",
    }
    return project_page(
        request, f"{PAGE}#form" if is_htmx(request) else PAGE, context, tab=TAB, status=status
    )


@require_POST
@project_view(Permission.VIEW)
def action_done(request: ProjectRequest, pk: int, action: int) -> HttpResponseBase:
    """Say that an action is done (`done` = 1), or that it is not: whoever promised it may, and who organises."""
    found = find_action(request, pk, action)
    member = request.access.membership
    is_owner = member is not None and member.pk == found.owner_id
    if not is_owner and not request.access.allows(Permission.ORGANISE):
        raise PermissionDenied(
            "Seuls le responsable de l’action et le chef de projet disent qu’elle est faite."
        )
    mark_done(action=found, done=request.POST.get("done") == "1", by=request.user)
    return done(request, found.workshop, "actions", just_done=found.pk)


@require_POST
@project_view(Permission.ORGANISE)
def action_delete(request: ProjectRequest, pk: int, action: int) -> HttpResponseBase:
    """Take an action away; it can be brought back."""
    found = find_action(request, pk, action)
    found.put_aside(read_version=posted_int(request, "version"))
    return done(request, found.workshop, "actions")


@require_POST
@project_view(Permission.ORGANISE)
def action_restore(request: ProjectRequest, pk: int, action: int) -> HttpResponseBase:
    """Bring back an action that was taken away."""
    found = find_action(request, pk, action, deleted=True)
    found.restore(read_version=found.version)
    return done(request, found.workshop, "actions")


def find_action(request: ProjectRequest, pk: int, action: int, *, deleted: bool = False) -> WorkshopAction:
    """An action of this workshop; 404 for any other."""
    workshop = find_workshop(request, pk)
    rows = WorkshopAction.objects.deleted() if deleted else WorkshopAction.objects.live()
    found: WorkshopAction | None = (
        rows.filter(pk=action, workshop=workshop).select_related("owner__user", "owner__project").first()
    )
    if found is None:
        raise Http404("Cette action n’existe pas ou a été retirée.")
    found.workshop = workshop
    return found
