"""The note de cadrage as a document, and what the charter lends to other apps’ documents."""

import datetime

from django.utils import timezone

from charter.blocks import load_departments, load_project
from charter.front import logo_uri
from charter.home import load_members
from charter.models import Membership
from crmproject.toolkit.blocks import Gathering, Json
from crmproject.toolkit.documents import document
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.plain import Chapter, Heading, block_chapter, plain_layout

BEFORE_THE_TEAM = ("project_identity", "strategic_objective", "objectives", "scope")
AFTER_THE_TEAM = ("budget", "risks")
NO_DEPARTMENT = "Hors service"


def heading_of(gathering: Gathering, kind: str, lead: str = "") -> Heading:
    """What a document of this kind says of the project on its cover or in its band."""
    project = gathering.once(load_project)
    return Heading(
        kind=kind,
        project=project.name,
        organisation=project.organisation,
        colour=project.colour,
        logo=logo_uri(project),
        manager=str(project.manager),
        lead=lead,
    )


def today() -> datetime.datetime:
    """By the day: the same document, asked for again, is the same file."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


@document("note-de-cadrage", "Note de cadrage", icon="compass", page="charter")
def framing_note(gathering: Gathering) -> Layout:
    """All that the charter holds, in the order in which it is read, and the team."""
    lead = "Ce que le projet veut, pour qui, avec quels moyens, et ce qui pourrait le freiner."
    chapters = [
        *(block_chapter(gathering, name) for name in BEFORE_THE_TEAM),
        _team(gathering),
        *(block_chapter(gathering, name) for name in AFTER_THE_TEAM),
    ]
    return plain_layout(heading_of(gathering, "Note de cadrage", lead), chapters, day=today(), covered=True)


def _team(gathering: Gathering) -> Chapter:
    """People by department, with what each is in the project."""
    members = gathering.once(load_members)
    departments: dict[int | None, str] = {one.pk: one.name for one in gathering.once(load_departments)}
    teams: dict[str, list[Json]] = {name: [] for name in departments.values()}
    for member in members:
        team = departments.get(member.department_id, NO_DEPARTMENT)
        teams.setdefault(team, []).append(_person(member))
    titled = any(member.shown_title for member in members)
    rows: list[Json] = [{"department": name, "people": people} for name, people in teams.items()]
    empty = "Aucune personne n’est encore membre du projet."
    if not members:
        return Chapter("Équipe et rôles", (), empty)
    chunk = Chunk(name="team", template="charter/document_team.html", data={"rows": rows, "titled": titled})
    return Chapter("Équipe et rôles", (chunk,), empty)


def _person(member: Membership) -> Json:
    return {
        "name": str(member.user),
        "title": member.shown_title,
        "roles": ", ".join(member.role_labels) or "Lecteur",
    }
