"""The parts of a review in their order, the same on its page and in its document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Part:
    """One part: what of the content it shows, and where it is edited.

    The first of its `keys` tells whether there is anything to show; a part without `empty` always shows something.
    `edited_at` is the URL name of a page, or « list:slug » for an editing list that lives on after the review.
    """

    template: str
    title: str
    keys: tuple[str, ...]
    empty: str = ""
    edited_at: str = ""
    edit_label: str = "Modifier"

    @property
    def name(self) -> str:
        """What the template is called: « indicators »."""
        return self.template.rpartition("/")[2].removesuffix(".html")

    def rows(self, content: Mapping[str, Any]) -> Any:
        """What there is to show of it."""
        first = content[self.keys[0]]
        return first.get("rows", first) if isinstance(first, dict) else first

    def shown(self, content: Mapping[str, Any]) -> bool:
        return not self.empty or bool(self.rows(content))

    @property
    def lives_on(self) -> bool:
        return self.edited_at.startswith("list:")

    def url(self, slug: str) -> str:
        """Where it is edited; empty for what is only read."""
        if not self.edited_at:
            return ""
        if self.lives_on:
            return reverse("register", args=[slug, self.edited_at.removeprefix("list:")])
        return reverse(self.edited_at, args=[slug])


PARTS = (
    Part(
        "planning/review/doc/indicators.html",
        "Indicateurs",
        ("indicators",),
        "Aucun indicateur de succès n’est fixé dans la charte.",
        "indicators",
        "Saisir les mesures",
    ),
    Part(
        "planning/review/doc/objectives.html",
        "Objectifs",
        ("objectives",),
        "Aucun objectif opérationnel n’est fixé dans la charte.",
        "review_objectives",
        "Juger les objectifs",
    ),
    Part(
        "planning/review/doc/planning.html",
        "Planning",
        ("planning",),
        "Aucune référence du planning n’a été prise\u00a0: rien à quoi comparer les dates.",
    ),
    Part(
        "planning/review/doc/budget.html",
        "Budget",
        ("budget",),
        "Aucun poste n’est chiffré dans la charte.",
        "review_costs",
        "Saisir les dépenses",
    ),
    Part(
        "planning/review/doc/risks.html",
        "Risques",
        ("risks",),
        "Aucun risque n’est nommé dans la charte.",
        "review_risks",
        "Dire ce qu’ils sont devenus",
    ),
    Part(
        "planning/review/doc/lessons.html",
        "Enseignements",
        ("lessons",),
        "Rien n’est encore écrit\u00a0: demandez à chaque service ce qu’il referait et ce qu’il ne referait pas.",
        "list:enseignements",
    ),
    Part(
        "planning/review/doc/actions.html",
        "Plan d’optimisation",
        ("actions",),
        "Aucune action n’est encore prévue.",
        "list:optimisation",
    ),
    Part("planning/review/doc/refresher.html", "Perfectionnement", ("dates",)),
)
BRIEF = Part("planning/review/doc/brief.html", "En bref", ("dates", "day", "reached", "facts", "opinion"))


@dataclass(frozen=True)
class Shown:
    """A part on a page, with its address for who may write it."""

    part: Part
    is_empty: bool
    url: str = ""


def shown_parts(content: Mapping[str, Any], slug: str, *, writes: bool, is_open: bool) -> list[Shown]:
    """The parts of this content; a closed review keeps the lists that live on."""
    return [
        Shown(one, not one.shown(content), one.url(slug) if writes and (is_open or one.lives_on) else "")
        for one in PARTS
    ]
