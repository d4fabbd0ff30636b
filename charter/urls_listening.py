"""Addresses of questionnaires: those of the project, and those by which people answer."""

from django.urls import URLPattern, path

from charter.views.listening import answering, answers, clusters, harvest, pages, questions, recipients

ROOM = "projets/<slug:slug>/charte/ecoute/"
ONE = f"{ROOM}<int:pk>/"
QUESTION = f"{ONE}questions/<int:question>/"
SENDING = f"{ONE}envoi/"
PERSON = f"{SENDING}<int:respondent>/"
ANSWERS = f"{ONE}reponses/"
CLUSTERS = f"{ONE}regroupements/"
CLUSTER = f"{CLUSTERS}<int:cluster>/"

urlpatterns: list[URLPattern] = [
    path(ROOM, pages.questionnaires, name="questionnaires"),
    path(f"{ROOM}nouveau/", pages.questionnaire_add, name="questionnaire_add"),
    path(ONE, pages.questionnaire, name="questionnaire"),
    path(f"{ONE}modifier/", pages.questionnaire_edit, name="questionnaire_edit"),
    path(f"{ONE}etat", pages.questionnaire_move, name="questionnaire_move"),
    path(f"{ONE}copier", pages.questionnaire_copy, name="questionnaire_copy"),
    path(f"{ONE}supprimer", pages.questionnaire_delete, name="questionnaire_delete"),
    path(f"{ONE}restaurer", pages.questionnaire_restore, name="questionnaire_restore"),
    path(f"{ONE}apercu/", pages.questionnaire_preview, name="questionnaire_preview"),
    path(f"{ONE}repondre", pages.questionnaire_answer, name="questionnaire_answer"),
    path(f"{ONE}bibliotheque/", questions.question_library, name="question_library"),
    path(f"{ONE}questions/ajouter/", questions.question_add, name="question_add"),
    path(f"{ONE}questions/ordre", questions.question_place, name="question_place"),
    path(QUESTION, questions.question_edit, name="question_edit"),
    path(f"{QUESTION}retirer", questions.question_delete, name="question_delete"),
    path(f"{QUESTION}restaurer", questions.question_restore, name="question_restore"),
    path(SENDING, recipients.recipients, name="recipients"),
    path(f"{SENDING}relancer", recipients.recipients_remind, name="recipients_remind"),
    path(f"{SENDING}lien-commun", recipients.common_link, name="common_link"),
    path(f"{SENDING}effacer-les-noms", recipients.names_erase, name="names_erase"),
    path(f"{PERSON}revoquer", recipients.recipient_revoke, name="recipient_revoke"),
    path(f"{PERSON}renvoyer", recipients.recipient_send, name="recipient_send"),
    path(ANSWERS, answers.answers, name="answers"),
    path(f"{ANSWERS}trier", answers.answers_sort, name="answers_sort"),
    path(f"{ANSWERS}<int:answer>/", answers.answer, name="answer"),
    path(f"{ONE}participation/", answers.questionnaire_participation, name="questionnaire_participation"),
    path(f"{ONE}reprendre/<slug:destination>/", harvest.answers_harvest, name="answers_harvest"),
    path(CLUSTERS, clusters.answer_clusters, name="answer_clusters"),
    path(f"{CLUSTERS}ajouter", clusters.answer_cluster_add, name="answer_cluster_add"),
    path(f"{CLUSTERS}ranger", clusters.answer_cluster_move, name="answer_cluster_move"),
    path(CLUSTER, clusters.answer_cluster_edit, name="answer_cluster_edit"),
    path(f"{CLUSTER}retirer", clusters.answer_cluster_delete, name="answer_cluster_delete"),
    path(f"{CLUSTER}restaurer", clusters.answer_cluster_restore, name="answer_cluster_restore"),
    path("ecoute/commun/<str:token>/", answering.answering_common, name="answering_common"),
    path("ecoute/<str:token>/", answering.answering, name="answering"),
    path("ecoute/<str:token>/fin/", answering.answering_end, name="answering_end"),
    path("ecoute/<str:token>/<int:number>/", answering.answering_question, name="answering_question"),
]
