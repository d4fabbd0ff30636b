"""Closed reviews in a project file: what each one froze, by whom and when."""

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field, ValidationError

from charter.filepart import Checking, Choice, FileModel, Loading, one_of, required, upto
from charter.models import Membership, Project
from charter.projectfile.usage import Moment
from charter.projectfiles.problems import problems_of
from charter.projectfiles.schema import EmailReference
from crmproject.toolkit.fingerprints import fingerprint
from planning.models import Review, ReviewVersion
from planning.models.review import ReviewOpinion
from planning.review.shape import ContentShape

WHERE = "review.closed"


class ClosedEntry(FileModel):
    """A closed review; they stand in the order of their numbers. `name` is who closed it, `by` the member that is."""

    closed_at: Moment
    name: Annotated[str, required(300)]
    by: EmailReference = None
    title: Annotated[str, upto(160)] = ""
    held_on: date
    opinion: Annotated[Choice, one_of(ReviewOpinion)]
    early_reason: Annotated[str, upto(500)] = ""
    # Without it, that of the content.
    fingerprint: Annotated[str, upto(64)] = ""
    content: Annotated[dict[str, Any], Field(min_length=1)]


def check_closed(checking: Checking, entries: list[ClosedEntry]) -> None:
    """Refuse unknown people, a content that no page could show, and one that is not what was closed."""
    for index, entry in enumerate(entries):
        path = f"{WHERE}[{index}]"
        checking.member(entry.by, f"{path}.by")
        try:
            ContentShape.model_validate(entry.content)
        except ValidationError as error:
            for where, reason in problems_of(error, f"{path}.content", ContentShape):
                checking.refuse(where, reason)
            continue
        if entry.fingerprint not in {"", fingerprint(entry.content)}:
            checking.refuse(
                f"{path}.fingerprint",
                "cette empreinte n’est pas celle du contenu\u00a0; retirez-la, ou rétablissez le bilan clos",
            )


def load_closed(loading: Loading, review: Review, entries: list[ClosedEntry]) -> None:
    """Write them; one whose author is no member is signed by name, on the account of the manager."""
    for number, entry in enumerate(entries, start=1):
        member = loading.member(entry.by)
        ReviewVersion.objects.create(
            review=review,
            number=number,
            content=entry.content,
            fingerprint=fingerprint(entry.content),
            closed_at=datetime.fromisoformat(entry.closed_at),
            closed_by=member.user if member else loading.project.manager,
            **entry.model_dump(include={"held_on", "opinion", "early_reason", "name", "title"}),
        )


def dump_closed(project: Project) -> list[ClosedEntry]:
    """The closed reviews in the order of their numbers, in a constant number of queries."""
    rows = list(ReviewVersion.objects.filter(review__project=project).order_by("number"))
    if not rows:
        return []
    members = Membership.objects.live().filter(project=project).select_related("user")
    emails = {(one.user_id, str(one.user)): one.user.email for one in members}
    return [
        ClosedEntry(
            closed_at=timezone.localtime(one.closed_at).isoformat(),
            name=one.name,
            # The manager who only lent an account to a review loaded from a file did not close it.
            by=emails.get((one.closed_by_id, one.name)),
            title=one.title,
            held_on=one.held_on,
            opinion=one.opinion,
            early_reason=one.early_reason,
            fingerprint=one.fingerprint,
            content=one.content,
        )
        for one in rows
    ]
