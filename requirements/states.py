"""The state of a section, deduced from its current fingerprint and what its validators decided.

Nothing is stored: a section is validated when each of its validators approved the very content that it has now, so
validation falls by itself, whatever path changed the content, and stands again if the content comes back.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models

from requirements.models import Approval, Section, Specification, Submission, Validator
from requirements.models.validation import Verdict


class State(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Soumise"
    CHANGES_REQUESTED = "changes_requested", "Modifications demandées"
    VALIDATED = "validated", "Validée"
    STALE = "stale", "Validée puis modifiée"
    # A section that says nothing itself above its sub-sections: there is nothing to agree on.
    HEADING = "heading", "Titre seul"


@dataclass
class Record:
    """What was asked and decided about one section."""

    validators: list[Validator] = field(default_factory=list)
    submission: Submission | None = None  # the latest
    decisions: list[Approval] = field(default_factory=list)  # all of them, the oldest first

    def on(self, fingerprint: str) -> dict[int, Approval]:
        """Each validator’s latest decision on this very content, by member."""
        return {
            decision.member_id: decision for decision in self.decisions if decision.fingerprint == fingerprint
        }

    def approvals_of(self, fingerprint: str) -> list[Approval]:
        """The approvals that this very content has, the oldest first."""
        return [one for one in self.on(fingerprint).values() if one.verdict == Verdict.APPROVED]

    def is_agreed(self, fingerprint: str) -> bool:
        """Whether every validator approved this very content [R-VALID]."""
        approved = {decision.member_id for decision in self.approvals_of(fingerprint)}
        return bool(self.validators) and all(validator.member_id in approved for validator in self.validators)

    def was_agreed(self) -> bool:
        """Whether some earlier content was approved by all."""
        return any(self.is_agreed(fingerprint) for fingerprint in {one.fingerprint for one in self.decisions})

    def asked_for_changes(self) -> bool:
        """Whether a validator asked for changes on the latest submission."""
        if self.submission is None:
            return False
        latest = self.on(self.submission.revision.fingerprint)
        named = {validator.member_id for validator in self.validators}
        return any(one.verdict == Verdict.CHANGES for member, one in latest.items() if member in named)

    def state(self, fingerprint: str) -> State:
        """The state of the section when its content has this fingerprint."""
        if self.is_agreed(fingerprint):
            return State.VALIDATED
        if self.submission is None:
            return State.DRAFT
        if self.asked_for_changes():
            return State.CHANGES_REQUESTED
        if self.submission.revision.fingerprint == fingerprint:
            return State.SUBMITTED
        return State.STALE if self.was_agreed() else State.DRAFT

    def missing(self, fingerprint: str) -> list[Validator]:
        """Validators who have not approved this very content yet."""
        approved = {decision.member_id for decision in self.approvals_of(fingerprint)}
        return [validator for validator in self.validators if validator.member_id not in approved]


def records(specification: Specification) -> dict[int, Record]:
    """The records of all live sections by section, in three queries."""
    return _records(Section.objects.live().filter(specification=specification).values_list("pk", flat=True))


def record_of(section: Section) -> Record:
    """The record of one section."""
    return _records([section.pk])[section.pk]


def _records(sections: "Iterable[int]") -> dict[int, Record]:
    found: dict[int, Record] = defaultdict(Record)
    validators = Validator.objects.filter(section__in=sections).select_related(
        "member__user", "member__project"
    )
    for validator in validators:
        found[validator.section_id].validators.append(validator)
    submissions = (
        Submission.objects.filter(section__in=sections)
        .order_by("section_id", "-submitted_at", "-pk")
        .distinct("section_id")
        .select_related("revision", "submitted_by")
        .defer("revision__content")
    )
    for submission in submissions:
        found[submission.section_id].submission = submission
    decisions = Approval.objects.filter(submission__section__in=sections).select_related("submission")
    for decision in decisions.order_by("decided_at", "pk"):
        found[decision.submission.section_id].decisions.append(decision)
    return found
