from django.urls import path

from raci.views import matrix

RACI = "projets/<slug:slug>/raci/"

urlpatterns = [
    path(RACI, matrix.raci_matrix, name="raci_matrix"),
    path(f"{RACI}reprendre/", matrix.raci_take_tasks, name="raci_take_tasks"),
    path(f"{RACI}<int:activity_pk>/<slug:holder>/", matrix.raci_cell, name="raci_cell"),
]
