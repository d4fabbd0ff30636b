"""Work of the planning done outside requests."""

import datetime

from celery import shared_task

from planning.actions.feeds import note_reading


@shared_task
def note_feed_reading(feed: int, at: str) -> None:
    """Note that a calendar read this feed: reading itself writes nothing. Twice does no harm."""
    note_reading(feed=feed, at=datetime.datetime.fromisoformat(at))
