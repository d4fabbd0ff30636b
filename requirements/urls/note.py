"""Addresses of the note de cadrage, and of what is submitted and signed at once."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import note, together

HERE = "projets/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE + "charte/", note.charter, name="charter"),
    path(HERE + "charte/creer", note.note_start, name="note_start"),
    path(HERE + "validation/soumettre/", together.document_submit, name="document_submit"),
    path(HERE + "validation/signer/", together.document_sign, name="document_sign"),
]
