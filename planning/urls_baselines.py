"""Addresses of the planning: references, and the load of people."""

from django.urls import URLPattern, path

from planning.views import baselines, capacity

PLANNING = "projets/<slug:slug>/planning/"
REFERENCES = f"{PLANNING}references/"

urlpatterns: list[URLPattern] = [
    path(REFERENCES, baselines.baselines, name="baselines"),
    path(f"{REFERENCES}prendre", baselines.baseline_take, name="baseline_take"),
    path(f"{REFERENCES}<int:number>/", baselines.baseline, name="baseline"),
    path(f"{PLANNING}charge/", capacity.workload, name="workload"),
]
