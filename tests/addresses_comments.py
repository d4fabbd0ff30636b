"""How the permissions test visits the addresses of comments and peer reviews."""

from charter.models import Project, Role
from requirements.models import Comment, CommentKind, PeerReview, Section
from tests.addresses_agreement import one_with
from tests.visits import Provider, Visit


def _section(project: Project) -> Section:
    found: Section = Section.objects.get(specification__project=project, key="context")
    return found


def plain(project: Project) -> Visit:
    return Visit()


def section(method: str = "GET") -> Provider:
    return lambda project: Visit({"pk": _section(project).pk}, method)


def comment(*, only: set[str] | None = None, deleted: bool = False) -> Provider:
    """A question of the manager’s."""

    def visit(project: Project) -> Visit:
        row = Comment.objects.create(
            section=_section(project),
            author=project.manager,
            kind=CommentKind.QUESTION,
            text="Précisez le volume.",
        )
        if deleted:
            row.put_aside(read_version=row.version)
        kwargs = {"pk": row.section_id, "comment": row.pk}
        return Visit(kwargs, "POST", {"version": 1}, frozenset(only) if only else None)

    return visit


def review(*, only: set[str] | None = None) -> Provider:
    """A reading asked of the head of a department."""

    def visit(project: Project) -> Visit:
        member = one_with(project, Role.HEAD)
        row = PeerReview.objects.create(section=_section(project), member=member, asked_by=project.manager)
        kwargs = {"pk": row.section_id, "review": row.pk}
        return Visit(kwargs, "POST", only=frozenset(only) if only else None)

    return visit


ADDRESSES: dict[str, Provider] = {
    "comments": plain,
    "comments_csv": plain,
    "section_pane": section(),
    "comment_add": section("POST"),
    "comment_answer": comment(),
    "comment_edit": comment(only={"manager"}),
    "comment_resolve": comment(only={"manager"}),
    "comment_waive": comment(),
    "comment_block": comment(),
    "comment_delete": comment(only={"manager"}),
    "comment_restore": comment(only={"manager"}, deleted=True),
    "peer_review_ask": section("POST"),
    "peer_review_done": review(only={"head"}),
    "peer_review_withdraw": review(),
}
