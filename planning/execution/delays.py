"""By when people act, in working days: weekends, public holidays and closing days of the company excluded."""

import datetime
from collections.abc import Collection

from planning.models import Closing
from planning.schedule import OutOfCalendarError, WorkingCalendar

# How long each stage of a change request takes at most, in working days.
OPINION_DAYS = 5
STUDY_DAYS = 10
DECISION_DAYS = 5


def load_closed(project_id: int) -> frozenset[datetime.date]:
    """Every closing day of the company."""
    closings = Closing.objects.live().filter(project=project_id)
    return frozenset(day for one in closings for day in one.days)


def working_day_after(
    day: datetime.date, number: int, closed: Collection[datetime.date] = ()
) -> datetime.date:
    """The working day that comes so many working days after this one; with 0, this day or the next working one.

    Outside the years of the calendar, the same number of plain days.
    """
    try:
        calendar = WorkingCalendar(day.year, closed)
        return calendar.day(calendar.number(day) + number)
    except OutOfCalendarError:
        return day + datetime.timedelta(days=number)
