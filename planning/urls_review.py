"""Addresses of the planning: review."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
