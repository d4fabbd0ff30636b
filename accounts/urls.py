"""Addresses of one’s own account."""

from django.urls import URLPattern, URLResolver, path

from accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("profil/", views.profile, name="profile"),
    path("invitation/<str:uid>/<str:token>/", views.invitation, name="invitation"),
]
