"""Addresses of editions and of their PDF."""

from django.urls import URLPattern, URLResolver, path

import requirements.urls.converters  # noqa: F401  # <edition:…> in the addresses below
from requirements.views import editions, exports, reading

HERE = "projets/<slug:slug>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{HERE}/editions/", editions.editions, name="editions"),
    path(f"{HERE}/editions/nouvelle/", editions.edition_new, name="edition_new"),
    path(f"{HERE}/editions/<edition:ref>/", editions.edition, name="edition"),
    path(f"{HERE}/editions/<edition:ref>/decision/", editions.decide, name="decide"),
    path(f"{HERE}/editions/<edition:ref>/lecture/", reading.edition_reading, name="edition_reading"),
    path(f"{HERE}/editions/<edition:ref>/ouverture/", reading.edition_opened, name="edition_opened"),
    path(f"{HERE}/editions/<edition:ref>/exports/", exports.export_edition, name="export_edition"),
    path(f"{HERE}/exports/brouillon/", exports.export_draft, name="export_draft"),
    path(f"{HERE}/documents/<slug:name>/", exports.request_document, name="request_document"),
    path(f"{HERE}/exports/<uuid:pk>/", exports.export, name="export"),
    path(f"{HERE}/exports/<uuid:pk>/progression/", exports.export_progress, name="export_progress"),
    path(f"{HERE}/exports/<uuid:pk>/relancer/", exports.export_retry, name="export_retry"),
    path(f"{HERE}/exports/<uuid:pk>/fichier/", exports.export_file, name="export_file"),
]
