"""Predecessors as rows of a form: which task, by which link, how many days later."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from planning.models import LinkKind, Task
from planning.models.tasks import LONGEST_LAG
from planning.notation import write_one
from planning.schedule import Link
from planning.schedule import LinkKind as Kind

# Rows offered beside those that stand, and the most that one task may have.
EMPTY_ROWS, MOST_ROWS = 3, 60


class LinkRow(NamedTuple):
    """One row as it was typed."""

    task: str = ""
    kind: str = Kind.FINISH_START.value
    lag: str = "0"

    @property
    def is_empty(self) -> bool:
        return not self.task and self.lag.strip() in {"", "0"}


class ChosenLink(NamedTuple):
    """One row as it was understood."""

    task: Task
    link: Link


class LinkRows(list[LinkRow]):
    """Rows that say themselves in the notation of planners, to be compared by people."""

    def __init__(self, rows: Iterable[LinkRow] = (), said: str = "") -> None:
        super().__init__(rows)
        self._said = said

    def __str__(self) -> str:
        return self._said


class LinkRowsWidget(forms.Widget):
    """A table of rows; the field’s name is followed by « -task », « -kind », « -lag », one value for each row."""

    use_fieldset = True
    choices: Sequence[tuple[int, str]] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = [row for row in value or [] if not row.is_empty]
        context = {
            "name": name,
            "rows": [*rows, *[LinkRow()] * EMPTY_ROWS][: max(MOST_ROWS, len(rows))],
            "tasks": [(str(pk), label) for pk, label in self.choices],
            "kinds": LinkKind.choices,
            "longest": LONGEST_LAG,
            "most": MOST_ROWS,
            "described": (attrs or {}).get("aria-describedby", ""),
            "field_id": (attrs or {}).get("id", ""),
            "invalid": "is-invalid" in (attrs or {}).get("class", ""),
        }
        return render_to_string("planning/forms/link_rows.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[LinkRow]:
        tasks, kinds, lags = (_all(data, f"{name}-{part}") for part in LinkRow._fields)
        rows = []
        for number, task in enumerate(tasks[: MOST_ROWS + 1]):
            kind = kinds[number] if number < len(kinds) else Kind.FINISH_START.value
            rows.append(LinkRow(task.strip(), kind, lags[number] if number < len(lags) else "0"))
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-task" not in data

    def id_for_label(self, id_: str) -> str:
        return ""


def _all(data: Any, name: str) -> list[str]:
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [str(one) for one in found]


class LinksField(forms.Field):
    """The links of a task; its value is a list of ChosenLink, in the order of the rows."""

    widget = LinkRowsWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self._tasks: dict[str, Task] = {}

    def offer(self, tasks: "QuerySet[Any]") -> None:
        """Offer these tasks."""
        self._tasks = {str(task.pk): task for task in tasks}
        widget = cast("LinkRowsWidget", self.widget)
        widget.choices = [(task.pk, str(task)) for task in self._tasks.values()]

    def prepare_value(self, value: Any) -> LinkRows:
        rows = [row for row in value or [] if not row.is_empty]
        return LinkRows(rows, ", ".join(self._said(row) for row in rows))

    def _said(self, row: LinkRow) -> str:
        task = self._tasks.get(row.task)
        try:
            return write_one(Link(task.key if task else "?", Kind(row.kind), int(row.lag or 0)))
        except ValueError:
            return " ".join([task.key if task else "?", row.kind, row.lag])

    def has_changed(self, initial: Any, data: Any) -> bool:
        def kept(rows: Iterable[LinkRow] | None) -> set[LinkRow]:
            return {row._replace(lag=row.lag or "0") for row in rows or () if not row.is_empty}

        return kept(initial) != kept(data)

    def clean(self, value: Any) -> list[ChosenLink]:
        if len(value) > MOST_ROWS:
            raise forms.ValidationError(f"Une tâche attend au plus {MOST_ROWS} prédécesseurs.")
        errors: list[forms.ValidationError] = []
        chosen: list[ChosenLink] = []
        for number, row in enumerate((row for row in value if not row.is_empty), start=1):
            try:
                chosen.append(self._chosen(row))
            except forms.ValidationError as error:
                errors.append(forms.ValidationError(f"Ligne {number}\u00a0: {error.message}"))
        keys = [one.link.key for one in chosen]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            errors.append(
                forms.ValidationError(
                    f"Un seul lien par prédécesseur\u00a0: {', '.join(twice)} y est deux fois."
                )
            )
        if errors:
            raise forms.ValidationError(errors)
        return chosen

    def _chosen(self, row: LinkRow) -> ChosenLink:
        if not row.task:
            raise forms.ValidationError("choisissez la tâche que ce délai concerne, ou videz la ligne.")
        task = self._tasks.get(row.task)
        if task is None:
            raise forms.ValidationError("cette tâche n’est pas, ou n’est plus, du planning.")
        if row.kind not in LinkKind.values:
            raise forms.ValidationError("ce lien n’existe pas.")
        return ChosenLink(task, Link(task.key, Kind(row.kind), _lag(row.lag)))


def _lag(text: str) -> int:
    try:
        lag = int(text.strip().replace("\u2212", "-") or 0)
    except ValueError:
        raise forms.ValidationError("le délai est un nombre entier de jours ouvrés.") from None
    if abs(lag) > LONGEST_LAG:
        raise forms.ValidationError(f"le délai va de -{LONGEST_LAG} à {LONGEST_LAG} jours ouvrés.")
    return lag
