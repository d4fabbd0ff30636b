"""Who of the people that something concerns is still in the project to hear of it."""

from collections.abc import Iterable

from accounts.models import User
from charter.models import Membership, Project


def still_there(project: Project, people: Iterable[User]) -> list[User]:
    """Those of these people who may still open the project: its live members and its manager."""
    asked = list(people)
    live = Membership.objects.live().filter(project=project, user__in=[person.pk for person in asked])
    known = {*live.values_list("user_id", flat=True), project.manager_id}
    return [person for person in asked if person.pk in known]
