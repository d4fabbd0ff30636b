"""Addresses of the planning: proposal."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
