"""Addresses of signatures: approving with one’s password, taking back, proof."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import signing

HERE = "projets/<slug:slug>/cahier-des-charges/sections/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE + "signer", signing.section_sign, name="section_sign"),
    path(HERE + "approbations/<int:approval>/retirer", signing.approval_withdraw, name="approval_withdraw"),
    path(HERE + "preuves/<int:approval>", signing.section_proof, name="section_proof"),
]
