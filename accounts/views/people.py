"""One’s own account, and the acceptance of an invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.forms import InvitationForm, ProfileForm
from accounts.invitations import accept, invited_person
from accounts.models import User
from accounts.pictures import change_picture, picture_of
from crmproject.toolkit.marks import open_view

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRIES_PER_MINUTE = 30


@open_view("chacun voit et modifie son propre profil")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Any) -> HttpResponse:
    """Name shown to others, e-mail, and the way to password and second factor."""
    form = ProfileForm(
        request.POST or None, request.FILES or None, instance=User.objects.get(pk=request.user.pk)
    )
    if request.method == "POST" and form.is_valid():
        # The name alone: the rest of the account may be changing at this moment.
        form.instance.save(update_fields=["name"])
        upload = form.cleaned_data["picture"]
        if upload or form.cleaned_data.get("remove_picture"):
            change_picture(user=form.instance, upload=upload)
        messages.success(request, "Profil enregistré.")
        return redirect("profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@open_view("chacun voit sa propre photo")
@login_required
@require_safe
@cache_control(private=True, max_age=3600)
def my_picture(request: Any) -> FileResponse:
    """One’s own picture; the others see it from a project that they share."""
    return picture_of(request.user)


@open_view("la personne invitée n’a pas encore de mot de passe")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Choose one’s name and password from the link of the invitation; it works once."""
    address = request.META.get("REMOTE_ADDR", "")
    if request.method == "POST" and not limits.take(f"accept:{address}", limit=TRIES_PER_MINUTE, seconds=60):
        return render(request, "accounts/invitation_slow.html", status=429)
    user = invited_person(uid, token)
    if user is None:
        return render(request, "accounts/invitation_void.html", status=410)
    form = InvitationForm(user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "invited": user}
        return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)
    data = form.cleaned_data
    if not accept(user=user, token=token, name=data["name"], password=data["new_password1"]):
        return render(request, "accounts/invitation_void.html", status=410)
    user.refresh_from_db()
    login(request, user, backend=BACKEND)
    messages.success(request, f"Bienvenue, {user}.")
    return redirect("projects")
