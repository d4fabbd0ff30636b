"""Reading what people said: threads of a section, and all of them as an annex of the document."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from charter.models import Membership
from crmproject.toolkit.blocks import Gathering
from requirements.anchors import Anchor, anchors_of, find_anchor, has_passage
from requirements.models import Comment, CommentKind, Section, Specification
from requirements.models.comments import CommentQuerySet
from requirements.outline import outline
from requirements.pdf.annexes import Annex

GONE_ROW = "ligne retirée depuis"


@dataclass
class Thread:
    """A comment with its answers, and what stands today of what it is about."""

    head: Comment
    answers: list[Comment] = field(default_factory=list)
    anchor: Anchor | None = None
    # Whether the section was looked at, so that « gone » means something.
    is_placed: bool = False
    holds_passage: bool = False

    @property
    def about(self) -> str:
        """The row that it is about, in words."""
        if not self.head.row_key:
            return ""
        return str(self.anchor) if self.anchor else self.head.row_key

    @property
    def row_is_gone(self) -> bool:
        return self.is_placed and bool(self.head.row_key) and self.anchor is None

    @property
    def passage_is_gone(self) -> bool:
        return self.is_placed and bool(self.head.quote) and not self.holds_passage

    @property
    def is_open(self) -> bool:
        return self.head.resolved_at is None

    @property
    def comments(self) -> list[Comment]:
        return [self.head, *self.answers]


def with_people(comments: CommentQuerySet) -> CommentQuerySet:
    """These comments with all that a page shows of them."""
    return comments.select_related("author", "section").prefetch_related(
        "mentions__user", "mentions__project"
    )


def threads_in(comments: Iterable[Comment]) -> list[Thread]:
    """The threads that these live comments make, by the time when they began; orphan answers belong to none."""
    rows = list(comments)
    threads = {row.pk: Thread(row) for row in rows if row.parent_id is None}
    for row in rows:
        if row.parent_id in threads:
            threads[row.parent_id].answers.append(row)
    return list(threads.values())


def place_threads(threads: Iterable[Thread], section: Section, anchors: list[Anchor]) -> None:
    """Say of each thread whether its row and its passage still stand in the section."""
    for thread in threads:
        head = thread.head
        thread.is_placed = True
        thread.anchor = find_anchor(anchors, f"{head.block}:{head.row_key}") if head.row_key else None
        thread.holds_passage = has_passage(section.text, head.quote)


def people_of(project_id: int) -> list[Membership]:
    """Everyone who is or was in the project, those who are there first in their order."""
    found = Membership.objects.filter(project=project_id).select_related("user", "department", "project")
    return list(found.order_by("position", "pk"))


def comments_annex(specification: Specification) -> Annex | None:
    """All live comments of a specification, by section, as frozen plain values; None when there is none."""
    by_section: dict[int, list[Comment]] = defaultdict(list)
    found = Comment.objects.live().filter(section__specification=specification, section__deleted_at=None)
    for comment in with_people(found):
        by_section[comment.section_id].append(comment)
    gathering = Gathering(specification.project_id)
    sections: list[dict[str, Any]] = []
    for node in outline(specification):
        threads = threads_in(by_section.get(node.section.pk, []))
        if threads:
            has_rows = any(thread.head.row_key for thread in threads)
            anchors = anchors_of(node.section.content(gathering)) if has_rows else []
            place_threads(threads, node.section, anchors)
            sections.append(
                {
                    "number": node.number,
                    "title": node.section.title,
                    "threads": [_frozen(one) for one in threads],
                }
            )
    if not sections:
        return None
    every = [thread for section in sections for thread in section["threads"]]
    data = {
        "sections": sections,
        "total": len(every),
        "open": sum(not thread["resolved_at"] for thread in every),
    }
    return Annex(title="Commentaires", template="pdf/annex_comments.html", data=data)


def _frozen(thread: Thread) -> dict[str, Any]:
    head = thread.head
    return {
        **_said(head),
        "kind": CommentKind(head.kind).label,
        "is_question": head.kind == CommentKind.QUESTION,
        "about": thread.about,
        "row_is_gone": thread.row_is_gone,
        "quote": head.quote,
        "passage_is_gone": thread.passage_is_gone,
        "resolved_at": head.resolved_at.isoformat() if head.resolved_at else "",
        "resolved_by": head.resolved_by,
        "waived_at": head.waived_at.isoformat() if head.waived_at else "",
        "waived_by": head.waived_by,
        "waived_reason": head.waived_reason,
        "answers": [_said(answer) for answer in thread.answers],
    }


def _said(comment: Comment) -> dict[str, Any]:
    return {
        "author": str(comment.author),
        "when": comment.created_at.isoformat(),
        "text": comment.text,
        "mentions": [member.display_name for member in comment.mentions.all()],
    }
