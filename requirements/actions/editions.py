"""Writes on editions: freezing one, and what the committee decides on it."""

import pghistory
from django.db import transaction

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.front import front_of
from charter.models import Membership
from crmproject.toolkit.refusals import RefusedError
from requirements.committee import pending_meeting_on, told_of_editions
from requirements.models import Decision, Edition, EditionSection, Meeting, Specification
from requirements.models.editions import EditionStatus
from requirements.outline import Node, approvals_as_json, outline
from requirements.revisions import keep_revision


class EmptySpecificationError(RefusedError):
    """There is nothing to freeze."""


@transaction.atomic
def freeze_edition(*, specification: Specification, title: str, note: str, by: User) -> Edition:
    """Freeze the current content of every section under the next number.

    It is validated only when all sections are, else « projet ».
    Raises EmptySpecificationError when no section says anything.
    """
    specification = (
        Specification.objects.select_for_update(of=("self",))
        .select_related("project__manager")
        .get(pk=specification.pk)
    )
    now = outline(specification, fresh=True)
    if all(node.is_empty for node in now):
        raise EmptySpecificationError(
            "Ce document est vide\u00a0: rédigez au moins une section avant de publier une édition."
        )
    pghistory.context(reason="édition")
    latest = specification.editions.order_by("-number").first()
    edition = Edition.objects.create(
        specification=specification,
        number=latest.number + 1 if latest else 1,
        title=title,
        note=note,
        status=EditionStatus.VALIDATED if now.is_validated else EditionStatus.DRAFT,
        author=by,
        author_name=str(by),
        front=front_of(specification.project).as_json(),
    )
    EditionSection.objects.bulk_create(
        _entry(edition, position, node, by) for position, node in enumerate(now, start=1)
    )
    _announce(edition, by)
    return edition


def _announce(edition: Edition, by: User) -> None:
    """Tell the committee, the sponsor and the heads of departments that there is an edition to read."""
    project = edition.specification.project
    notify(
        told_of_editions(project),
        Notice(
            key=f"edition:{edition.pk}",
            kind=Kind.PUBLICATION,
            text=f"{edition} {edition.specification.of_it} publiée\u00a0: {edition.title}",
            url=edition.get_absolute_url(),
            about=project.name,
            detail=edition.note,
        ),
        but=by,
    )


def _entry(edition: Edition, position: int, node: Node, by: User) -> EditionSection:
    revision = keep_revision(section=node.section, content=node.content, fingerprint=node.fingerprint, by=by)
    return EditionSection(
        edition=edition,
        revision=revision,
        position=position,
        number=node.number,
        level=node.level,
        state=node.state,
        approvals=approvals_as_json(node),
    )


@transaction.atomic
def record_decision(
    *, edition: Edition, member: Membership, opinion: str, text: str, meeting: Meeting | None = None
) -> Decision:
    """Record what this member of the committee decides; their earlier decisions stay in the history.

    It counts for `meeting`, or for the one that looks at this edition next. Raises RefusedError when `meeting` no
    longer takes opinions on it.
    """
    asked = meeting or pending_meeting_on(edition)
    # Held until the opinion is written: closing waits for it, or came first.
    standing = (
        Meeting.objects.pending()
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=asked.pk, edition=edition)
        .first()
        if asked
        else None
    )
    if meeting is not None and standing is None:
        raise RefusedError(
            "Cette réunion n’attend plus d’avis sur cette édition\u00a0: elle est close, annulée, ou en examine "
            "une autre."
        )
    return Decision.objects.create(
        edition=edition,
        member=member,
        opinion=opinion,
        text=text,
        name=str(member.user),
        title=member.title,
        meeting=standing,
    )
