"""Addresses of the agenda: the month, each one’s deadlines, and the calendars that people subscribe to."""

from django.urls import URLPattern, path

from planning.views import agenda, feeds

PLANNING = "projets/<slug:slug>/planning/"
MINE = f"{PLANNING}mes-echeances/"
FEEDS = f"{MINE}agenda/"

urlpatterns: list[URLPattern] = [
    path(f"{PLANNING}calendrier/", agenda.planning_calendar, name="planning_calendar"),
    path(MINE, agenda.my_deadlines, name="my_deadlines"),
    path(f"{MINE}<int:pk>/avancement", agenda.task_progress, name="task_progress"),
    path(FEEDS, feeds.calendar_feeds, name="calendar_feeds"),
    path(f"{FEEDS}nouveau", feeds.calendar_feed_make, name="calendar_feed_make"),
    path(f"{FEEDS}<int:pk>/revoquer", feeds.calendar_feed_revoke, name="calendar_feed_revoke"),
    # A secret address: the token is the key.
    path("agenda/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
]
