"""From days to places on the chart: months, and the days on which nobody works.

One unit is about a pixel on a wide screen, and a quarter of a millimetre on a landscape A4 page. What is written in
the drawing is text, since a localised figure (« 12,5 ») would break it.
"""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from crmproject.toolkit.templatetags.french import MONTHS
from planning.diagram.lines import Line
from planning.schedule import is_working_day

WIDTH = 1120
LABELS = 318
HEADER = 38
ROW = 17
BAR = 10
# Under these widths, in units, months are named by their initial, then only years are named.
SHORT_MONTH, TINY_MONTH = 62, 24
# Days narrower than this, in units, are not shaded.
VISIBLE_DAY = 1.6
ONE_DAY = datetime.timedelta(days=1)


def n(value: float) -> str:
    """A coordinate as text: a tenth of a unit, no useless zeros."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Month:
    """A month of the header; `year` is said on its first month."""

    label: str
    x: str
    text_x: str
    year: str


@dataclass(frozen=True)
class Scale:
    """From days to units: whole months, from the first day that a line marks to the last one."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def over(cls, lines: Sequence[Line]) -> "Scale":
        days = [day for line in lines for day in line.days()]
        return cls(min(days).replace(day=1), next_month(max(days)) - ONE_DAY)

    @property
    def day_width(self) -> float:
        return (WIDTH - LABELS) / ((self.last - self.first).days + 1)

    def x(self, day: datetime.date) -> float:
        """The left edge of this day."""
        return LABELS + (day - self.first).days * self.day_width

    def right(self, day: datetime.date) -> float:
        """The right edge of this day."""
        return self.x(day) + self.day_width

    def middle(self, day: datetime.date) -> float:
        return self.x(day) + self.day_width / 2

    def months(self) -> Iterator[Month]:
        month = self.first
        while month <= self.last:
            following = next_month(month)
            left = self.x(month)
            width = self.x(following) - left
            name = MONTHS[month.month - 1]
            if width < TINY_MONTH:
                name = ""
            elif width < SHORT_MONTH:
                name = name[:1].upper()
            says_year = month.month == 1 or month == self.first
            yield Month(name, n(left), n(left + width / 2), str(month.year) if says_year else "")
            month = following

    def rules(self, bottom: int) -> str:
        months = "".join(f"M{month.x} {HEADER - 19}V{bottom}" for month in self.months())
        return f"{months}M0 {HEADER}H{WIDTH}"

    def days_off(self, bottom: int) -> str:
        """Weekends and public holidays, one rectangle for each run of days."""
        if self.day_width < VISIBLE_DAY:
            return ""
        return self._shaded([day for day in self._days() if not is_working_day(day)], bottom)

    def closings(self, days: Collection[datetime.date], bottom: int) -> str:
        """The closing days of the company, whatever their width."""
        return self._shaded(sorted(day for day in days if self.first <= day <= self.last), bottom)

    def _days(self) -> Iterator[datetime.date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * ONE_DAY

    def _shaded(self, days: Sequence[datetime.date], bottom: int) -> str:
        runs: list[list[datetime.date]] = []
        for day in days:
            if runs and day - runs[-1][-1] == ONE_DAY:
                runs[-1].append(day)
            else:
                runs.append([day])
        return "".join(
            f"M{n(self.x(run[0]))} {HEADER}H{n(self.right(run[-1]))}V{bottom}H{n(self.x(run[0]))}z"
            for run in runs
        )


def next_month(day: datetime.date) -> datetime.date:
    """The first day of the month after this one."""
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
