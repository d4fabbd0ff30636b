"""The state of a section, deduced from its current fingerprint and what its validators decided.

Nothing is stored: a section is validated when each of its validators approved the very content that it has now, so
validation falls by itself, whatever path changed the content, and stands again if the content comes back.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models

from requirements.models import (
    Approval,
    Comment,
    MinorChange,
    Section,
    Specification,
    Submission,
    Validator,
)
from requirements.models.validation import Verdict


class State(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Soumise"
    CHANGES_REQUESTED = "changes_requested", "Modifications demandées"
    VALIDATED = "validated", "Validée"
    STALE = "stale", "Validée puis modifiée"
    # A section that says nothing itself above its sub-sections: there is nothing to agree on.
    HEADING = "heading", "Titre seul"


@dataclass(frozen=True)
class Standing:
    """A validator’s decision that stands for a content: given to it, or to one before its minor corrections."""

    decision: Approval
    through: tuple[MinorChange, ...] = ()  # the corrections that it passed on through, the latest first

    @property
    def is_approval(self) -> bool:
        return self.decision.verdict == Verdict.APPROVED

    @property
    def minor(self) -> str:
        """Why an approval given to an earlier content still counts; nothing when it was given to this one."""
        if not self.through:
            return ""
        reasons = "\u00a0; ".join(
            f"{change.reason} ({change.marked_by_name}, {change.marked_at:%d/%m/%Y})"
            for change in reversed(self.through)
        )
        return f"Approbation maintenue après correction mineure\u00a0: {reasons}"


@dataclass
class Record:
    """What was asked and decided about one section."""

    validators: list[Validator] = field(default_factory=list)
    submission: Submission | None = None  # the latest
    decisions: list[Approval] = field(default_factory=list)  # withdrawn ones included, the oldest first
    minor: list[MinorChange] = field(default_factory=list)  # the latest first, with their objections
    questions: list[Comment] = field(default_factory=list)  # open, and not overridden by the manager

    @property
    def required(self) -> list[Validator]:
        """The validators without whom nothing is validated; all of them when none is marked so."""
        return [one for one in self.validators if one.required] or self.validators

    def on(self, fingerprint: str) -> dict[int, Approval]:
        """Each validator’s latest decision on this very content, by member; a withdrawn one counts no more."""
        return {member: one for member, one in self._latest(fingerprint).items() if one.withdrawn_at is None}

    def _latest(self, fingerprint: str) -> dict[int, Approval]:
        return {one.member_id: one for one in self.decisions if one.fingerprint == fingerprint}

    def standing(self, fingerprint: str) -> dict[int, Standing]:
        """Each validator’s decision that stands for this content, by member.

        An approval passes on through minor corrections unless its validator objects, or said something else since:
        asked for changes, or withdrew it.
        """
        found: dict[int, Standing] = {}
        settled: set[int] = set()
        for content, through in self._contents_behind(fingerprint):
            objectors = {one.member_id for change in through for one in change.objections.all()}
            for member, decision in self._latest(content).items():
                if member in settled or member in objectors:
                    continue
                settled.add(member)
                passes_on = not through or decision.verdict == Verdict.APPROVED
                if decision.withdrawn_at is None and passes_on:
                    found[member] = Standing(decision, through)
        return found

    def _contents_behind(self, fingerprint: str) -> Iterator[tuple[str, tuple[MinorChange, ...]]]:
        """This content, then those from which minor corrections lead to it, the nearest first."""
        seen = {fingerprint}
        ways: list[tuple[str, tuple[MinorChange, ...]]] = [(fingerprint, ())]
        while ways:
            content, through = ways.pop(0)
            yield content, through
            for change in self.minor:
                if change.after.fingerprint == content and change.before.fingerprint not in seen:
                    seen.add(change.before.fingerprint)
                    ways.append((change.before.fingerprint, (*through, change)))

    def approvals_of(self, fingerprint: str) -> list[Standing]:
        """The approvals that stand for this content, the oldest first."""
        found = [one for one in self.standing(fingerprint).values() if one.is_approval]
        return sorted(found, key=lambda one: (one.decision.decided_at, one.decision.pk))

    def is_agreed(self, fingerprint: str) -> bool:
        """Whether the approval of every required validator stands for this content [R-VALID]."""
        return self.agreed_at(fingerprint) is not None

    def agreed_at(self, fingerprint: str) -> datetime | None:
        """When the last required approval of this content was given; None as long as one lacks."""
        if not self.validators:
            return None
        given = {one.decision.member_id: one.decision.decided_at for one in self.approvals_of(fingerprint)}
        if any(validator.member_id not in given for validator in self.required):
            return None
        return max(given[validator.member_id] for validator in self.required)

    def holding(self, fingerprint: str) -> list[Comment]:
        """The questions that hold validation back; one asked after an agreement does not undo it."""
        agreed_at = self.agreed_at(fingerprint)
        return [one for one in self.questions if agreed_at is None or one.opened_at <= agreed_at]

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
            return State.SUBMITTED if self.holding(fingerprint) else State.VALIDATED
        if self.submission is None:
            return State.DRAFT
        if self.asked_for_changes():
            return State.CHANGES_REQUESTED
        if self.submission.revision.fingerprint == fingerprint:
            return State.SUBMITTED
        return State.STALE if self.was_agreed() else State.DRAFT

    def missing(self, fingerprint: str) -> list[Validator]:
        """Validators whose approval of this content does not stand yet, optional ones included."""
        approved = {one.decision.member_id for one in self.approvals_of(fingerprint)}
        return [validator for validator in self.validators if validator.member_id not in approved]

    def gone(self) -> list[Validator]:
        """Validators who left the project: somebody must take their place."""
        return [validator for validator in self.validators if validator.member.is_deleted]


def records(specification: Specification) -> dict[int, Record]:
    """The records of all live sections by section, in six queries whatever their number."""
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
    decisions = Approval.objects.filter(submission__section__in=sections)
    for decision in decisions.select_related("submission", "member__user").order_by("decided_at", "pk"):
        found[decision.submission.section_id].decisions.append(decision)
    changes = MinorChange.objects.filter(section__in=sections).select_related("before", "after")
    changes = changes.defer("before__content", "after__content").prefetch_related("objections")
    for change in changes.order_by("-marked_at", "-pk"):
        found[change.section_id].minor.append(change)
    for question in Comment.objects.blocking().filter(section__in=sections).select_related("author"):
        found[question.section_id].questions.append(question)
    return found
