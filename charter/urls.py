"""Addresses of the project, its people, its charter and its lists."""

from django.urls import URLPattern, URLResolver, path

from charter import urls_listening, urls_usage
from charter.views import (
    budget,
    change,
    coherence,
    departures,
    fears,
    feasibility,
    framing,
    indicators,
    leaving,
    members,
    objectives,
    projects,
    registers,
    risks,
    team,
    wizard,
)

PROJECT = "projets/<slug:slug>/"
FEARS = f"{PROJECT}charte/craintes/recueil/"
INDICATORS = f"{PROJECT}charte/indicateurs/"
LIST = f"{PROJECT}listes/<slug:register>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", projects.projects, name="projects"),
    path("projets/nouveau/", wizard.project_new, name="project_new"),
    path("projets/nouveau/<slug:step>/", wizard.project_new, name="project_new_step"),
    path("projets/corbeille/<slug:slug>/restaurer", projects.restore, name="project_restore"),
    path(PROJECT, projects.home, name="project_home"),
    path(f"{PROJECT}commencer/", projects.begin, name="project_begin"),
    path(f"{PROJECT}reglages/", projects.settings, name="project_settings"),
    path(f"{PROJECT}supprimer/", projects.delete, name="project_delete"),
    path(f"{PROJECT}logo", projects.logo, name="project_logo"),
    path(f"{PROJECT}membres/", members.listing, name="members"),
    path(f"{PROJECT}membres/inviter/", members.invite, name="member_invite"),
    path(f"{PROJECT}membres/passation/", members.hand_over, name="manager_hand_over"),
    path(f"{PROJECT}membres/<int:pk>/", members.edit, name="member_edit"),
    path(f"{PROJECT}membres/<int:pk>/relancer", members.reinvite, name="member_reinvite"),
    path(f"{PROJECT}membres/<int:pk>/retirer/", departures.remove, name="member_remove"),
    path(f"{PROJECT}membres/<int:pk>/restaurer", members.restore, name="member_restore"),
    path(
        f"{PROJECT}charte/objectif-strategique/", objectives.strategic_objective, name="strategic_objective"
    ),
    path(
        f"{PROJECT}charte/objectif-strategique/phrase",
        objectives.strategic_sentence,
        name="strategic_sentence",
    ),
    path(f"{PROJECT}charte/objectifs/arbre/", objectives.objective_tree, name="objective_tree"),
    path(f"{PROJECT}charte/equipe/", team.team, name="team"),
    path(f"{PROJECT}charte/equipe/<int:pk>/", team.functions, name="team_member"),
    path(f"{PROJECT}charte/equipe/<int:pk>/photo", team.picture, name="member_picture"),
    path(f"{PROJECT}charte/objectifs/grille", objectives.objective_check, name="objective_check"),
    path(f"{PROJECT}charte/preparation/", framing.framing, name="framing"),
    path(f"{PROJECT}charte/preparation/questions/<slug:part>/", framing.answers, name="framing_answers"),
    path(f"{PROJECT}charte/preparation/sortie/", leaving.exit_plan, name="exit_plan"),
    path(f"{PROJECT}charte/preparation/faisabilite/", feasibility.feasibility, name="feasibility"),
    path(f"{PROJECT}charte/preparation/<slug:preparation>/noter", framing.tick, name="preparation_tick"),
    path(f"{PROJECT}charte/budget/reglages/", budget.settings, name="budget_settings"),
    path(f"{PROJECT}charte/budget/montant", budget.amount, name="budget_amount"),
    path(f"{PROJECT}charte/budget/budget.csv", budget.csv, name="budget_csv"),
    path(f"{PROJECT}charte/risques/matrice/", risks.risk_matrix, name="risk_matrix"),
    path(f"{PROJECT}charte/risques/catalogue/", risks.risk_catalogue, name="risk_catalogue"),
    path(f"{PROJECT}charte/risques/<int:pk>/", risks.risk, name="risk"),
    path(FEARS, fears.fear_collection, name="fear_collection"),
    path(f"{FEARS}fermer", fears.fear_collection_close, name="fear_collection_close"),
    path(f"{FEARS}relever", fears.fear_release, name="fear_release"),
    path(f"{FEARS}<uuid:pk>/reprendre/", fears.fear_take, name="fear_take"),
    path(f"{FEARS}<uuid:pk>/ecarter", fears.fear_aside, name="fear_aside"),
    path("craintes/<slug:token>/", fears.fear_leave, name="fear_leave"),
    path("craintes/<slug:token>/merci", fears.fear_left, name="fear_left"),
    path(f"{PROJECT}charte/changement/", change.change_plan, name="change_plan"),
    path(INDICATORS, indicators.indicators, name="indicators"),
    path(f"{INDICATORS}catalogue/", indicators.indicator_catalogue, name="indicator_catalogue"),
    path(f"{INDICATORS}<int:pk>/", indicators.indicator, name="indicator"),
    path(f"{INDICATORS}<int:pk>/mesures/ajouter", indicators.measurement_add, name="measurement_add"),
    path(
        f"{INDICATORS}<int:pk>/mesures/<int:measurement>/",
        indicators.measurement_edit,
        name="measurement_edit",
    ),
    path(
        f"{INDICATORS}<int:pk>/mesures/<int:measurement>/supprimer",
        indicators.measurement_delete,
        name="measurement_delete",
    ),
    path(
        f"{INDICATORS}<int:pk>/mesures/<int:measurement>/restaurer",
        indicators.measurement_restore,
        name="measurement_restore",
    ),
    path(f"{PROJECT}coherence/", coherence.coherence, name="coherence"),
    path(LIST, registers.listing, name="register"),
    path(f"{LIST}ajouter/", registers.add, name="register_add"),
    path(f"{LIST}ordre", registers.place, name="register_place"),
    path(f"{LIST}<int:pk>/", registers.edit, name="register_edit"),
    path(f"{LIST}<int:pk>/supprimer/", registers.delete, name="register_delete"),
    path(f"{LIST}<int:pk>/restaurer", registers.restore, name="register_restore"),
    *urls_listening.urlpatterns,
]

urlpatterns += urls_usage.urlpatterns
