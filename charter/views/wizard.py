"""A new project in four short steps. What was typed waits in the session, so going back loses nothing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import invitations
from accounts.models import User
from charter.access import open_view
from charter.actions.projects import MemberDraft, create_project
from charter.forms.wizard import (
    MAX_ROWS,
    TYPICAL_DEPARTMENTS,
    Departments,
    FrameForm,
    Members,
    OrganisationForm,
    OwnPlaceForm,
)
from charter.models import Project
from charter.views.pages import REFUSED
from crmproject.toolkit.http import whole_number

STEPS = {
    "organisation": "Organisation",
    "cadre": "Cadre et dates",
    "services": "Services",
    "membres": "Membres",
}
ORDER = list(STEPS)
TEMPLATES = {
    "organisation": "charter/wizard/organisation.html",
    "cadre": "charter/wizard/cadre.html",
    "services": "charter/wizard/services.html",
    "membres": "charter/wizard/membres.html",
}
SESSION_KEY = "project_wizard"
MORE_ROWS = 3


class Wizard:
    """The steps of one person’s new project, with what was typed in each."""

    def __init__(self, session: Any, user: User) -> None:
        self.session = session
        self.user = user

    def keep(self, step: str, typed: QueryDict) -> None:
        """Remember what was typed in this step."""
        kept = dict(self.session.get(SESSION_KEY, {}))
        kept[step] = {name: values for name, values in typed.lists() if name != "csrfmiddlewaretoken"}
        self.session[SESSION_KEY] = kept

    def typed(self, step: str) -> QueryDict | None:
        """What was typed in this step; None before its first visit."""
        kept = self.session.get(SESSION_KEY, {}).get(step)
        if kept is None:
            return None
        data = QueryDict(mutable=True)
        for name, values in kept.items():
            data.setlist(name, values)
        return data

    def forget(self) -> None:
        self.session.pop(SESSION_KEY, None)

    def forms(self, step: str) -> dict[str, Any]:
        """The forms of this step, filled with what was typed."""
        data = self.typed(step)
        if step == "organisation":
            return {"form": OrganisationForm(data)}
        if step == "cadre":
            return {"form": FrameForm(data)}
        if step == "services":
            initial = None if data else TYPICAL_DEPARTMENTS
            return {"rows": Departments(data, initial=initial, prefix="services")}
        choices = self.departments()
        people: Any = Members(data, prefix="membres", form_kwargs={"departments": choices})
        people.own_email = self.user.email
        return {"form": OwnPlaceForm(data, departments=choices, prefix="moi"), "rows": people}

    def departments(self) -> list[tuple[str, str]]:
        """The departments of the third step, as choices."""
        rows: Any = self.forms("services")["rows"]
        return [(row["code"], row["name"]) for row in rows.rows()] if rows.is_bound else []

    def first_wrong_step(self) -> str | None:
        """The first step that is missing or refused."""
        for step in ORDER:
            forms = self.forms(step).values()
            if not all(form.is_bound and form.is_valid() for form in forms):
                return step
        return None

    def create(self) -> Project:
        """Create the project from steps that are all right."""
        by_step = {step: self.forms(step) for step in ORDER}
        for forms in by_step.values():
            for form in forms.values():
                form.is_valid()
        values = {**by_step["organisation"]["form"].cleaned_data, **by_step["cadre"]["form"].cleaned_data}
        own = by_step["membres"]["form"].cleaned_data
        return create_project(
            by=self.user,
            project=Project(**values),
            departments=[(row["code"], row["name"]) for row in by_step["services"]["rows"].rows()],
            members=[
                MemberDraft(row["email"], row["title"], row["department"], row["roles"])
                for row in by_step["membres"]["rows"].rows()
            ],
            own_title=own["title"],
            own_department=own["department"],
        )


@open_view("chacun peut créer un projet, dont il devient le chef")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: Any, step: str = "organisation") -> HttpResponse:
    """One step: show it, keep it, and go on, back, or to the end."""
    if step not in STEPS:
        raise Http404("Cette étape n’existe pas.")
    wizard = Wizard(request.session, request.user)
    if request.method != "POST":
        return _step_page(request, step, wizard.forms(step))
    wizard.keep(step, _with_more_rows(request.POST) if "more" in request.POST else request.POST)
    place = ORDER.index(step)
    if "more" in request.POST:
        return redirect("project_new_step", step)
    if "back" in request.POST:
        return redirect("project_new_step", ORDER[max(0, place - 1)])
    forms = wizard.forms(step)
    if not all(form.is_valid() for form in forms.values()):
        return _step_page(request, step, forms, status=REFUSED)
    if place + 1 < len(ORDER):
        return redirect("project_new_step", ORDER[place + 1])
    return _finish(request, wizard)


def _finish(request: Any, wizard: Wizard) -> HttpResponse:
    wrong = wizard.first_wrong_step()
    if wrong:
        messages.warning(request, f"Complétez d’abord l’étape «\u00a0{STEPS[wrong]}\u00a0».")
        return redirect("project_new_step", wrong)
    people = len(wizard.forms("membres")["rows"].rows())
    if people and not invitations.may_invite(request.user, count=people):
        messages.error(request, "Trop d’invitations en une heure\u00a0: attendez un peu, puis recommencez.")
        return redirect("project_new_step", ORDER[-1])
    project = wizard.create()
    wizard.forget()
    messages.success(request, "Le projet est créé.")
    return redirect("project_begin", project.slug)


def _with_more_rows(typed: QueryDict) -> QueryDict:
    data = typed.copy()
    for name in [name for name in data if name.endswith("-TOTAL_FORMS")]:
        total = whole_number(str(data[name])) or 0
        data[name] = str(min(MAX_ROWS, total + MORE_ROWS))
    return data


def _step_page(request: Any, step: str, forms: dict[str, Any], *, status: int = 200) -> HttpResponse:
    place = ORDER.index(step)
    rows: BaseFormSet[Any] | None = forms.get("rows")
    context = {
        "step": step,
        "title": STEPS[step],
        "steps": [
            {"label": label, "state": "done" if index < place else "current" if index == place else ""}
            for index, label in enumerate(STEPS.values())
        ],
        "form": forms.get("form"),
        "rows": rows,
        "is_first": place == 0,
        "is_last": place + 1 == len(ORDER),
    }
    return render(request, TEMPLATES[step], context, status=status)
