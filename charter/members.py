"""The people of a project as screens, blocks and rules read them: each set once for all of them."""

from charter.models import ExternalPerson, Membership


def load_members(project_id: int) -> list[Membership]:
    """Those who take part today; who left is nowhere."""
    members = Membership.objects.live().filter(project=project_id)
    return list(members.select_related("user", "department", "project"))


def load_external(project_id: int) -> list[ExternalPerson]:
    return list(ExternalPerson.objects.live().filter(project=project_id))
