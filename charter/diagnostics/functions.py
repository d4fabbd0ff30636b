"""Rules on what people do in the project: its manager’s time, referents, pilots, testers."""

from collections.abc import Iterator

from charter.blocks import load_departments, load_project
from charter.diagnostics.links import page_url
from charter.members import load_members
from charter.models.people import ProjectFunction
from charter.team import with_function, without
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, listed, rule

# Less than one day a week, in percent of a person’s time.
LEAST_MANAGEMENT = 20


@rule(
    "E-CHEF",
    Severity.ADVICE,
    "Un chef de projet disponible",
    "Le choix du chef de projet est l’étape la plus importante\u00a0: conduire le changement prend du temps.",
    source="Équipe",
)
def manager_at_hand(gathering: Gathering) -> Iterator[Finding]:
    project = gathering.once(load_project)
    place = next((one for one in gathering.once(load_members) if one.user_id == project.manager_id), None)
    if place is None:
        yield Finding(
            "Le chef de projet n’est pas parmi les membres\u00a0: ni sa fonction ni son temps ne sont dits.",
            page_url(gathering, "members"),
        )
    elif not place.user.is_active:
        yield Finding("Le compte du chef de projet est fermé.", page_url(gathering, "members"))
    elif place.share is not None and place.share < LEAST_MANAGEMENT:
        yield Finding(
            f"Le chef de projet donne {place.share}\u00a0% de son temps au projet, moins d’un jour par semaine.",
            page_url(gathering, "team"),
        )


@rule(
    "R-REFERENT",
    Severity.ADVICE,
    "Un référent par service",
    "Une question posée à un collègue se règle aussitôt\u00a0; sans référent, elle devient une raison de renoncer.",
    source="Conduite du changement",
)
def departments_without_referent(gathering: Gathering) -> Iterator[Finding]:
    departments = gathering.once(load_departments)
    referents = with_function(gathering.once(load_members), ProjectFunction.REFERENT)
    missing = [one.name for one in without(departments, referents)]
    if missing:
        number = among(len(missing), len(departments), "service", "services")
        yield Finding(
            f"{number} sans référent de premier niveau\u00a0: {listed(missing)}.", page_url(gathering, "team")
        )


@rule(
    "R-PILOTE",
    Severity.ADVICE,
    "Un groupe pilote représentatif",
    "Un pilote sans un service laisse ses particularités de côté\u00a0: il les découvrira au déploiement.",
    source="Conduite du changement",
)
def unrepresentative_pilot(gathering: Gathering) -> Iterator[Finding]:
    pilots = with_function(gathering.once(load_members), ProjectFunction.PILOT)
    departments = gathering.once(load_departments)
    missing = [one.name for one in without(departments, pilots)]
    # Whether there is a pilot at all is the planning’s concern (E-BIGBANG).
    if pilots and missing:
        number = among(len(missing), len(departments), "service", "services")
        yield Finding(
            f"{number} sans personne au groupe pilote\u00a0: {listed(missing)}.", page_url(gathering, "team")
        )


@rule(
    "R-BETA",
    Severity.ADVICE,
    "Des bêta-testeurs",
    "Ceux qui essaient avant les autres trouvent les défauts pendant qu’ils se corrigent encore.",
    source="Conduite du changement",
)
def no_beta_tester(gathering: Gathering) -> Iterator[Finding]:
    members = gathering.once(load_members)
    if gathering.once(load_departments) and not with_function(members, ProjectFunction.BETA):
        yield Finding("Aucun bêta-testeur n’est désigné.", page_url(gathering, "team"))
