"""Addresses of the specification: sections, requirements, editions."""

from django.urls import URLPattern, URLResolver

from requirements.urls import (
    agreement,
    changes,
    comments,
    editions,
    journeys,
    meetings,
    needs,
    note,
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
    *journeys.urlpatterns,
    *note.urlpatterns,
    *workshops.urlpatterns,
    *editions.urlpatterns,
    *meetings.urlpatterns,
    *sharing.urlpatterns,
]
