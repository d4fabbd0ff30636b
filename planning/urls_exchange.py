"""Addresses of the planning: exchange."""

from django.urls import URLPattern, path

from planning.views import exchange

EXCHANGE = "projets/<slug:slug>/planning/echanges/"
IMPORT = f"{EXCHANGE}import/"

urlpatterns: list[URLPattern] = [
    path(EXCHANGE, exchange.exchange, name="planning_exchange"),
    path(f"{EXCHANGE}planning.<slug:kind>", exchange.export, name="planning_export"),
    path(IMPORT, exchange.send, name="planning_import"),
    path(f"{IMPORT}<slug:token>/", exchange.review, name="planning_import_review"),
    path(f"{IMPORT}<slug:token>/appliquer", exchange.apply, name="planning_import_apply"),
    path(f"{IMPORT}<slug:token>/abandonner", exchange.drop, name="planning_import_drop"),
]
