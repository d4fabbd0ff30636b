"""Invitations and reminders of questionnaires."""

from celery import shared_task

from charter.listening.mailing import remind_round, send_round


@shared_task
def send_invitations() -> None:
    """Send the links that wait; any number of workers may do so at once."""
    send_round()


@shared_task
def remind_respondents() -> None:
    """Remind whoever did not finish; twice does no harm."""
    if remind_round():
        send_round()
