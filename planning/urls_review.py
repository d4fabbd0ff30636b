"""Addresses of the planning: the review, its tables, its closed versions, and the actions that come of it."""

from django.urls import URLPattern, path

from planning.views import review, review_lines

REVIEW = "projets/<slug:slug>/planning/bilan/"

urlpatterns: list[URLPattern] = [
    path(REVIEW, review.review, name="review"),
    path(f"{REVIEW}conclusion/", review.review_conclusion, name="review_conclusion"),
    path(f"{REVIEW}objectifs/", review_lines.review_objectives, name="review_objectives"),
    path(f"{REVIEW}risques/", review_lines.review_risks, name="review_risks"),
    path(f"{REVIEW}depenses/", review_lines.review_costs, name="review_costs"),
    path(f"{REVIEW}clore", review.review_close, name="review_close"),
    path(f"{REVIEW}rouvrir", review.review_reopen, name="review_reopen"),
    path(f"{REVIEW}evolution/", review.review_evolution, name="review_evolution"),
    path(f"{REVIEW}versions/<int:number>/", review.review_version, name="review_version"),
    path(f"{REVIEW}optimisation/<int:pk>/planning", review.improvement_plan, name="improvement_plan"),
]
