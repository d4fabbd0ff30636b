"""Coherence rules of the charter: why, who, how much, and what could go wrong."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.urls import reverse

from charter.blocks import (
    load_budget,
    load_departments,
    load_objectives,
    load_project,
    load_risks,
    load_scope,
    load_strategic_objective,
)
from charter.home import load_members
from charter.models import Department, Membership
from charter.models.budget import BudgetCategory
from charter.models.people import Role
from charter.models.risks import RiskKind
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
MANAGEMENT = re.compile(r"\bdirect|dirigeant|president|gerant|\bpdg\b|\bdg\b")
GRAVE = 10  # « forte » and beyond


def list_url(gathering: Gathering, name: str) -> str:
    """The list of the project that mends this."""
    return reverse("register", args=[gathering.once(load_project).slug, name])


def page_url(gathering: Gathering, name: str) -> str:
    """The page of the project of this name."""
    return reverse(name, args=[gathering.once(load_project).slug])


@rule(
    "E-OBJECTIF",
    Severity.ERROR,
    "Objectif stratégique",
    "Se lancer sans dire pourquoi, c’est laisser chaque fournisseur l’imaginer\u00a0: tout le reste sert cet objectif.",
    source="Objectifs",
)
def strategic_objective(gathering: Gathering) -> Iterator[Finding]:
    if gathering.once(load_strategic_objective) is None:
        yield Finding(
            "L’objectif stratégique du projet n’est pas formulé.", page_url(gathering, "strategic_objective")
        )


@rule(
    "R-SMART",
    Severity.WARNING,
    "Objectifs mesurables et datés",
    "Sans cible chiffrée ni échéance, personne ne saura dire au bilan si l’objectif est atteint.",
    source="Objectifs",
)
def smart_objectives(gathering: Gathering) -> Iterator[Finding]:
    objectives = gathering.once(load_objectives)
    url = list_url(gathering, "objectifs")
    if not objectives:
        if gathering.once(load_strategic_objective) is not None:
            yield Finding("Aucun objectif opérationnel ne décline l’objectif stratégique.", url)
        return
    vague = [one.ref for one in objectives if not one.is_smart]
    if vague:
        number = among(len(vague), len(objectives), "objectif opérationnel", "objectifs opérationnels")
        yield Finding(f"{number} sans cible chiffrée ou sans échéance\u00a0: {listed(vague)}.", url)


@rule(
    "R-EQUIPE",
    Severity.WARNING,
    "Directions représentées",
    "Ventes, marketing et service client partagent les mêmes clients\u00a0: il faut un responsable de chacun.",
    source="Équipe",
)
def key_functions(gathering: Gathering) -> Iterator[Finding]:
    heads = [one for one in gathering.once(load_members) if Role.HEAD.value in one.roles]
    told = [_tells(one) for one in heads]
    missing = [name for name, words in FUNCTIONS.items() if not any(re.search(words, text) for text in told)]
    if missing:
        yield Finding(
            f"Personne n’a le rôle de responsable pour\u00a0: {listed(missing)}.",
            page_url(gathering, "members"),
        )


def _tells(member: Membership) -> str:
    department = f"{member.department.code} {member.department.name}" if member.department else ""
    return normalised(f"{member.title} {department}")


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
    elif not any(_is_of_management(one) for one in committee):
        yield Finding(
            f"Aucun membre de la direction parmi les {len(committee)} du comité de pilotage."
            if len(committee) > 1
            else "Le seul membre du comité de pilotage n’est pas de la direction.",
            url,
        )


def _is_of_management(member: Membership) -> bool:
    return Role.SPONSOR.value in member.roles or bool(MANAGEMENT.search(_tells(member)))


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


@rule(
    "R-PERIMETRE",
    Severity.WARNING,
    "Périmètre tracé",
    "Un fournisseur chiffre ce qui est dedans\u00a0; ce qui est dehors évite de voir trop grand au premier lot.",
    source="Périmètre",
)
def scope(gathering: Gathering) -> Iterator[Finding]:
    items = gathering.once(load_scope)
    url = list_url(gathering, "perimetre")
    inside = sum(one.included for one in items)
    if not inside:
        yield Finding("Rien n’est dit de ce qui est dans le périmètre.", url)
    elif inside == len(items):
        number = counted(inside, "élément dans le périmètre", "éléments dans le périmètre")
        yield Finding(f"{number}, aucun en dehors\u00a0: dites ce que le premier lot laisse de côté.", url)


def _by_category(gathering: Gathering) -> dict[str, Decimal]:
    """What each category costs; empty when there is no budget yet."""
    found: dict[str, Decimal] = {}
    for line in gathering.once(load_budget):
        found[line.category] = found.get(line.category, Decimal(0)) + line.amount
    return found


@rule(
    "R-BUDGET",
    Severity.WARNING,
    "Un budget",
    "Sans budget par poste, ni l’ampleur du projet ni les offres ne peuvent être jugées.",
    source="Budget",
)
def budget_exists(gathering: Gathering) -> Iterator[Finding]:
    if not _by_category(gathering):
        yield Finding("Aucune ligne de budget n’est écrite.", list_url(gathering, "budget"))


@rule(
    "E-BUDGET",
    Severity.WARNING,
    "Tout le budget dans les licences",
    "La solution n’est qu’une part\u00a0: paramétrage, reprise, formation et conduite du changement font le succès.",
    source="Erreurs à éviter",
)
def budget_beyond_licences(gathering: Gathering) -> Iterator[Finding]:
    spent = {category for category, amount in _by_category(gathering).items() if amount}
    if spent == {BudgetCategory.LICENCES.value}:
        yield Finding(
            "Tout le budget (100\u00a0%) est en licences ou abonnements.", list_url(gathering, "budget")
        )


def _lacks(gathering: Gathering, category: BudgetCategory, text: str) -> Iterator[Finding]:
    """A finding when there is a budget, and nothing in this category."""
    spent = _by_category(gathering)
    if spent and not spent.get(category.value):
        yield Finding(
            f"{text} parmi {counted(len(spent), 'poste', 'postes')} de budget.", list_url(gathering, "budget")
        )


@rule(
    "R-FORMATION",
    Severity.WARNING,
    "Formation au budget",
    "Un outil que personne ne sait utiliser n’est pas utilisé\u00a0: la formation se prévoit, initiale et ensuite.",
    source="Budget",
)
def training_budget(gathering: Gathering) -> Iterator[Finding]:
    return _lacks(gathering, BudgetCategory.TRAINING, "Aucun poste de formation")


@rule(
    "R-REPRISE",
    Severity.WARNING,
    "Reprise des données au budget",
    "La reprise de l’antérieur est la première cause de difficulté citée (18\u00a0% des projets).",
    source="Budget",
)
def migration_budget(gathering: Gathering) -> Iterator[Finding]:
    return _lacks(gathering, BudgetCategory.MIGRATION, "Aucun poste de reprise des données")


@rule(
    "R-RESERVE",
    Severity.WARNING,
    "Réserve d’après-déploiement",
    "Les premiers mois d’usage demandent des ajustements\u00a0: sans réserve, ils ne se feront pas.",
    source="Budget",
)
def reserve(gathering: Gathering) -> Iterator[Finding]:
    return _lacks(gathering, BudgetCategory.POST_LAUNCH, "Aucune réserve d’après-déploiement")


@rule(
    "E-RESISTANCE",
    Severity.WARNING,
    "Résistance au changement",
    "Un projet sur deux n’atteint pas ses objectifs, d’abord faute d’adhésion\u00a0: nommez tôt freins et craintes.",
    source="Erreurs à éviter",
)
def resistance(gathering: Gathering) -> Iterator[Finding]:
    risks = gathering.once(load_risks)
    if not any(one.kind in {RiskKind.INTERNAL, RiskKind.FEAR} for one in risks):
        number = f" parmi {counted(len(risks), 'risque', 'risques')}" if risks else ""
        yield Finding(
            f"Aucun frein interne ni crainte des collaborateurs n’est nommé{number}.",
            list_url(gathering, "risques"),
        )


@rule(
    "R-PARADE",
    Severity.WARNING,
    "Parade et responsable des risques forts",
    "Un risque fort sans parade ni responsable est un risque que personne ne surveille.",
    source="Risques et freins",
)
def unanswered_risks(gathering: Gathering) -> Iterator[Finding]:
    grave = [one for one in gathering.once(load_risks) if one.criticality >= GRAVE]
    bare = [one.title for one in grave if not one.response or one.owner is None or one.owner.is_deleted]
    if bare:
        yield Finding(
            f"{among(len(bare), len(grave), 'risque fort', 'risques forts')} sans parade ou sans responsable\u00a0: "
            f"{listed(f'«\u00a0{title}\u00a0»' for title in bare)}.",
            list_url(gathering, "risques"),
        )
