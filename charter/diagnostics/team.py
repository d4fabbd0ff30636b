"""Rules on the people: who is there, who is missing."""

import re
from collections.abc import Iterator

from charter.blocks import (
    load_departments,
)
from charter.diagnostics.links import page_url
from charter.members import load_members
from charter.models import Department
from charter.models.people import Role
from charter.team import is_of_management, told_by
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule
from crmproject.toolkit.text import normalised

# Words, without accents, by which a title or a department’s name tells its function.
SALES, MARKETING, SERVICE = "direction commerciale", "direction marketing", "direction du service client"


FUNCTIONS = {
    SALES: r"commerc|vente|\bcom\b",
    MARKETING: r"market|communication|\bmkt\b",
    SERVICE: r"service client|relation client|support|\bsav\b|apres-vente|assistance",
}


@rule(
    "R-EQUIPE",
    Severity.WARNING,
    "Directions représentées",
    "Ventes, marketing et service client partagent les mêmes clients\u00a0: il faut un responsable de chacun.",
    source="Équipe",
)
def key_functions(gathering: Gathering) -> Iterator[Finding]:
    heads = [one for one in gathering.once(load_members) if Role.HEAD.value in one.roles]
    told = [told_by(one) for one in heads]
    missing = [name for name, words in FUNCTIONS.items() if not any(re.search(words, text) for text in told)]
    if missing:
        yield Finding(
            f"Personne n’a le rôle de responsable pour\u00a0: {listed(missing)}.",
            page_url(gathering, "members"),
        )


def _has_a_key_function(department: Department) -> bool:
    told = normalised(f"{department.code} {department.name}")
    return any(re.search(words, told) for words in FUNCTIONS.values())


@rule(
    "R-SERVICE",
    Severity.WARNING,
    "Un responsable par service",
    "Le responsable d’un service valide ses sections\u00a0: sans lui, personne ne répond de ses besoins.",
    source="Équipe",
)
def departments_without_head(gathering: Gathering) -> Iterator[Finding]:
    # Those of sales, marketing and customer service are R-EQUIPE’s.
    departments = [one for one in gathering.once(load_departments) if not _has_a_key_function(one)]
    headed = {one.department_id for one in gathering.once(load_members) if Role.HEAD.value in one.roles}
    missing = [one.name for one in departments if one.pk not in headed]
    if missing:
        number = counted(len(missing), "service sans responsable", "services sans responsable")
        yield Finding(f"{number}\u00a0: {listed(missing)}.", page_url(gathering, "members"))


@rule(
    "R-UTILISATEURS",
    Severity.WARNING,
    "Un utilisateur final par service",
    "Les besoins ne s’expriment pas par les seuls chefs\u00a0: un utilisateur de chaque service y contribue.",
    source="Équipe",
)
def end_users(gathering: Gathering) -> Iterator[Finding]:
    departments = gathering.once(load_departments)
    heard = {one.department_id for one in gathering.once(load_members) if Role.CONTRIBUTOR.value in one.roles}
    missing = [one.name for one in departments if one.pk not in heard]
    if missing:
        yield Finding(
            f"{among(len(missing), len(departments), 'service', 'services')} sans contributeur\u00a0: "
            f"{listed(missing)}.",
            page_url(gathering, "members"),
        )


@rule(
    "R-COPIL",
    Severity.WARNING,
    "La direction au comité de pilotage",
    "Sans un membre de la direction, le comité ne peut ni arbitrer ni engager les moyens.",
    source="Comité de pilotage",
)
def steering_committee(gathering: Gathering) -> Iterator[Finding]:
    committee = [one for one in gathering.once(load_members) if Role.STEERING.value in one.roles]
    url = page_url(gathering, "members")
    if not committee:
        yield Finding("Le comité de pilotage n’a aucun membre.", url)
    elif not any(is_of_management(one) for one in committee):
        yield Finding(
            f"Aucun membre de la direction parmi les {len(committee)} du comité de pilotage."
            if len(committee) > 1
            else "Le seul membre du comité de pilotage n’est pas de la direction.",
            url,
        )


@rule(
    "E-SOUTIEN",
    Severity.WARNING,
    "Un sponsor",
    "Sans soutien visible et continu de la direction, le projet s’arrête à la première difficulté.",
    source="Erreurs à éviter",
)
def sponsor(gathering: Gathering) -> Iterator[Finding]:
    if not any(Role.SPONSOR.value in one.roles for one in gathering.once(load_members)):
        yield Finding("Le projet n’a pas de sponsor.", page_url(gathering, "members"))
