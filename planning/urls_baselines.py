"""Addresses of the planning: baselines."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
