"""Addresses of the specification: sections, requirements, editions."""

from django.urls import URLPattern, URLResolver

from requirements.urls import (
    agreement,
    changes,
    comments,
    editions,
    meetings,
    needs,
    sections,
    sharing,
    signing,
    workshops,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *sections.urlpatterns,
    *signing.urlpatterns,
    *agreement.urlpatterns,
    *changes.urlpatterns,
    *comments.urlpatterns,
    *needs.urlpatterns,
    *workshops.urlpatterns,
    *editions.urlpatterns,
    *meetings.urlpatterns,
    *sharing.urlpatterns,
]
