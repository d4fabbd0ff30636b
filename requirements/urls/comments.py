"""Addresses of comments and peer reviews."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import comment_list, comments, peer_reviews

HERE = "projets/<slug:slug>/cahier-des-charges/"
SECTION = HERE + "sections/<int:pk>/"
COMMENT = SECTION + "commentaires/<int:comment>/"
REVIEW = SECTION + "relectures/<int:review>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE + "commentaires/", comment_list.comments, name="comments"),
    path(HERE + "commentaires/export.csv", comment_list.comments_csv, name="comments_csv"),
    path(SECTION + "volet", comments.section_pane, name="section_pane"),
    path(SECTION + "commentaires", comments.comment_add, name="comment_add"),
    path(COMMENT + "repondre", comments.comment_answer, name="comment_answer"),
    path(COMMENT + "modifier", comments.comment_edit, name="comment_edit"),
    path(COMMENT + "traiter", comments.comment_resolve, name="comment_resolve"),
    path(COMMENT + "lever", comments.comment_waive, name="comment_waive"),
    path(COMMENT + "bloquer", comments.comment_block, name="comment_block"),
    path(COMMENT + "supprimer", comments.comment_delete, name="comment_delete"),
    path(COMMENT + "retablir", comments.comment_restore, name="comment_restore"),
    path(SECTION + "relectures", peer_reviews.peer_review_ask, name="peer_review_ask"),
    path(REVIEW + "relu", peer_reviews.peer_review_done, name="peer_review_done"),
    path(REVIEW + "retirer", peer_reviews.peer_review_withdraw, name="peer_review_withdraw"),
]
