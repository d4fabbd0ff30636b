"""Addresses of the planning: proposal."""

from django.urls import URLPattern, path

from planning.views import proposal

PROPOSAL = "projets/<slug:slug>/planning/proposition/"

urlpatterns: list[URLPattern] = [
    path(PROPOSAL, proposal.plan_proposal, name="plan_proposal"),
    path(f"{PROPOSAL}appliquer", proposal.plan_proposal_apply, name="plan_proposal_apply"),
    path(f"{PROPOSAL}faite", proposal.plan_proposal_done, name="plan_proposal_done"),
]
