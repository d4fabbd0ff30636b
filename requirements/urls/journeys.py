"""Addresses of the journey map."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import journeys

urlpatterns: list[URLPattern | URLResolver] = [
    path("projets/<slug:slug>/parcours/", journeys.journeys, name="journeys"),
]
