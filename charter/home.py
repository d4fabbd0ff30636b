"""What the charter brings to a project’s home."""

from dataclasses import dataclass

from django.urls import reverse

from charter.access import Access, Permission
from charter.blocks import (
    load_budget,
    load_departments,
    load_indicators,
    load_objectives,
    load_risks,
    load_scope,
    load_strategic_objective,
)
from charter.homepanel import Awaiting, Beginning, Panel, awaits, begins, panel
from charter.members import load_members as load_members
from charter.models import Department, Membership, Project
from charter.models.people import Role


@dataclass(frozen=True)
class Step:
    """One thing to prepare in the charter."""

    label: str
    url: str
    done: bool


def _facts(project: Project, access: Access) -> dict[str, object]:
    """Key facts, and the team department by department."""
    members = access.gathering.once(load_members)
    teams: list[tuple[str, list[Membership]]] = [
        (department.name, [one for one in members if one.department_id == department.pk])
        for department in access.gathering.once(load_departments)
    ]
    apart = [one for one in members if one.department_id is None]
    return {"teams": [*teams, *([("Hors service", apart)] if apart else [])]}


def _charter_steps(project: Project, access: Access) -> dict[str, object]:
    """What the charter already says, with the screens that fill it."""

    def listed(label: str, slug: str, rows: list[object]) -> Step:
        return Step(label, reverse("register", args=[project.slug, slug]), bool(rows))

    gathering = access.gathering
    steps = [
        Step(
            "Objectif stratégique",
            reverse("strategic_objective", args=[project.slug]),
            gathering.once(load_strategic_objective) is not None,
        ),
        listed("Objectifs opérationnels", "objectifs", [*gathering.once(load_objectives)]),
        listed("Périmètre", "perimetre", [*gathering.once(load_scope)]),
        listed("Budget", "budget", [*gathering.once(load_budget)]),
        listed("Risques et craintes", "risques", [*gathering.once(load_risks)]),
    ]
    return {"steps": steps, "done": sum(step.done for step in steps)}


panel(Panel("facts", "charter/panels/facts.html", _facts, order=30))
panel(Panel("charter", "charter/panels/charter.html", _charter_steps, order=15))


def _without_head(departments: list[Department], members: list[Membership]) -> list[Department]:
    headed = {one.department_id for one in members if Role.HEAD.value in one.roles}
    return [department for department in departments if department.pk not in headed]


@awaits
def people_still_missing(project: Project, access: Access) -> list[Awaiting]:
    """For the manager: departments without a head, no sponsor, and people who have not joined."""
    if not access.allows(Permission.ADMINISTER):
        return []
    members = access.gathering.once(load_members)
    url = reverse("members", args=[project.slug])
    items = [
        Awaiting(f"Nommer un responsable pour le service «\u00a0{department.name}\u00a0»", url, "person-plus")
        for department in _without_head(access.gathering.once(load_departments), members)
    ]
    if not any(Role.SPONSOR.value in one.roles for one in members):
        items.append(Awaiting("Nommer le sponsor du projet", url, "person-plus"))
    waiting = [one for one in members if not one.user.has_usable_password()]
    if waiting:
        verb = "n’a" if len(waiting) == 1 else "n’ont"
        people = "personne invitée" if len(waiting) == 1 else "personnes invitées"
        items.append(
            Awaiting(f"{len(waiting)} {people} {verb} pas encore rejoint le projet", url, "envelope")
        )
    return items


@awaits
def charter_to_write(project: Project, access: Access) -> list[Awaiting]:
    """The strategic objective comes first: everything else serves it."""
    if not access.allows(Permission.EDIT_CHARTER) or access.gathering.once(load_strategic_objective):
        return []
    url = reverse("strategic_objective", args=[project.slug])
    return [Awaiting("Formuler l’objectif stratégique du projet", url, "bullseye")]


@begins
def strategic_objective_first(project: Project, access: Access) -> list[Beginning]:
    """For whom writes the charter, until the objective is there."""
    if not access.allows(Permission.EDIT_CHARTER) or access.gathering.once(load_strategic_objective):
        return []
    return [
        Beginning(
            "Formuler l’objectif stratégique",
            "Une phrase\u00a0: ce que le CRM doit changer pour l’entreprise. Tout le reste la sert.",
            reverse("strategic_objective", args=[project.slug]),
            "bullseye",
            order=20,
        )
    ]


@awaits
def indicators_to_measure(project: Project, access: Access) -> list[Awaiting]:
    """For whom it belongs to: an indicator whose day has passed without a measurement."""
    if access.membership is None:
        return []
    return [
        Awaiting(
            f"Mesurer l’indicateur «\u00a0{one.name}\u00a0»",
            reverse("indicator", args=[project.slug, one.pk]),
            "graph-up",
        )
        for one in access.gathering.once(load_indicators)
        if one.owner_id == access.membership.pk and one.is_late
    ]
