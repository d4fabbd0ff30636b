"""Addresses of the specification: sections, requirements, editions."""

from django.urls import URLPattern, URLResolver

from requirements.urls import agreement, comments, editions, meetings, needs, sections, sharing

urlpatterns: list[URLPattern | URLResolver] = [
    *sections.urlpatterns,
    *agreement.urlpatterns,
    *comments.urlpatterns,
    *needs.urlpatterns,
    *editions.urlpatterns,
    *meetings.urlpatterns,
    *sharing.urlpatterns,
]
