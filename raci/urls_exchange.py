"""Addresses of the matrix: exchange."""

from django.urls import URLPattern, path

from raci.views import exchange

EXCHANGE = "projets/<slug:slug>/raci/echanges/"
IMPORT = f"{EXCHANGE}import/"

urlpatterns: list[URLPattern] = [
    path(EXCHANGE, exchange.raci_exchange, name="raci_exchange"),
    path(f"{EXCHANGE}matrice.xlsx", exchange.raci_export, name="raci_export"),
    path(IMPORT, exchange.raci_import, name="raci_import"),
    path(f"{IMPORT}<slug:token>/", exchange.raci_import_review, name="raci_import_review"),
    path(f"{IMPORT}<slug:token>/appliquer", exchange.raci_import_apply, name="raci_import_apply"),
    path(f"{IMPORT}<slug:token>/abandonner", exchange.raci_import_drop, name="raci_import_drop"),
]
