from django.urls import path

from raci import views

urlpatterns = [
    path("projets/<slug:slug>/raci/", views.raci_matrix, name="raci_matrix"),
    path("projets/<slug:slug>/raci/reprendre/", views.raci_take_tasks, name="raci_take_tasks"),
    path("projets/<slug:slug>/raci/<int:activity_pk>/<int:member_pk>/", views.raci_cell, name="raci_cell"),
]
