"""How the permissions test visits the addresses of the team and of the objectives."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from charter.models import Membership, Project, Role
from tests.visits import Provider, Visit


def reader_of(project: Project) -> Membership:
    """The member who only reads."""
    found: Membership = Membership.objects.with_role(Role.READER).get(project=project)
    return found


def on_reader(method: str = "GET") -> Provider:
    return lambda project: Visit({"pk": reader_of(project).pk}, method)


def _with_a_picture(project: Project) -> Visit:
    member = reader_of(project)
    name = default_storage.save("pictures/essai.jpg", ContentFile(b"\xff\xd8\xff\xd9"))
    User.objects.filter(pk=member.user_id).update(picture=name)
    return Visit({"pk": member.pk})


ADDRESSES: dict[str, Provider] = {
    "strategic_objective": lambda _project: Visit(),
    "strategic_sentence": lambda _project: Visit(method="POST"),
    "objective_check": lambda _project: Visit(method="POST"),
    "objective_tree": lambda _project: Visit(),
    "team": lambda _project: Visit(),
    "team_member": on_reader(),
    "member_picture": _with_a_picture,
}
