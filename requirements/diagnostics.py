"""Coherence rules of the specification: requirements, what they serve, and what stands before the CRM."""

from collections.abc import Iterator

from django.urls import reverse

from charter.blocks import load_departments, load_project
from charter.diagnostics import list_url, page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule
from requirements.blockdata import accepted_needs, data_sources, existing_tools, objectives
from requirements.models import Requirement
from requirements.models.needs import Category, Priority, RequirementStatus

# The share of « Must » beyond which they no longer say what comes first, in percent.
MOST_MUST = 60


def _has_needs(project_id: int) -> bool:
    return Requirement.objects.accepted().filter(project=project_id).exists()


@rule(
    "E-BESOINS",
    Severity.ERROR,
    "Des exigences",
    "Acheter sans avoir analysé ses besoins, c’est choisir sur la démonstration\u00a0: rien ne peut se comparer.",
    source="Erreurs à éviter",
)
def needs_exist(gathering: Gathering) -> Iterator[Finding]:
    if not gathering.once(_has_needs):
        yield Finding(
            "Le cahier des charges n’a aucune exigence retenue.", page_url(gathering, "requirements")
        )


@rule(
    "R-MUST",
    Severity.WARNING,
    "Priorités départagées",
    "Quand presque tout est indispensable, rien n’est prioritaire\u00a0: le premier lot devient trop grand.",
    source="Priorisation",
)
def share_of_must(gathering: Gathering) -> Iterator[Finding]:
    needs = gathering.once(accepted_needs)
    total, must = len(needs.rows), len(needs.of_priority(Priority.MUST))
    if must * 100 > MOST_MUST * total:
        share = f"{round(must * 100 / total, 1):g}".replace(".", ",")
        url = f"{page_url(gathering, 'requirements')}?priorite={Priority.MUST.value}"
        yield Finding(
            f"{among(must, total, 'exigence', 'exigences')} en «\u00a0Must\u00a0», soit {share}\u00a0%"
            f"\u00a0: au plus {MOST_MUST}\u00a0% sont conseillés.",
            url,
        )


@rule(
    "R-ACCEPT",
    Severity.WARNING,
    "Critère d’acceptation des Must",
    "Une exigence indispensable qu’on ne sait pas vérifier se discute à la recette, quand il est trop tard.",
    source="Exigences",
)
def must_without_acceptance(gathering: Gathering) -> Iterator[Finding]:
    must = gathering.once(accepted_needs).of_priority(Priority.MUST)
    bare = [str(one["ref"]) for one in must if not one["acceptance"]]
    if bare:
        number = among(len(bare), len(must), "exigence «\u00a0Must\u00a0»", "exigences «\u00a0Must\u00a0»")
        yield Finding(
            f"{number} sans critère d’acceptation\u00a0: {listed(bare)}.",
            _first(gathering, bare, f"priorite={Priority.MUST.value}&sans_critere=on"),
        )


@rule(
    "R-TRACE",
    Severity.WARNING,
    "Exigences et objectifs reliés",
    "Une exigence qui ne sert aucun objectif se paie sans raison\u00a0; un objectif sans exigence ne sera pas atteint.",
    source="Exigences",
)
def traceability(gathering: Gathering) -> Iterator[Finding]:
    needs, goals = gathering.once(accepted_needs).rows, gathering.once(objectives)
    orphans = [str(one["ref"]) for one in needs if not one["objective_ref"]]
    if orphans:
        number = among(len(orphans), len(needs), "exigence", "exigences")
        yield Finding(
            f"{number} sans objectif servi\u00a0: {listed(orphans)}.",
            _first(gathering, orphans, "objectif=aucun"),
        )
    served = {one["objective_ref"] for one in needs}
    bare = [str(one["ref"]) for one in goals if one["ref"] not in served]
    if bare and needs:
        number = among(len(bare), len(goals), "objectif", "objectifs")
        yield Finding(
            f"{number} sans exigence qui le serve\u00a0: {listed(bare)}.",
            list_url(gathering, "objectifs"),
        )


def _first(gathering: Gathering, refs: list[str], query: str) -> str:
    """The requirement when it is the only one, else their list."""
    if len(refs) == 1:
        return reverse("requirement", args=[gathering.once(load_project).slug, refs[0]])
    return f"{page_url(gathering, 'requirements')}?{query}"


@rule(
    "R-BESOINS",
    Severity.ADVICE,
    "Chaque service s’exprime",
    "Un service dont personne n’a recueilli les besoins garde ses fichiers à côté du CRM.",
    source="Aide à la rédaction",
)
def silent_departments(gathering: Gathering) -> Iterator[Finding]:
    needs = gathering.once(accepted_needs)
    departments = gathering.once(load_departments)
    silent = [one.name for one in departments if not needs.by_department.get(one.code)]
    if silent and needs.rows:
        yield Finding(
            f"{among(len(silent), len(departments), 'service', 'services')} sans exigence\u00a0: {listed(silent)}.",
            page_url(gathering, "requirements"),
        )


@rule(
    "E-CONNEXION",
    Severity.WARNING,
    "CRM relié aux autres logiciels",
    "Un CRM qui n’est relié à rien oblige à saisir deux fois\u00a0: les données divergent, puis l’outil est délaissé.",
    source="Erreurs à éviter",
)
def connections(gathering: Gathering) -> Iterator[Finding]:
    tools = gathering.once(existing_tools)
    needs = gathering.once(accepted_needs)
    if tools and needs.rows and not needs.of_category(Category.TECHNICAL):
        number = counted(len(tools), "outil en place", "outils en place")
        yield Finding(
            f"{number} ({listed(str(one['name']) for one in tools)}), "
            "et aucune exigence technique de connexion.",
            page_url(gathering, "requirements"),
        )


@rule(
    "E-DONNEES",
    Severity.WARNING,
    "Données administrées",
    "Des données reprises sans règle restent erronées, dupliquées, obsolètes\u00a0: les utilisateurs s’en détournent.",
    source="Erreurs à éviter",
)
def data_requirements(gathering: Gathering) -> Iterator[Finding]:
    sources = gathering.once(data_sources)
    needs = gathering.once(accepted_needs)
    if sources and needs.rows and not needs.of_category(Category.DATA):
        yield Finding(
            f"{counted(len(sources), 'source de données recensée', 'sources de données recensées')}, "
            "et aucune exigence sur les données.",
            page_url(gathering, "requirements"),
        )


def _proposals(project_id: int) -> list[str]:
    """References of the requirements that wait for the manager."""
    rows = Requirement.objects.live().filter(project=project_id, status=RequirementStatus.PROPOSED)
    return list(rows.order_by("ref").values_list("ref", flat=True))


@rule(
    "R-PROPOSITIONS",
    Severity.ADVICE,
    "Propositions examinées",
    "Un besoin exprimé et laissé sans réponse décourage d’en exprimer d’autres.",
    source="Erreurs à éviter",
)
def unanswered_proposals(gathering: Gathering) -> Iterator[Finding]:
    waiting = gathering.once(_proposals)
    if waiting:
        number = counted(len(waiting), "exigence proposée attend", "exigences proposées attendent")
        yield Finding(
            f"{number} votre réponse\u00a0: {listed(waiting)}.",
            f"{page_url(gathering, 'requirements')}?statut={RequirementStatus.PROPOSED.value}",
        )
