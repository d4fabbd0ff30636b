"""Addresses for those outside: checking a copy, reading what was shared; and the manager’s links."""

from django.urls import URLPattern, URLResolver, path

import requirements.urls.converters  # noqa: F401  # <edition:…> in the addresses below
from requirements.views import shared, sharing, verification

HERE = "projets/<slug:slug>"
OUTSIDE = "partage/<str:token>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("v/", verification.verification_start, name="verification_start"),
    path("v/<str:code>/", verification.verification, name="verification"),
    path(OUTSIDE, shared.shared, name="shared"),
    path(OUTSIDE + "fichier/", shared.shared_file, name="shared_file"),
    path(OUTSIDE + "telecharger/", shared.shared_download, name="shared_download"),
    path(f"{HERE}/editions/<edition:ref>/partage/", sharing.share_links, name="share_links"),
    path(f"{HERE}/partage/<int:pk>/", sharing.share_link, name="share_link"),
    path(f"{HERE}/partage/<int:pk>/prolonger/", sharing.share_extend, name="share_extend"),
    path(f"{HERE}/partage/<int:pk>/revoquer/", sharing.share_revoke, name="share_revoke"),
]
