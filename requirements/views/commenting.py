"""What the comments pane of a section shows, and its answers to what is done there."""

import json
from dataclasses import dataclass
from typing import Any

from charter.access import Permission, ProjectRequest
from charter.models import Membership
from crmproject.toolkit.http import whole_number
from requirements.anchors import Anchor, anchors_of, find_anchor
from requirements.commentary import Thread, people_of, place_threads, threads_in, with_people
from requirements.forms.comments import AnswerForm, CommentEditForm, CommentForm, TalkForm, WaiverForm
from requirements.forms.peer_reviews import ReviewAskForm, ReviewDoneForm
from requirements.models import Comment, PeerReview
from requirements.outline import Node
from requirements.pdf_sections import places_in_pdf

PANE = "commentaires"
ANSWER, EDIT, WAIVE = "repondre", "modifier", "lever"


@dataclass(frozen=True)
class Opened:
    """The form that stands open under one comment."""

    what: str
    comment: int
    form: Any


@dataclass(frozen=True)
class Rights:
    """What the person may do with one comment."""

    comment: Comment
    is_mine: bool
    may_talk: bool
    is_manager: bool
    has_answers: bool

    @property
    def may_change(self) -> bool:
        """Correct or delete: one’s own words, as long as nobody answered them."""
        return self.is_mine and self.may_talk and not self.has_answers

    @property
    def may_settle(self) -> bool:
        return self.may_talk and self.comment.parent_id is None and (self.is_mine or self.is_manager)

    @property
    def may_waive(self) -> bool:
        return self.is_manager and self.comment.is_blocking


@dataclass(frozen=True)
class ShownThread:
    """A thread with what may be done with each of its comments."""

    thread: Thread
    head: Rights
    answers: list[Rights]


def commenting(request: ProjectRequest, node: Node, pane: str) -> dict[str, Any]:
    """The part of a section’s context that its comments and peer reviews make; the threads only when their pane is
    open."""
    section = node.section
    rows = list(with_people(Comment.objects.live().filter(section=section)) if pane == PANE else _heads(node))
    threads = threads_in(rows)
    reviews = list(
        PeerReview.objects.filter(section=section).select_related(
            "member__user", "member__project", "asked_by"
        )
    )
    mine = next((one for one in reviews if one.member.user_id == request.user.pk), None)
    context = {
        "open_comments": sum(thread.is_open for thread in threads),
        "holding": node.record.holding(node.fingerprint),
        "reviews": reviews,
        "my_review": mine,
        "said_json": json.dumps(_by_row(threads), ensure_ascii=False),
        "pdf_place": places_in_pdf(section.specification, section).get(section.pk),
    }
    if pane == PANE:
        context |= _pane(request, node, threads, mine)
    return context


def _heads(node: Node) -> Any:
    return Comment.objects.threads().filter(section=node.section).defer("text")


def _by_row(threads: list[Thread]) -> dict[str, int]:
    """How many open threads each row has."""
    found: dict[str, int] = {}
    for thread in threads:
        if thread.is_open and thread.head.row_key:
            key = f"{thread.head.block}:{thread.head.row_key}"
            found[key] = found.get(key, 0) + 1
    return found


def _pane(
    request: ProjectRequest, node: Node, threads: list[Thread], mine: PeerReview | None
) -> dict[str, Any]:
    anchors = anchors_of(node.content)
    place_threads(threads, node.section, anchors)
    shown = [_with_rights(request, thread) for thread in threads]
    found: dict[str, Any] = {
        "open_threads": [one for one in shown if one.thread.is_open],
        "settled_threads": [one for one in shown if not one.thread.is_open],
        "removed": _removed(request, node),
    }
    if request.access.allows(Permission.COMMENT):
        people = people_of(request.project.pk)
        found["people"] = [one for one in people if not one.is_deleted]
        found["comment_form"] = new_comment_form(request, node, people, anchors)
        found["opened"] = _opened(request, threads, people)
        if mine:
            found["review_done_form"] = ReviewDoneForm(initial={"read": node.fingerprint, "note": mine.note})
        if request.access.allows(Permission.SUBMIT):
            found["review_ask_form"] = ReviewAskForm(people=people)
    return found


def new_comment_form(
    request: ProjectRequest, node: Node, people: list[Membership], anchors: list[Anchor], data: Any = None
) -> CommentForm:
    """The form of a new comment, on the row and the passage that the address asks for."""
    anchor = find_anchor(anchors, request.GET.get("a-propos", ""))
    initial = {
        "about": anchor.value if anchor else "",
        "quote": request.GET.get("passage", "")[:2000],
        "quote_before": request.GET.get("avant", "")[-100:],
    }
    form = CommentForm(data, section=node.section, anchors=anchors, initial=initial, auto_id="comment_%s")
    form.offer(people)
    if any(initial.values()):
        form.fields["text"].widget.attrs["data-autofocus"] = ""
    return form


def _with_rights(request: ProjectRequest, thread: Thread) -> ShownThread:
    may_talk = request.access.allows(Permission.COMMENT)

    def rights(comment: Comment) -> Rights:
        return Rights(
            comment,
            comment.author_id == request.user.pk,
            may_talk,
            request.access.allows(Permission.SUBMIT),
            bool(thread.answers) and comment.parent_id is None,
        )

    return ShownThread(thread, rights(thread.head), [rights(answer) for answer in thread.answers])


def _removed(request: ProjectRequest, node: Node) -> Comment | None:
    """The comment that this person has just deleted, to bring back."""
    asked = whole_number(request.GET.get("supprime", ""))
    own = Comment.objects.filter(pk=asked or 0, section=node.section, author=request.user)
    found: Comment | None = own.deleted().first()
    return found


def _opened(request: ProjectRequest, threads: list[Thread], people: list[Membership]) -> Opened | None:
    """The form that the address asks to open."""
    comments = {one.pk: one for thread in threads for one in thread.comments}
    for what in (ANSWER, EDIT, WAIVE):
        comment = comments.get(whole_number(request.GET.get(what, "")) or 0)
        if comment:
            return Opened(what, comment.pk, _form_for(what, comment, people))
    return None


def _form_for(what: str, comment: Comment, people: list[Membership]) -> Any:
    if what == WAIVE:
        return WaiverForm(prefix="lever")
    if what == EDIT:
        return CommentEditForm(instance=comment, people=people, prefix="modifier")
    form: TalkForm = AnswerForm(prefix="repondre")
    form.offer(people)
    return form
