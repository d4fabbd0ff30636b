"""Addresses of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from crmproject.health import health

# One way in, with its limits on tries and its second factor: the administration has no sign-in of its own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("sante", health, name="health"),
    path("", include("charter.urls")),
    path("", include("requirements.urls")),
    path("", include("planning.urls")),
    path("", include("raci.urls")),
    path("", include("selection.urls")),
    path("compte/", include("accounts.urls")),
    path("compte/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
