"""Addresses of the matrix: what fills it, and its versions."""

from django.urls import path

from raci.views import filling, versions

RACI = "projets/<slug:slug>/raci/"

urlpatterns = [
    path(f"{RACI}remplir/", filling.raci_fill, name="raci_fill"),
    path(f"{RACI}remplir/appliquer", filling.raci_fill_apply, name="raci_fill_apply"),
    path(f"{RACI}versions/", versions.raci_versions, name="raci_versions"),
    path(f"{RACI}comparer/", versions.raci_compare, name="raci_compare"),
]
