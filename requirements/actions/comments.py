"""Writes on comments: saying, answering, correcting, settling, and letting validation go on despite a question."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership
from crmproject.toolkit.refusals import RefusedError
from requirements.anchors import Anchor
from requirements.audience import still_there
from requirements.models import Approval, Comment, CommentKind, Section, Validator

ANSWERED = "On a répondu à ce commentaire entre-temps\u00a0: ajoutez une réponse, ou marquez-le comme traité."
SAID = {
    CommentKind.REMARK: "a commenté",
    CommentKind.QUESTION: "pose une question sur",
    CommentKind.DECISION: "note une décision sur",
}


def page_of(comment: Comment) -> str:
    """Where a comment is read."""
    return f"{comment.section.get_absolute_url()}?volet=commentaires#commentaire-{comment.pk}"


@transaction.atomic
def add_comment(
    *,
    section: Section,
    by: User,
    text: str,
    kind: str = CommentKind.REMARK,
    anchor: Anchor | None = None,
    quote: str = "",
    quote_before: str = "",
    mentions: Iterable[Membership] = (),
) -> Comment:
    """Open a thread on a section, on a row of its data or on a passage of its text, and tell who answers for it."""
    comment = Comment.objects.create(
        section=section,
        author=by,
        kind=kind,
        text=text,
        block=anchor.block if anchor else "",
        row_key=anchor.key if anchor else "",
        quote=quote,
        quote_before=quote_before if quote else "",
    )
    named = _name(comment, mentions)
    told = [person for person in _answerable(section) if person not in named]
    doing = SAID[CommentKind(comment.kind)]
    _tell(told, comment, key=f"comment:{comment.pk}", text=f"{by} {doing} {_where(comment)}", by=by)
    return comment


@transaction.atomic
def answer_comment(*, thread: Comment, by: User, text: str, mentions: Iterable[Membership] = ()) -> Comment:
    """Answer in a thread, and tell everyone who took part in it.

    Raises RefusedError when the thread was deleted meanwhile.
    """
    head = _locked(thread)
    if head.is_deleted or head.parent_id:
        raise RefusedError("Ce commentaire vient d’être supprimé\u00a0: votre réponse n’a plus d’objet.")
    answer = Comment.objects.create(
        section=head.section, parent=head, author=by, text=text, kind=CommentKind.REMARK
    )
    named = _name(answer, mentions)
    told = [person for person in _participants(head) if person not in named]
    _tell(told, answer, key=f"comment:{answer.pk}", text=f"{by} a répondu sur {_where(answer)}", by=by)
    return answer


@transaction.atomic
def correct_comment(
    *, comment: Comment, read_version: int, kind: str, text: str, mentions: Iterable[Membership], by: User
) -> Comment:
    """Correct one’s own comment; the history keeps what it said.

    Raises RefusedError once somebody answered, StaleWriteError when it was written since it was read.
    """
    _refuse_when_answered(comment)
    values: dict[str, object] = {"text": text, "kind": kind}
    if kind == CommentKind.QUESTION and Comment.objects.get(pk=comment.pk).kind != kind:
        values["opened_at"] = timezone.now()
    comment.write(read_version=read_version, **values)
    _name(comment, mentions)
    return comment


@transaction.atomic
def resolve_comment(*, comment: Comment, read_version: int, by: User) -> None:
    """Mark a thread as dealt with, and tell its author."""
    comment.write(read_version=read_version, resolved_at=timezone.now(), resolved_by=str(by)[:300])
    key = f"comment-resolved:{comment.pk}:{comment.version}"
    _tell(
        [comment.author],
        comment,
        key=key,
        text=f"{by} a marqué comme traité ce que vous disiez de {_where(comment)}",
        by=by,
    )


@transaction.atomic
def reopen_comment(*, comment: Comment, read_version: int, by: User) -> None:
    """Open a thread again: a question holds back validation anew, but undoes no agreement given before."""
    comment.write(
        read_version=read_version,
        resolved_at=None,
        resolved_by="",
        opened_at=timezone.now(),
        waived_at=None,
        waived_by="",
        waived_reason="",
    )
    key = f"comment-reopened:{comment.pk}:{comment.version}"
    _tell(
        _participants(comment), comment, key=key, text=f"{by} a rouvert un fil sur {_where(comment)}", by=by
    )


@transaction.atomic
def waive_question(*, comment: Comment, read_version: int, reason: str, by: User) -> None:
    """Let validation go on although this question is open, and tell its author why.

    Raises RefusedError when it is no open question.
    """
    if not comment.is_blocking:
        raise RefusedError("Cette question ne bloque plus la validation.")
    comment.write(
        read_version=read_version, waived_at=timezone.now(), waived_by=str(by)[:300], waived_reason=reason
    )
    key = f"comment-waived:{comment.pk}:{comment.version}"
    text = f"{by} laisse valider malgré votre question sur {_where(comment)}"
    _tell([comment.author], comment, key=key, text=text, by=by, detail=reason)


@transaction.atomic
def block_again(*, comment: Comment, read_version: int) -> None:
    """Take back the waiver of a question. An agreement given under the waiver stands."""
    values: dict[str, object] = {"waived_at": None, "waived_by": "", "waived_reason": ""}
    if comment.waived_at and _was_approved_since(comment.section, comment.waived_at):
        values["opened_at"] = timezone.now()
    comment.write(read_version=read_version, **values)


@transaction.atomic
def delete_comment(*, comment: Comment, read_version: int) -> None:
    """Put one’s own comment aside. Raises RefusedError once somebody answered."""
    _refuse_when_answered(comment)
    comment.put_aside(read_version=read_version)


@transaction.atomic
def restore_comment(*, comment: Comment) -> None:
    """Bring back a comment that its author had put aside. An agreement given meanwhile stands."""
    values: dict[str, object] = {"deleted_at": None}
    if comment.deleted_at and _was_approved_since(comment.section, comment.deleted_at):
        values["opened_at"] = timezone.now()
    comment.write(read_version=comment.version, **values)


def _refuse_when_answered(comment: Comment) -> None:
    _locked(comment)
    if Comment.objects.live().filter(parent=comment).exists():
        raise RefusedError(ANSWERED)


def _locked(comment: Comment) -> Comment:
    """The comment as it stands, held so that answering it and correcting it come one after the other."""
    found: Comment = (
        Comment.objects.select_for_update(of=("self",)).select_related("author").get(pk=comment.pk)
    )
    found.section = comment.section
    return found


def _was_approved_since(section: Section, moment: datetime) -> bool:
    return Approval.objects.filter(submission__section=section, decided_at__gte=moment).exists()


def _name(comment: Comment, mentions: Iterable[Membership]) -> set[User]:
    """Keep whom the comment names, and tell them; who they are."""
    members = list(mentions)
    comment.mentions.set(members)
    people = {member.user for member in members}
    text = f"{comment.author} vous cite dans un commentaire sur {_where(comment)}"
    _tell(people, comment, key=f"mention:{comment.pk}", text=text, by=comment.author)
    return people


def _answerable(section: Section) -> list[User]:
    """The manager and the validators of a section, whom its comments concern."""
    validators = Validator.objects.filter(section=section, member__deleted_at=None).select_related(
        "member__user"
    )
    return [section.specification.project.manager, *(one.member.user for one in validators)]


def _participants(thread: Comment) -> list[User]:
    answers = Comment.objects.live().filter(parent=thread).select_related("author")
    return [thread.author, *(answer.author for answer in answers)]


def _where(comment: Comment) -> str:
    return f"«\u00a0{comment.section.title}\u00a0»"


def _tell(
    people: Iterable[User], comment: Comment, *, key: str, text: str, by: User, detail: str = ""
) -> None:
    notice = Notice(
        key=key,
        kind=Kind.COMMENT,
        text=text,
        url=page_of(comment),
        about=comment.section.specification.project.name,
        detail=detail or Truncator(comment.text).chars(600),
    )
    notify(still_there(comment.section.specification.project, people), notice, but=by)
