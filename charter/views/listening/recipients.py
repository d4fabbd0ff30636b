"""Who is asked: links of one’s own, the common link, reminders."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import limits
from charter.access import Permission, ProjectRequest, project_view
from charter.actions.asking import (
    erase_names,
    invite,
    make_common_link,
    remind_now,
    revoke,
    revoke_common_link,
    send_again,
)
from charter.forms.listening import RecipientsForm
from charter.listening.recipients import Reading, Recipient, read_recipients
from charter.listening.tokens import common_url, current_token
from charter.models import CommonLink, Department, Questionnaire, Respondent
from charter.views.listening.shared import find, moved, page
from charter.views.pages import REFUSED
from crmproject.toolkit.refusals import RefusedError

TEMPLATE = "charter/listening/recipients.html"
PAGE_SIZE = 50
INVITATIONS_PER_HOUR = 100
TOO_MANY = "Vous avez invité beaucoup de monde en une heure\u00a0: attendez un peu, puis recommencez."


@never_cache
@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Whom the questionnaire is sent to, and adding people: lines that can’t be read are told, the others are kept."""
    one = find(request, pk)
    form = RecipientsForm(request.POST or None, project=request.project, questionnaire=one)
    if request.method != "POST":
        return _page(request, one, form)
    if not form.is_valid():
        return _page(request, one, form, status=REFUSED)
    reading = _read(request, one, form)
    if not reading.recipients:
        return _page(request, one, form, problems=reading.problems, status=REFUSED)
    try:
        number = _invite(request, one, reading.recipients)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, one, form, status=REFUSED)
    plural = "s" if number > 1 else ""
    later = "" if one.is_open else " Les liens partiront à l’ouverture."
    messages.success(request, f"{number} personne{plural} invitée{plural}.{later}")
    if reading.problems:
        kept = RecipientsForm(project=request.project, questionnaire=one)
        kept.initial["pasted"] = "\n".join(problem.text for problem in reading.problems)
        return _page(request, find(request, pk), kept, problems=reading.problems, status=REFUSED)
    return redirect("recipients", request.project.slug, one.pk)


def _read(request: ProjectRequest, one: Questionnaire, form: RecipientsForm) -> Reading:
    """The members chosen, then the people pasted."""
    asked = Respondent.objects.filter(questionnaire=one).exclude(email="").values_list("email", flat=True)
    chosen = [
        Recipient(0, str(member), member.user.email, member.department)
        for member in form.cleaned_data["members"]
    ]
    reading = read_recipients(
        form.cleaned_data["pasted"],
        departments=Department.objects.live().filter(project=request.project),
        known=[*asked, *(person.email for person in chosen)],
    )
    reading.recipients = [*chosen, *reading.recipients]
    return reading


def _invite(request: ProjectRequest, one: Questionnaire, people: list[Recipient]) -> int:
    if not limits.take(f"listening-invite:{request.user.pk}", limit=INVITATIONS_PER_HOUR, seconds=3600):
        raise RefusedError(TOO_MANY)
    return invite(questionnaire=one, people=people)


def _page(
    request: ProjectRequest, one: Questionnaire, form: RecipientsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    people = Respondent.objects.filter(questionnaire=one).select_related("department").order_by("pk")
    link = CommonLink.objects.filter(questionnaire=one, revoked_at=None).first()
    token = current_token(link) if link else ""
    context = {
        "form": form,
        "page": Paginator(people, PAGE_SIZE).get_page(request.GET.get("page")),
        "silent": Respondent.objects.silent().filter(questionnaire=one).count(),
        "common": link,
        "common_url": common_url(token) if token else "",
        **more,
    }
    return page(request, TEMPLATE, one, context, status=status)


def _respondent(one: Questionnaire, pk: int) -> Respondent:
    found = Respondent.objects.filter(questionnaire=one, pk=pk).first()
    if found is None:
        raise Http404("Cette personne n’est pas de ce questionnaire.")
    found.questionnaire = one
    return found


@project_view(Permission.EDIT_CHARTER)
@require_POST
def recipient_revoke(request: ProjectRequest, pk: int, respondent: int) -> HttpResponseBase:
    """Close the link of one person."""
    one = find(request, pk)
    person = _respondent(one, respondent)
    revoke(respondent=person)
    messages.success(request, f"Le lien de {person.label} est révoqué\u00a0: il ne mène plus à rien.")
    return redirect("recipients", request.project.slug, one.pk)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def recipient_send(request: ProjectRequest, pk: int, respondent: int) -> HttpResponseBase:
    """Send one person the link once more."""
    one = find(request, pk)
    person = _respondent(one, respondent)
    if not limits.take(f"listening-send:{person.pk}", limit=5, seconds=3600):
        messages.error(request, "Ce lien vient d’être envoyé plusieurs fois\u00a0: attendez une heure.")
        return redirect("recipients", request.project.slug, one.pk)
    return moved(
        request,
        lambda: send_again(respondent=person),
        f"Le lien de {person.label} part de nouveau.",
        "recipients",
        one.pk,
    )


@project_view(Permission.EDIT_CHARTER)
@require_POST
def recipients_remind(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Remind those who did not finish, once a day at most."""
    one = find(request, pk)
    try:
        number = remind_now(questionnaire=one)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        plural = "s" if number > 1 else ""
        if number:
            messages.success(request, f"{number} personne{plural} relancée{plural}.")
        else:
            messages.info(
                request, "Personne à relancer\u00a0: tous ont répondu, ou ont été relancés aujourd’hui."
            )
    return redirect("recipients", request.project.slug, one.pk)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def common_link(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Make the common link, make it anew, or close it."""
    one = find(request, pk)
    if request.POST.get("to") == "fermer":
        revoke_common_link(questionnaire=one)
        messages.success(request, "Le lien commun est fermé. Qui avait commencé garde le sien.")
        return redirect("recipients", request.project.slug, one.pk)
    return moved(
        request,
        lambda: make_common_link(questionnaire=one, by=cast("Any", request.user)),
        "Lien commun créé\u00a0: affichez-le, ou mettez-le sur l’intranet.",
        "recipients",
        one.pk,
    )


@project_view(Permission.EDIT_CHARTER)
@require_POST
def names_erase(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Forget who answered."""
    one = find(request, pk)
    return moved(
        request,
        lambda: erase_names(questionnaire=one),
        "Noms et adresses effacés\u00a0: il reste les réponses et leur service.",
        "recipients",
        one.pk,
    )
