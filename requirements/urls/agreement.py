"""Addresses of agreement: minor corrections, validators and their delegations."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import minor, validators

HERE = "projets/<slug:slug>/cahier-des-charges/"
ONE = HERE + "sections/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ONE + "correction-mineure", minor.section_minor, name="section_minor"),
    path(ONE + "corrections-mineures/<int:change>", minor.minor_object, name="minor_change"),
    path(HERE + "validateurs/", validators.validators, name="validators"),
    path(HERE + "validateurs/deleguer", validators.delegation_add, name="delegation_add"),
    path(
        HERE + "validateurs/delegations/<int:pk>/revoquer",
        validators.delegation_revoke,
        name="delegation_revoke",
    ),
    path(HERE + "validateurs/<int:pk>/remplacer", validators.validator_replace, name="validator_replace"),
    path(HERE + "validateurs/delai", validators.objection_delay, name="objection_delay"),
]
