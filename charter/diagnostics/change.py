"""Rules on how people are told, shown what they gain, and trained."""

import datetime
from collections.abc import Iterator

from charter.blocks import load_departments
from charter.blocks.change import load_benefits, load_communications, load_trainings
from charter.diagnostics.links import list_url, page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule
from crmproject.toolkit.templatetags.french import long_date

# A refresher comes one or two months after the first trainings.
EARLIEST, LATEST = 28, 62


@rule(
    "E-COMMUNICATION",
    Severity.WARNING,
    "Communication et concertation",
    "Un outil imposé sans un mot est contourné\u00a0: dites tôt pourquoi, quand et comment, puis donnez des nouvelles.",
    source="Erreurs à éviter",
)
def communications_planned(gathering: Gathering) -> Iterator[Finding]:
    if not gathering.once(load_communications):
        yield Finding(
            "Aucune communication n’est prévue vers les utilisateurs.", page_url(gathering, "change_plan")
        )


@rule(
    "R-LANCEMENT",
    Severity.WARNING,
    "Une réunion de lancement",
    "Le lancement dit à tous, au même moment et par la direction, ce qui commence et pourquoi.",
    source="Conduite du changement",
)
def launch_meeting(gathering: Gathering) -> Iterator[Finding]:
    planned = gathering.once(load_communications)
    # Without any communication, E-COMMUNICATION says so already.
    if planned and not any(one.is_launch for one in planned):
        number = counted(len(planned), "communication prévue", "communications prévues")
        yield Finding(f"Aucune réunion de lancement parmi {number}.", list_url(gathering, "communications"))


@rule(
    "R-BENEFICE",
    Severity.WARNING,
    "Un bénéfice concret par profil",
    "Celui qui remplit l’outil sans rien y gagner cesse de le remplir\u00a0: montrez à chaque profil ce qu’il gagne.",
    source="Conduite du changement",
)
def benefits(gathering: Gathering) -> Iterator[Finding]:
    departments = gathering.once(load_departments)
    shown = {one.department_id for one in gathering.once(load_benefits)}
    missing = [one.name for one in departments if one.pk not in shown]
    if missing:
        yield Finding(
            f"{among(len(missing), len(departments), 'service', 'services')} sans bénéfice concret pour ses "
            f"utilisateurs\u00a0: {listed(missing)}.",
            list_url(gathering, "benefices"),
        )


@rule(
    "R-PERFECTIONNEMENT-DELAI",
    Severity.ADVICE,
    "Le perfectionnement au bon moment",
    "Trop tôt, personne n’a de question\u00a0; trop tard, les mauvaises habitudes sont prises.",
    source="Conduite du changement",
)
def refresher_in_time(gathering: Gathering) -> Iterator[Finding]:
    dated = [one for one in gathering.once(load_trainings) if one.held_on]
    first = [one.held_on for one in dated if not one.is_refresher and one.held_on]
    if not first:
        return
    earliest = max(first) + datetime.timedelta(days=EARLIEST)
    latest = max(first) + datetime.timedelta(days=LATEST)
    ill = [
        f"{one.audience} ({long_date(one.held_on)})"
        for one in dated
        if one.is_refresher and one.held_on and not earliest <= one.held_on <= latest
    ]
    if ill:
        number = counted(len(ill), "perfectionnement prévu", "perfectionnements prévus")
        yield Finding(
            f"{number} hors de la période d’un à deux mois après la dernière formation initiale "
            f"({long_date(max(first))})\u00a0: {listed(ill)}.",
            list_url(gathering, "formations"),
        )
