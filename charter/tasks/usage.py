"""Messages of the usage charter that leave, and reminders to sign."""

from celery import shared_task

from charter.usage import outbox, reminding


@shared_task
def send_usage_mails() -> None:
    """Send the messages that may leave now; any number of workers may do so at once."""
    outbox.send_round()


@shared_task
def remind_to_sign() -> None:
    """Remind those who have no account of what they were asked to sign; twice does no harm."""
    reminding.remind_all()
