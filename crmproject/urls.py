"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from crmproject.health import health

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
