"""How one wants to be told by e-mail, from one’s account or from a link at the foot of an e-mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.forms import PreferencesForm
from accounts.models import Preferences
from accounts.unsubscribing import Refusal, decide_again, read_token, resume, stop
from crmproject.toolkit.marks import open_view


@open_view("chacun choisit ses propres e-mails")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any) -> HttpResponse:
    """Rhythm, hour of the digest, quiet hours, kinds without e-mail."""
    own = Preferences.objects.filter(user_id=request.user.pk).first() or Preferences(user_id=request.user.pk)
    form = PreferencesForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            Preferences.objects.update_or_create(user_id=request.user.pk, defaults=form.cleaned_data)
            decide_again(request.user)
        messages.success(request, "Préférences enregistrées.")
        return redirect("notice_preferences")
    context = {"form": form}
    return render(request, "accounts/preferences.html", context, status=422 if form.errors else 200)


@open_view("le lien signé d’un e-mail désigne la personne, qui n’a pas à se connecter")
@never_cache
# Mail programs post by themselves, without a page of ours before (RFC 8058); the signed address is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Say what stops, and stop it when asked; a mail program’s own button posts here too."""
    refusal = read_token(token)
    if refusal is None:
        return render(request, "accounts/unsubscribe_void.html", status=404)
    done = _obey(request, refusal) if request.method == "POST" else ""
    own = Preferences.objects.filter(user=refusal.user).first() or Preferences(user=refusal.user)
    context = {"refusal": refusal, "done": done, "own": own, "muted": refusal.kind in own.muted}
    return render(request, "accounts/unsubscribe.html", context)


def _obey(request: HttpRequest, refusal: Refusal) -> str:
    """Do what was posted: « tout », « sujet » or « reprendre »; what the link says for a mail program."""
    choice = request.POST.get("choix", "")
    if choice == "reprendre":
        resume(user=refusal.user, kind=refusal.kind)
        return "resumed"
    kind = None if choice == "tout" else refusal.kind
    stop(user=refusal.user, kind=kind)
    return "stopped" if kind is None else "muted"
