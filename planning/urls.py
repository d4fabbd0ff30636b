"""Addresses of the planning and its gates."""

from django.urls import path

from planning import (
    urls_agenda,
    urls_baselines,
    urls_exchange,
    urls_execution,
    urls_gantt,
    urls_proposal,
    urls_review,
)
from planning.views import gates, planning

PLANNING = "projets/<slug:slug>/planning/"
GATE = f"{PLANNING}jalons/<slug:key>/"
CONDITION = f"{GATE}conditions/<int:pk>/"

urlpatterns = [
    path(PLANNING, planning.planning, name="planning"),
    path(f"{PLANNING}lancement", gates.launch_gate_add, name="launch_gate_add"),
    path(GATE, gates.gate, name="gate"),
    path(f"{GATE}decision", gates.gate_decide, name="gate_decide"),
    path(f"{CONDITION}lever", gates.gate_condition_lift, name="gate_condition_lift"),
    path(f"{CONDITION}rouvrir", gates.gate_condition_reopen, name="gate_condition_reopen"),
    *urls_gantt.urlpatterns,
    *urls_baselines.urlpatterns,
    *urls_agenda.urlpatterns,
    *urls_exchange.urlpatterns,
    *urls_proposal.urlpatterns,
    *urls_execution.urlpatterns,
    *urls_review.urlpatterns,
]
