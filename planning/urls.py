from django.urls import path

from planning import views

urlpatterns = [path("projets/<slug:slug>/planning/", views.planning, name="planning")]
