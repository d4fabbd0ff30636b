"""Addresses of the planning: agenda."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
