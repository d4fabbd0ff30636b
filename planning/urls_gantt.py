"""Addresses of the planning: gantt."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
