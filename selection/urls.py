from django.urls import path

from selection import views

urlpatterns = [path("projets/<slug:slug>/choix/", views.selection, name="selection")]
