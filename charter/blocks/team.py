"""Who takes part: the team by department, and people from outside."""

from collections.abc import Mapping
from typing import ClassVar

from charter.blocks.reading import load_departments
from charter.members import load_external, load_members
from charter.models import ExternalPerson, Membership
from charter.team import teams_of
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


@register
class TeamBlock(Block):
    name = "team"
    title = "Équipe et rôles"
    template = "blocks/team.html"
    edit_url = "team"
    empty_text = "Aucune personne n’est encore membre du projet."
    sources = ("équipe", "services")
    row_key = ("name", "department")
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Services",
        "department": "Service",
        "people": "Personnes",
        "name": "Nom",
        "title": "Fonction",
        "roles": "Rôle dans le projet",
        "functions": "Fonctions dans le projet",
        "share": "Temps consacré (%)",
        "external": "Intervenants extérieurs",
        "kind": "Qualité",
        "organisation": "Organisation",
        "role": "Rôle",
        "detailed": "Fonctions et temps",
    }
    # Whether somebody’s functions or time are said: their column stands then.
    implied = frozenset({"detailed"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        members, external = gathering.once(load_members), gathering.once(load_external)
        if not members and not external:
            return {"rows": []}
        teams = teams_of(gathering.once(load_departments), members)
        rows: list[Json] = [
            {"department": team.name, "people": [_person(one) for one in team.people]} for team in teams
        ]
        outside: list[Json] = [_outsider(one) for one in external]
        detailed = any(one.functions or one.share for one in members)
        return {
            "rows": rows,
            **({"detailed": True} if detailed else {}),
            **({"external": outside} if outside else {}),
        }


def _person(member: Membership) -> Json:
    """What nobody said of a person is left out."""
    said: dict[str, Json] = {
        "name": str(member.user),
        "title": member.shown_title,
        "roles": ", ".join(member.role_labels) or "Lecteur",
    }
    if member.functions:
        said["functions"] = ", ".join(member.function_labels)
    if member.share:
        said["share"] = member.share
    return said


def _outsider(one: ExternalPerson) -> Json:
    return {
        "name": one.name,
        "organisation": one.organisation,
        "kind": one.get_kind_display(),
        "role": one.role,
    }
