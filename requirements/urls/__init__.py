"""Addresses of the specification: sections, requirements, editions."""

from django.urls import URLPattern, URLResolver

from requirements.urls import editions, needs, sections, sharing

urlpatterns: list[URLPattern | URLResolver] = [
    *sections.urlpatterns,
    *needs.urlpatterns,
    *editions.urlpatterns,
    *sharing.urlpatterns,
]
