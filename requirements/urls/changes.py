"""Addresses of what changed."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import changes

HERE = "projets/<slug:slug>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        f"{HERE}/cahier-des-charges/sections/<int:pk>/comparer",
        changes.section_compare,
        name="section_compare",
    ),
    path(f"{HERE}/editions/comparer", changes.edition_compare, name="edition_compare"),
]
