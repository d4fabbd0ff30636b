"""What a project already says of its profile, so that nobody types it twice."""

from charter.blocks import load_departments
from charter.members import load_members
from charter.models import Project
from charter.models.people import Role
from charter.models.project import Procurement
from crmproject.toolkit.blocks import Gathering
from planning.profile import Profile
from requirements.blockdata import data_sources, tool_links
from requirements.models.existing import Keep, LinkKind


def profile_of(project: Project, gathering: Gathering) -> Profile:
    """The profile that the project’s data tell: its own departments, links to build and sources to take over.

    A link that is already a connector asks for none; only essential sources count where some are. Users are the
    members who will work with the tool, as long as nobody says how many there are.
    """
    members = gathering.once(load_members)
    users = [one for one in members if set(one.roles) != {Role.READER.value}]
    links = [one for one in gathering.once(tool_links) if one["kind"] != LinkKind.CONNECTOR.value]
    sources = gathering.once(data_sources)
    essential = [one for one in sources if one["keep"] == Keep.ESSENTIAL.value]
    return Profile(
        users=max(1, len(users)),
        departments=max(1, len(gathering.once(load_departments))),
        replacement=project.is_replacement,
        outgoing_tool=project.outgoing_tool,
        overlap_months=project.overlap_months,
        connectors=len(links),
        sources=len(essential or sources),
        tender=project.procurement == Procurement.TENDER,
    )
