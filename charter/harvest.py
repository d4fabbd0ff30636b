"""Registry of what an answer may become: each app offers its own kind of row from its `harvest.py`.

What was made stays tied to the answer by an `AnswerUse`, and its own page says where it comes from.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from accounts.models import User
from charter.access import Permission
from charter.models import AnswerUse, Department, Project
from crmproject.toolkit.forms import CadrageForm


@dataclass(frozen=True)
class Target:
    """A row that was made from an answer, as it stands now; `name` is what a project file calls it."""

    label: str
    url: str
    name: str
    is_deleted: bool = False


@dataclass(frozen=True)
class Raw:
    """What a row is made from: what was said, by whom, in which department."""

    title: str
    text: str
    source: str
    department: Department | None = None


class HarvestForm(CadrageForm):
    """One row to be made. `shared` names the fields whose value may be given to all rows at once."""

    shared: ClassVar[tuple[str, ...]] = ()

    title = forms.CharField(label="Intitulé", max_length=200)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    @classmethod
    def first_values(cls, raw: Raw) -> dict[str, Any]:
        """What the fields hold before anybody types."""
        return {"title": raw.title}


@dataclass(frozen=True)
class Destination:
    """A kind of row that answers become.

    `create` writes one row and returns its id; `targets` finds rows by id, `named` their ids by the name that a
    project file gives them, each in one query. `one` reads « une exigence », `several` « exigences ».
    """

    name: str
    one: str
    several: str
    became: str
    icon: str
    permission: Permission
    form: type[HarvestForm]
    create: Callable[[Project, User, Mapping[str, Any], Raw], int]
    targets: Callable[[int, Collection[int]], dict[int, Target]]
    named: Callable[[int], dict[str, int]]
    order: int = 0


@dataclass(frozen=True)
class Use:
    """What an answer became: « devenue COM-012 », with its page."""

    destination: Destination
    target: Target
    use: AnswerUse


@dataclass(frozen=True)
class Source:
    """Where a row comes from, for its own page; `url` is that of the answer or of the cluster."""

    text: str
    quoted: str
    url: str


_destinations: dict[str, Destination] = {}


def destination(new: Destination) -> Destination:
    """Make this kind of row known."""
    if new.name in _destinations:
        raise ValueError(f"destination {new.name!r} is registered twice")
    _destinations[new.name] = new
    return new


def get(name: str) -> Destination | None:
    return _destinations.get(name)


def destinations() -> list[Destination]:
    """Every kind of row, in order."""
    return sorted(_destinations.values(), key=lambda one: one.order)


def resolved(project_id: int, uses: Collection[AnswerUse]) -> dict[int, Use]:
    """What these uses made, by the id of the use, in one query for each kind; what is gone for good is left out."""
    ids: dict[str, set[int]] = defaultdict(set)
    for use in uses:
        ids[use.destination].add(use.target_id)
    found = {name: kind.targets(project_id, ids[name]) for name, kind in _destinations.items() if ids[name]}
    return {
        use.pk: Use(_destinations[use.destination], found[use.destination][use.target_id], use)
        for use in uses
        if use.target_id in found.get(use.destination, {})
    }


def sources_of(project: Project, name: str, target_id: int) -> list[Source]:
    """The answers and clusters from which this row of this kind was made."""
    uses = AnswerUse.objects.filter(
        questionnaire__project=project, destination=name, target_id=target_id
    ).select_related("questionnaire")
    return [Source(one.source, one.quoted, _page_of(project, one)) for one in uses]


def _page_of(project: Project, use: AnswerUse) -> str:
    if use.questionnaire.is_deleted:
        return ""
    if use.answer_id:
        return reverse("answer", args=[project.slug, use.questionnaire_id, use.answer_id])
    return reverse("answer_clusters", args=[project.slug, use.questionnaire_id])
