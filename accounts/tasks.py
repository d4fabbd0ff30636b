"""Work outside the request: e-mails that leave, and reminders."""

from celery import shared_task

from accounts.delivery import send_round
from accounts.reminding import remind_all


@shared_task
def send_waiting() -> None:
    """Send the e-mails that may leave now; any number of workers may do so at once."""
    send_round()


@shared_task
def remind() -> None:
    """Remind people of what they must do by a date; twice does no harm."""
    remind_all()
