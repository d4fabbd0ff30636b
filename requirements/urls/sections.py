"""Addresses of sections and their validation."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import exports, reviews, sections

HERE = "projets/<slug:slug>/cahier-des-charges/"
ONE = HERE + "sections/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, sections.specification, name="specification"),
    path(HERE + "sections/ajouter", sections.section_add, name="section_add"),
    path(HERE + "sections/ordre", sections.section_place, name="section_place"),
    path(ONE, sections.section, name="section"),
    path(ONE + "apercu", exports.section_preview, name="section_preview"),
    path(ONE + "texte", sections.section_text, name="section_text"),
    path(ONE + "reglages", sections.section_edit, name="section_edit"),
    path(ONE + "deplacer", sections.section_move, name="section_move"),
    path(ONE + "retirer", sections.section_retire, name="section_retire"),
    path(ONE + "retablir", sections.section_restore, name="section_restore"),
    path(ONE + "textes/<int:event>/retablir", sections.section_text_restore, name="section_text_restore"),
    path(ONE + "soumettre", reviews.section_submit, name="section_submit"),
    path(ONE + "decider", reviews.section_decide, name="section_decide"),
    path(ONE + "revisions/<slug:fingerprint>", reviews.revision, name="revision"),
]
