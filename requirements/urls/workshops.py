"""Addresses of workshops."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import workshop_actions, workshop_minutes, workshop_table, workshops

HERE = "projets/<slug:slug>/ateliers/"
ONE = HERE + "<int:pk>/"
SECTION = ONE + "sections/<int:entry>"
ACTION = ONE + "actions/<int:action>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, workshops.workshops, name="workshops"),
    path(HERE + "preparer", workshops.workshop_add, name="workshop_add"),
    path(ONE, workshops.workshop, name="workshop"),
    path(ONE + "modifier", workshops.workshop_edit, name="workshop_edit"),
    path(ONE + "retirer", workshops.workshop_delete, name="workshop_delete"),
    path(ONE + "restaurer", workshops.workshop_restore, name="workshop_restore"),
    path(ONE + "agenda.ics", workshops.workshop_calendar, name="workshop_calendar"),
    path(ONE + "presents", workshop_table.workshop_presence, name="workshop_presence"),
    path(ONE + "notes", workshop_table.workshop_notes, name="workshop_notes"),
    path(ONE + "sections", workshop_table.workshop_put, name="workshop_put"),
    path(SECTION, workshop_table.workshop_conclude, name="workshop_conclude"),
    path(SECTION + "/retirer", workshop_table.workshop_take_off, name="workshop_take_off"),
    path(ONE + "actions", workshop_actions.action_add, name="workshop_action_add"),
    path(ACTION, workshop_actions.action_edit, name="workshop_action"),
    path(ACTION + "/faite", workshop_actions.action_done, name="workshop_action_done"),
    path(ACTION + "/retirer", workshop_actions.action_delete, name="workshop_action_delete"),
    path(ACTION + "/restaurer", workshop_actions.action_restore, name="workshop_action_restore"),
    path(ONE + "compte-rendu", workshop_minutes.minutes, name="workshop_minutes"),
    path(ONE + "compte-rendu/diffuser", workshop_minutes.minutes_send, name="workshop_minutes_send"),
    path(ONE + "compte-rendu/pdf", workshop_minutes.minutes_export, name="workshop_export"),
]
