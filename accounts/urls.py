"""Addresses of one’s own account."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import mailbox, notices, people, preferences

urlpatterns: list[URLPattern | URLResolver] = [
    path("profil/", people.profile, name="profile"),
    path("profil/photo", people.my_picture, name="my_picture"),
    path("invitation/<str:uid>/<str:token>/", people.invitation, name="invitation"),
    path("notifications/", notices.listing, name="notices"),
    path("notifications/nombre/", notices.bell, name="notices_bell"),
    path("notifications/lues/", notices.read_all, name="notices_read"),
    path("notifications/<int:pk>/ouvrir/", notices.open_one, name="notice_open"),
    path("notifications/<int:pk>/lecture/", notices.mark, name="notice_mark"),
    path("preferences/", preferences.edit, name="notice_preferences"),
    path("desabonnement/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("courriels/", mailbox.listing, name="mailbox"),
    path("courriels/<str:name>/<int:place>/", mailbox.message, name="mailbox_message"),
    path("courriels/<str:name>/<int:place>/html/", mailbox.body, name="mailbox_body"),
]
