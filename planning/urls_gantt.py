"""Addresses of the chart in the page, and of the changes made from the planning."""

from django.urls import URLPattern, path

from planning.views import gantt, moves

PLANNING = "projets/<slug:slug>/planning/"
TASK = f"{PLANNING}taches/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{PLANNING}donnees", gantt.gantt_data, name="gantt_data"),
    path(TASK, moves.planning_row, name="planning_row"),
    path(f"{TASK}changer", moves.planning_move, name="planning_move"),
    path(f"{PLANNING}taches/ordre", moves.planning_order, name="planning_order"),
]
