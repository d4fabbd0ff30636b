"""Addresses of the planning: execution."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
