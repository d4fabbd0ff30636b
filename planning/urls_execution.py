"""Addresses of the planning: the phase after go-live."""

from django.urls import URLPattern, path

from planning.views import change_amending, change_moves, changes, execution, governance, newcomers

EXECUTION = "projets/<slug:slug>/planning/execution/"
CHANGES = f"{EXECUTION}demandes/"
CHANGE = f"{CHANGES}<int:number>/"
NEWCOMERS = f"{EXECUTION}arrivants/"
GOVERNANCE = f"{EXECUTION}gouvernance/"
SITTING = f"{GOVERNANCE}<int:pk>/dates/<slug:day>/"
MEETING = f"{GOVERNANCE}reunions/<int:pk>/"
ITEM = f"{MEETING}actions/<int:item>/"

urlpatterns: list[URLPattern] = [
    path(EXECUTION, execution.execution, name="execution"),
    path(f"{EXECUTION}support/", execution.support_contacts, name="support_contacts"),
    path(CHANGES, changes.change_requests, name="change_requests"),
    path(f"{CHANGES}nouvelle", changes.change_add, name="change_add"),
    path(CHANGE, changes.change_request, name="change_request"),
    path(f"{CHANGE}modifier", changes.change_edit, name="change_edit"),
    path(f"{CHANGE}instruire", change_moves.change_study, name="change_study"),
    path(f"{CHANGE}decider", change_moves.change_decide, name="change_decide"),
    path(f"{CHANGE}avis", change_moves.change_opinion, name="change_opinion"),
    path(f"{CHANGE}rouvrir", change_moves.change_reopen, name="change_reopen"),
    path(f"{CHANGE}realisee", change_moves.change_done, name="change_done"),
    path(f"{CHANGE}retirer", change_moves.change_withdraw, name="change_withdraw"),
    path(f"{CHANGE}exigence", change_moves.change_requirement, name="change_requirement"),
    path(f"{CHANGE}exigences/", change_amending.change_amend, name="change_amend"),
    path(
        f"{CHANGE}exigences/<slug:ref>/",
        change_amending.change_amend_requirement,
        name="change_amend_requirement",
    ),
    path(NEWCOMERS, newcomers.newcomers, name="newcomers"),
    path(f"{NEWCOMERS}jeu-de-depart", newcomers.newcomer_path_start, name="newcomer_path_start"),
    path(f"{NEWCOMERS}<int:pk>/", newcomers.newcomer, name="newcomer"),
    path(f"{NEWCOMERS}<int:pk>/etape", newcomers.newcomer_tick, name="newcomer_tick"),
    path(f"{NEWCOMERS}<int:pk>/effacer", newcomers.newcomer_forget, name="newcomer_forget"),
    path(GOVERNANCE, governance.governance, name="governance"),
    path(f"{GOVERNANCE}<int:pk>/calendrier.ics", governance.governance_calendar, name="governance_calendar"),
    path(SITTING, governance.governance_sitting, name="governance_sitting"),
    path(f"{SITTING}inviter", governance.governance_invite, name="governance_invite"),
    path(MEETING, governance.governance_meeting, name="governance_meeting"),
    path(f"{MEETING}diffuser", governance.governance_minutes_send, name="governance_minutes_send"),
    path(f"{MEETING}ajouter", governance.governance_item_add, name="governance_item_add"),
    path(ITEM, governance.governance_item, name="governance_item"),
    path(f"{ITEM}faite", governance.governance_item_done, name="governance_item_done"),
    path(f"{ITEM}supprimer", governance.governance_item_delete, name="governance_item_delete"),
    path(f"{ITEM}restaurer", governance.governance_item_restore, name="governance_item_restore"),
]
