"""Where each validator of a section stands, ready to be told: what he said, on which content, in whose place."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from charter.models import Membership
from requirements.models import Approval, Objection, Validator
from requirements.models.validation import Verdict
from requirements.states import Record


class Kind(StrEnum):
    """What a validator’s latest word is worth for the content that stands."""

    APPROVED = "approved"
    CHANGES = "changes"
    FORMER = "former"  # approved another content
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"  # refused that a correction be minor
    AWAITED = "awaited"
    UNASKED = "unasked"


@dataclass(frozen=True)
class Answer:
    """A validator, and what he last said. `decision` is what `kind` is about, when there is one."""

    validator: Validator
    required: bool
    kind: Kind
    decision: Approval | None = None
    minor: str = ""
    objection: Objection | None = None
    on_this_content: bool = False

    @property
    def is_awaited(self) -> bool:
        """Whether the content that stands still lacks his word."""
        return self.kind not in {Kind.APPROVED, Kind.CHANGES, Kind.UNASKED}

    def is_held_by(self, member: Membership | None) -> bool:
        """Whether this person may take the approval back."""
        return (
            self.kind == Kind.APPROVED
            and self.decision is not None
            and member is not None
            and member.pk in self.decision.holders
        )


def answers(record: Record, fingerprint: str) -> list[Answer]:
    """Where each validator stands, in the order in which they were named."""
    return [_answer(record, fingerprint, validator) for validator in record.validators]


def _answer(record: Record, fingerprint: str, validator: Validator) -> Answer:
    required = validator in record.required
    standing = record.standing(fingerprint).get(validator.member_id)
    if standing:
        kind = Kind.APPROVED if standing.is_approval else Kind.CHANGES
        same = not standing.through
        return Answer(validator, required, kind, standing.decision, standing.minor, None, same)
    said = [one for one in record.decisions if one.member_id == validator.member_id]
    last = said[-1] if said else None
    objection = _objection(record, fingerprint, validator.member_id)
    if objection:
        return Answer(validator, required, Kind.OBJECTED, last, objection=objection)
    if record.submission is None:
        return Answer(validator, required, Kind.UNASKED, last)
    if last is None:
        return Answer(validator, required, Kind.AWAITED)
    if last.withdrawn_at:
        return Answer(validator, required, Kind.WITHDRAWN, last)
    if last.verdict == Verdict.CHANGES:
        # Said of the latest submission it still holds; of an earlier one it was heard, and the answer is awaited.
        kind = Kind.CHANGES if last.submission_id == record.submission.pk else Kind.AWAITED
        return Answer(validator, required, kind, last)
    return Answer(validator, required, Kind.FORMER, last)


def _objection(record: Record, fingerprint: str, member: int) -> Objection | None:
    return next(
        (
            objection
            for change in record.minor
            if change.after.fingerprint == fingerprint
            for objection in change.objections.all()
            if objection.member_id == member
        ),
        None,
    )


def lateness(record: Record, fingerprint: str) -> int:
    """By how many days the answers that are still awaited are late; 0 when none is."""
    due: datetime.date | None = record.submission.due if record.submission else None
    if due is None or not any(one.is_awaited for one in answers(record, fingerprint)):
        return 0
    return max((timezone.localdate() - due).days, 0)
