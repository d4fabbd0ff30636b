"""Addresses of the committee’s meetings; a meeting is addressed by its number, which is never used again."""

from django.urls import URLPattern, URLResolver, path

from requirements.views import meetings

HERE = "projets/<slug:slug>/comite/"
ONE = HERE + "<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, meetings.meetings, name="meetings"),
    path(HERE + "nouvelle", meetings.meeting_add, name="meeting_add"),
    path(ONE, meetings.meeting, name="meeting"),
    path(ONE + "modifier", meetings.meeting_edit, name="meeting_edit"),
    path(ONE + "convoquer", meetings.meeting_convene, name="meeting_convene"),
    path(ONE + "avis", meetings.meeting_decide, name="meeting_decide"),
    path(ONE + "cloturer", meetings.meeting_close, name="meeting_close"),
    path(ONE + "compte-rendu", meetings.meeting_minutes_export, name="meeting_minutes_export"),
    path(ONE + "retirer", meetings.meeting_cancel, name="meeting_cancel"),
    path(ONE + "retablir", meetings.meeting_restore, name="meeting_restore"),
]
