"""Addresses of the planning: exchange."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
