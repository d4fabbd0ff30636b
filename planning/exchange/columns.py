"""The columns of a planning in Excel and CSV, declared once: their labels are those of the task form.

What the site computes is written too, for people; it is left out when a file comes back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crmproject.toolkit.text import normalised
from crmproject.toolkit.xlsx import Column, Kind
from planning.forms.tasks import TaskForm
from planning.notation import write
from planning.reading import PhaseLine, Planning, TaskLine


@dataclass(frozen=True)
class Field:
    """One column. `name` is the field of the task form, or empty for what is computed and so never read."""

    name: str
    label: str
    value: Callable[[TaskLine, PhaseLine], object]
    kind: Kind = Kind.TEXT
    width: float = 14
    aliases: tuple[str, ...] = ()

    @property
    def is_computed(self) -> bool:
        return not self.name

    @property
    def spellings(self) -> set[str]:
        """Every way of writing this header, folded."""
        return {normalised(one) for one in (self.label, *self.aliases)}


def _label(name: str) -> str:
    return str(TaskForm.base_fields[name].label)


FIELDS: tuple[Field, ...] = (
    Field("key", _label("key"), lambda line, _: line.task.key, width=9, aliases=("key", "code", "référence")),
    Field("phase", _label("phase"), lambda _, phase: phase.phase.title, width=22, aliases=("lot", "étape")),
    Field(
        "title",
        _label("title"),
        lambda line, _: line.task.title,
        width=46,
        aliases=("title", "nom", "nom de la tâche", "intitulé", "activité"),
    ),
    Field(
        "owner",
        _label("owner"),
        lambda line, _: line.owner,
        width=28,
        aliases=("owner", "ressource", "noms ressources"),
    ),
    Field(
        "email",
        "Courriel du responsable",
        lambda line, _: line.task.owner.user.email if line.task.owner else "",
        width=30,
        aliases=("courriel", "e-mail", "email", "mail", "adresse e-mail"),
    ),
    Field(
        "days",
        _label("days"),
        lambda line, _: line.task.days,
        Kind.WHOLE,
        10,
        aliases=("durée", "durée (jours)", "jours", "jours ouvrés", "days"),
    ),
    Field(
        "links",
        "Prédécesseurs",
        lambda line, _: write(line.links),
        width=20,
        aliases=("après", "liens", "prédécesseur", "dépendances", "links"),
    ),
    Field(
        "start", _label("start"), lambda line, _: line.task.start, Kind.DATE, 13, aliases=("pas avant le",)
    ),
    Field("fixed_start", _label("fixed_start"), lambda line, _: line.task.fixed_start, Kind.DATE, 13),
    Field("due", _label("due"), lambda line, _: line.task.due, Kind.DATE, 13, aliases=("échéance",)),
    Field(
        "effort",
        _label("effort"),
        lambda line, _: line.task.effort,
        Kind.NUMBER,
        12,
        aliases=("charge", "charge (jours)", "effort"),
    ),
    Field(
        "progress",
        _label("progress"),
        lambda line, _: line.task.progress,
        Kind.WHOLE,
        12,
        aliases=("avancement", "% achevé", "progress"),
    ),
    Field(
        "",
        "Début calculé",
        lambda line, _: line.dates.start if line.dates else None,
        Kind.DATE,
        13,
        ("start", "début"),
    ),
    Field(
        "",
        "Fin calculée",
        lambda line, _: line.dates.end if line.dates else None,
        Kind.DATE,
        13,
        ("end", "fin"),
    ),
    Field(
        "",
        "Marge totale (jours)",
        lambda line, _: line.dates.float_days if line.dates else None,
        Kind.WHOLE,
        10,
        ("float_days",),
    ),
    Field(
        "",
        "Marge libre (jours)",
        lambda line, _: line.dates.free_days if line.dates else None,
        Kind.WHOLE,
        10,
    ),
    Field(
        "",
        "Critique",
        lambda line, _: "oui" if line.dates and line.dates.is_critical else "non",
        width=9,
        aliases=("critical",),
    ),
)


def field_of(header: str) -> Field | None:
    """The column that this header names, capitals and accents aside."""
    folded = normalised(header)
    return next((one for one in FIELDS if folded in one.spellings), None) if folded else None


def sheet_columns() -> list[Column]:
    return [Column(one.label, one.width, one.kind, wrap=one.name in {"title", "owner"}) for one in FIELDS]


def values(planning: Planning) -> Iterator[list[object]]:
    """One row by task, in the order of the columns."""
    for phase in planning.phases:
        for line in phase.tasks:
            yield [one.value(line, phase) for one in FIELDS]
