"""Addresses of requirements; a requirement is addressed by its reference, which never changes."""

from django.urls import URLPattern, URLResolver, path

from requirements.views.needs import editing, listing, moving

HERE = "projets/<slug:slug>/exigences/"
ONE = HERE + "<slug:ref>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, listing.requirements, name="requirements"),
    path(HERE + "ajouter", editing.requirement_add, name="requirement_add"),
    path(HERE + "corbeille", listing.requirement_bin, name="requirement_bin"),
    path(HERE + "ordre/<int:department>", moving.requirement_place, name="requirement_place"),
    path(ONE, listing.requirement, name="requirement"),
    path(ONE + "modifier", editing.requirement_edit, name="requirement_edit"),
    path(ONE + "retirer", moving.requirement_delete, name="requirement_delete"),
    path(ONE + "restaurer", moving.requirement_restore, name="requirement_restore"),
    path(ONE + "retenir", moving.requirement_accept, name="requirement_accept"),
    path(ONE + "ecarter", moving.requirement_reject, name="requirement_reject"),
    path(ONE + "deplacer", moving.requirement_move, name="requirement_move"),
]
