"""Rules on leaving the outgoing tool. That one is named, and an overlap planned, is told by the planning [R-REMPL]."""

from collections.abc import Iterator

from charter.blocks import load_project
from charter.blocks.leaving import load_exit_plan
from charter.diagnostics.links import page_url
from charter.models import ExitPlan
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, counted, listed, rule
from crmproject.toolkit.templatetags.french import long_date

# Days after the overlap for which the old tool may still be open, to look something up.
GRACE = 31
MONTH = 30.44


def _plan(gathering: Gathering) -> ExitPlan | None:
    """The plan of a replacement; a first CRM has nothing to leave."""
    return gathering.once(load_exit_plan) if gathering.once(load_project).is_replacement else None


@rule(
    "R-REMPL-SORTIE",
    Severity.WARNING,
    "Sortie de l’outil décrite",
    "Un outil quitté sans plan reste ouvert, payé et consulté\u00a0: on dit quand il ferme, ce qui en reste, "
    "qui décide.",
    source="Deux configurations",
)
def exit_described(gathering: Gathering) -> Iterator[Finding]:
    project = gathering.once(load_project)
    if not project.is_replacement:
        return
    tool, url = project.outgoing_tool or "l’outil en place", page_url(gathering, "exit_plan")
    plan = gathering.once(load_exit_plan)
    if plan is None:
        yield Finding(f"La sortie de {tool} n’est pas décrite.", url)
        return
    missing = [
        name
        for name, said in (
            ("la date de fermeture des accès", plan.closes_on),
            ("les données à reprendre", plan.data),
            ("les archives", plan.archives),
            ("qui décide de l’arrêt", plan.decider),
        )
        if not said
    ]
    if missing:
        yield Finding(f"Le plan de sortie de {tool} ne dit pas\u00a0: {listed(missing)}.", url)


@rule(
    "R-REMPL-DATES",
    Severity.WARNING,
    "Dates du recouvrement tenables",
    "Si le contrat de l’ancien outil s’arrête avant la fin du recouvrement, les deux outils ne vivent pas ensemble.",
    source="Deux configurations",
)
def overlap_dates(gathering: Gathering) -> Iterator[Finding]:
    plan = _plan(gathering)
    if plan is None:
        return
    url = page_url(gathering, "exit_plan")
    if plan.overlap_end and plan.contract_end and plan.contract_end < plan.overlap_end:
        yield Finding(
            f"Le contrat finit le {long_date(plan.contract_end)}, avant la fin du recouvrement "
            f"({long_date(plan.overlap_end)}).",
            url,
        )
    if plan.overlap_end and plan.closes_on and plan.closes_on < plan.overlap_end:
        yield Finding(
            f"Les accès ferment le {long_date(plan.closes_on)}, avant la fin du recouvrement "
            f"({long_date(plan.overlap_end)}).",
            url,
        )
    yield from _months(gathering, plan, url)


def _months(gathering: Gathering, plan: ExitPlan, url: str) -> Iterator[Finding]:
    """The months said of the project, against those that the dates make."""
    said = gathering.once(load_project).overlap_months
    if not (said and plan.overlap_start and plan.overlap_end):
        return
    made = round((plan.overlap_end - plan.overlap_start).days / MONTH)
    if abs(made - said) >= 1:
        yield Finding(
            f"{counted(said, 'mois', 'mois')} de recouvrement prévus, mais les dates en font {made}\u00a0: du "
            f"{long_date(plan.overlap_start)} au {long_date(plan.overlap_end)}.",
            url,
        )


@rule(
    "E-ANCIEN-ACCES",
    Severity.WARNING,
    "Accès fermés après le recouvrement",
    "L’ancien outil laissé ouvert garde les habitudes, et les données y divergent.",
    source="Erreurs à éviter",
)
def old_tool_left_open(gathering: Gathering) -> Iterator[Finding]:
    plan = _plan(gathering)
    if plan is None or not plan.overlap_end or not plan.closes_on:
        return
    days = (plan.closes_on - plan.overlap_end).days
    if days > GRACE:
        yield Finding(
            f"L’ancien outil reste ouvert {counted(days, 'jour', 'jours')} après le recouvrement, jusqu’au "
            f"{long_date(plan.closes_on)}.",
            page_url(gathering, "exit_plan"),
        )
