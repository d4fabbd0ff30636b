"""The matrix as HTML, written in one go: thirty thousand cells take no template each.

An empty cell is `<td>` (HTML closes it by itself); a cell with letters names its column, which a phone shows beside
them. Everything that people typed is escaped here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from raci.filters import Filters
from raci.findings import CROWD, crowd_of
from raci.holders import Holder
from raci.letters import CHOICES
from raci.matrix import ActivityLine, Matrix

BADGES = {
    letters: "".join(f'<span class="raci raci-{letter}">{letter}</span>' for letter in letters)
    for letters in CHOICES
}
# From as many columns on, their heads are written upwards.
UPWARDS = 13


@dataclass(frozen=True)
class Grid:
    """A matrix to be shown to somebody: `editing` gives each line its link and the whole the behaviour of a grid."""

    matrix: Matrix
    slug: str
    editing: bool
    filters: Filters = field(default_factory=Filters)

    @property
    def upwards(self) -> bool:
        """Whether the heads of the columns are written upwards, since there are many of them."""
        return len(self.matrix.holders) >= UPWARDS

    @cached_property
    def shown_lines(self) -> int:
        return (
            sum(map(self.filters.shows, self.matrix.lines))
            if self.filters.narrows
            else len(self.matrix.lines)
        )

    @property
    def head(self) -> SafeString:
        """The row of headings."""
        cells = "".join(map(self._heading, self.matrix.holders))
        return mark_safe(f'<tr><th scope="col">Activité</th>{cells}</tr>')  # noqa: S308  # escaped below

    @property
    def body(self) -> SafeString:
        """A `<tbody>` for each phase, with its title and its lines."""
        return mark_safe("".join(self._bodies()))  # noqa: S308  # escaped below

    def _heading(self, holder: Holder) -> str:
        detail = f'<span class="raci-person">{escape(holder.detail)}</span>' if holder.detail else ""
        marks = " is-function" if holder.is_function else ""
        marks += " is-gone" if holder.is_deleted else ""
        return (
            f'<th scope="col" id="colonne-{holder.key}" class="raci-column{marks}" data-key="{holder.key}"'
            f' data-name="{escape(holder.label)}"{self._hidden(holder)}>'
            f'<div class="raci-head"><span class="raci-name">{escape(holder.label)}</span>{detail}</div></th>'
        )

    def _hidden(self, holder: Holder) -> str:
        return " hidden" if self.filters.without_empty and holder.key not in self.matrix.busy else ""

    def _bodies(self) -> Iterator[str]:
        write = self._line_writer()
        span = len(self.matrix.holders) + 1
        for number, (group, lines) in enumerate(self.matrix.groups):
            rows = "\n".join(map(write, lines))
            count = f"{len(lines)} activité{'s' * (len(lines) > 1)}"
            yield (
                f'<tbody data-raci-group="{number}"><tr class="raci-phase"><th scope="rowgroup" colspan="{span}">'
                f'<span class="raci-group-title">{escape(group)}</span> <span class="raci-count">{count}</span>'
                f"</th></tr>\n{rows}\n</tbody>\n"
            )

    def _line_writer(self) -> Callable[[ActivityLine], str]:
        holders = self.matrix.holders
        places = {holder.key: place for place, holder in enumerate(holders)}
        openings = [f'<td data-h="{escape(holder.label)}">' for holder in holders]
        empty = [f"<td{self._hidden(holder)}>" for holder in holders]
        icon = render_to_string("components/icon.html", {"name": "exclamation-triangle"})
        address = reverse("raci_activity", args=[self.slug, 0]) if self.editing else ""
        narrows, shows = self.filters.narrows, self.filters.shows

        def write(line: ActivityLine) -> str:
            cells = empty.copy()
            for key, letters in line.letters.items():
                place = places[key]
                cells[place] = openings[place] + BADGES[letters]
            hidden = " hidden" if narrows and not shows(line) else ""
            invalid = ' class="is-invalid"' if line.missing else ""
            pk = line.activity.pk
            title = f'<span class="raci-activity">{escape(line.activity)}</span>'
            if line.reference:
                title = f'<span class="ref">{escape(line.reference)}</span> {title}'
            if address:
                title = f'<a class="raci-line" href="{address.replace("/0/", f"/{pk}/")}">{title}</a>'
            head = f'<th scope="row">{title}{_marks(line, icon)}</th>'
            return f'<tr id="activite-{pk}"{invalid}{hidden}>{head}{"".join(cells)}</tr>'

        return write


def _marks(line: ActivityLine, icon: str) -> str:
    """What the rules say of this line, under its title."""
    found = f'<span class="raci-problem">{icon} {escape(line.problem)}</span>' if line.problem else ""
    if (crowd := crowd_of(line)) >= CROWD:
        found += f'<span class="raci-crowd">{icon} {crowd} consultés ou informés</span>'
    return found
