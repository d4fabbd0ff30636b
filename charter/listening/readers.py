"""Who reads the answers, told to those who give them."""

from charter.models import Membership, Project
from charter.models.people import Role


def readers_sentence(project: Project) -> str:
    """Who may read answers in this project: the manager, and sponsor and heads where there are some."""
    members = Membership.objects.live().filter(project=project)
    held = {role for roles in members.values_list("roles", flat=True) for role in roles}
    readers = ["le chef de projet"]
    if Role.SPONSOR.value in held:
        readers.append("le sponsor du projet")
    if Role.HEAD.value in held:
        readers.append("les responsables de service")
    if len(readers) == 1:
        return readers[0]
    return f"{', '.join(readers[:-1])} et {readers[-1]}"
