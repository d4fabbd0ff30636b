"""First-level support: the referents of each department, departments without one, and what accompanies users."""

from dataclasses import dataclass

from charter.blocks import load_departments
from charter.blocks.change import load_supports
from charter.members import load_members
from charter.models import Department, Membership, Support
from charter.models.people import ProjectFunction
from charter.team import with_function, without
from crmproject.toolkit.blocks import Gathering


@dataclass(frozen=True)
class SupportRoom:
    """Who answers first: referents by department, those of no department, and the actions of the change plan."""

    departments: list[tuple[Department, list[Membership]]]
    apart: list[Membership]
    missing: list[Department]
    actions: list[Support]
    manager: Membership | None

    @property
    def referents(self) -> list[Membership]:
        return [one for _, people in self.departments for one in people] + self.apart


def support_of(gathering: Gathering) -> SupportRoom:
    """First-level support as the team and the change plan say it."""
    departments, members = gathering.once(load_departments), gathering.once(load_members)
    referents = with_function(members, ProjectFunction.REFERENT)
    known = {one.pk for one in departments}
    return SupportRoom(
        departments=[
            (one, [person for person in referents if person.department_id == one.pk]) for one in departments
        ],
        apart=[one for one in referents if one.department_id not in known],
        missing=without(departments, referents),
        actions=list(gathering.once(load_supports)),
        manager=next((one for one in members if one.is_manager), None),
    )
