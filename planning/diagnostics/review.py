"""Coherence rules of the review: when it is held, on which figures, and what is done after it."""

from collections.abc import Iterator

from django.utils import timezone

from charter.blocks import load_indicators
from charter.diagnostics import list_url, page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule
from planning.review.reading import load_improvements
from planning.review.when import review_dates

SOURCE = "Planning"
NBSP = "\u00a0"


def _quoted(names: list[str]) -> str:
    return listed(f"«{NBSP}{name}{NBSP}»" for name in names)


@rule(
    "R-BILAN-DATE",
    Severity.WARNING,
    "Le bilan au bon moment",
    "Avant deux semaines, personne n’a assez d’usage\u00a0; après un mois, les mauvaises habitudes sont prises.",
    source=SOURCE,
)
def review_in_time(gathering: Gathering) -> Iterator[Finding]:
    dates = gathering.derived(review_dates)
    if dates.review and dates.review_is_out and dates.window:
        yield Finding(
            f"{dates.review.words}{NBSP}: hors de la période de deux semaines à un mois après la mise en place "
            f"({dates.window.words}).",
            page_url(gathering, "review"),
        )


@rule(
    "R-PERFECTIONNEMENT-DATE",
    Severity.ADVICE,
    "Le perfectionnement un à deux mois après la mise en place",
    "Il répond aux questions que l’usage a fait naître\u00a0: ni avant qu’elles viennent, ni après qu’on s’y est fait.",
    source=SOURCE,
)
def refresher_in_window(gathering: Gathering) -> Iterator[Finding]:
    dates = gathering.derived(review_dates)
    if (out := dates.refreshers_out) and dates.refresher_window:
        yield Finding(
            f"{counted(len(out), 'perfectionnement prévu', 'perfectionnements prévus')} hors de la période d’un à deux "
            f"mois après la mise en place ({dates.refresher_window.words}){NBSP}: {listed(one.words for one in out)}.",
            page_url(gathering, "review"),
        )


@rule(
    "R-BILAN-MESURES",
    Severity.WARNING,
    "Indicateurs mesurés pour le bilan",
    "Un bilan sans mesure dit ce que chacun pense, pas ce qui a changé.",
    source=SOURCE,
)
def measured_for_review(gathering: Gathering) -> Iterator[Finding]:
    """Silent until the day of the planned review, and until the CRM is in place."""
    dates, today = gathering.derived(review_dates), timezone.localdate()
    live = dates.live_on
    if dates.review is None or live is None or not live <= dates.review.start <= today:
        return
    every = gathering.once(load_indicators)
    bare = [one.name for one in every if one.last is None or one.last.measured_on < live]
    if bare:
        yield Finding(
            f"{among(len(bare), len(every), 'indicateur', 'indicateurs')} sans mesure depuis la mise en place, alors "
            f"que le jour du bilan est venu{NBSP}: {_quoted(bare)}.",
            page_url(gathering, "review"),
        )


@rule(
    "R-OPTIMISATION",
    Severity.WARNING,
    "Un plan d’optimisation tenu",
    "Une action sans responsable ni date ne se fait pas\u00a0; une action dépassée décourage de signaler la suivante.",
    source=SOURCE,
)
def optimisation_kept(gathering: Gathering) -> Iterator[Finding]:
    actions = [one for one in gathering.once(load_improvements) if one.is_open]
    url = list_url(gathering, "optimisation")
    vague = [one.title for one in actions if not one.has_owner or one.due is None]
    total = counted(len(actions), "action d’optimisation", "actions d’optimisation")
    if vague:
        yield Finding(f"{len(vague)} sur {total} sans responsable ou sans date{NBSP}: {_quoted(vague)}.", url)
    late = [one.title for one in actions if one.is_late]
    if late:
        yield Finding(f"{len(late)} sur {total} dont la date est dépassée{NBSP}: {_quoted(late)}.", url)
