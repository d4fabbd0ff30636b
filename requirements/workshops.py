"""Reading workshops: their appointment in words, their sections beside the plan, what each person may confirm."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.urls import reverse

from charter.models import Membership
from crmproject.toolkit.templatetags.french import NBSP, long_date
from requirements.delegations import open_seats
from requirements.models import Section, Workshop, WorkshopAction, WorkshopSection, WorkshopVerdict
from requirements.outline import Node, Outline
from requirements.states import State


def clock(at: datetime.time) -> str:
    """« 14 h », « 9 h 05 »."""
    minutes = f"{NBSP}{at.minute:02d}" if at.minute else ""
    return f"{at.hour}{NBSP}h{minutes}"


def hours(start: datetime.time | None, end: datetime.time | None) -> str:
    """« de 14 h à 16 h 30 », « à 14 h », or nothing."""
    if start is None:
        return ""
    return f"de {clock(start)} à {clock(end)}" if end is not None else f"à {clock(start)}"


def moment(day: datetime.date, start: datetime.time | None, end: datetime.time | None) -> str:
    """« le 3 mars 2027 de 14 h à 16 h »."""
    return " ".join(filter(None, [f"le {long_date(day)}", hours(start, end)]))


def hours_of(workshop: Workshop) -> str:
    """The hours of a workshop in words, or nothing."""
    return hours(workshop.starts_at, workshop.ends_at)


def when_of(workshop: Workshop) -> str:
    """The day of a workshop and its hours in words."""
    return moment(workshop.held_on, workshop.starts_at, workshop.ends_at)


class Confirmation(StrEnum):
    """Where a person who agreed aloud stands with the approval that only they can give."""

    SIGN = "sign"
    CHANGED = "changed"
    UNSUBMITTED = "unsubmitted"
    APPROVED = "approved"


@dataclass(frozen=True)
class OnTable:
    """A section on a workshop’s table, with its place in the plan as it is now; None when it left the plan."""

    entry: WorkshopSection
    node: Node | None

    @property
    def section(self) -> Section:
        return self.node.section if self.node else self.entry.section

    @property
    def number(self) -> str:
        return self.node.number if self.node else ""

    @cached_property
    def state(self) -> State | None:
        return self.node.state if self.node else None

    @property
    def fingerprint(self) -> str:
        """Of the content that the section has now."""
        return self.node.fingerprint if self.node else ""

    @property
    def has_changed(self) -> bool:
        """Whether the section is no longer what the workshop looked at."""
        return bool(self.entry.fingerprint) and self.entry.fingerprint != self.fingerprint

    def confirmation(self, member: Membership | None) -> Confirmation | None:
        """What this person, present at the workshop, may do of its agreement; None when nothing is asked of them."""
        entry, node = self.entry, self.node
        if (
            member is None
            or node is None
            or entry.verdict != WorkshopVerdict.AGREED
            or not entry.is_concluded
        ):
            return None
        if all(validator.member_id != member.pk for validator in node.record.validators):
            return None
        if self.has_changed:
            return Confirmation.CHANGED
        if any(one.decision.member_id == member.pk for one in node.record.approvals_of(entry.fingerprint)):
            return Confirmation.APPROVED
        if open_seats(node.record, entry.fingerprint, member, []):
            return Confirmation.SIGN
        submission = node.record.submission
        submitted = submission is not None and submission.revision.fingerprint == entry.fingerprint
        return None if submitted else Confirmation.UNSUBMITTED


def on_table(workshop: Workshop, now: Outline) -> list[OnTable]:
    """The sections on this workshop’s table, in the order of the plan; those that left it come last."""
    nodes = {node.section.pk: (rank, node) for rank, node in enumerate(now.nodes)}
    entries = (
        WorkshopSection.objects.live().filter(workshop=workshop).select_related("section__specification")
    )
    last = (len(nodes), None)
    placed = [(nodes.get(entry.section_id, last), entry) for entry in entries]
    placed.sort(key=lambda one: (one[0][0], one[1].pk))
    return [OnTable(entry, node) for (_, node), entry in placed]


def not_on_table(shown: Iterable[OnTable], now: Outline) -> list[Node]:
    """The sections of the plan that may still be put on the table."""
    taken = {one.entry.section_id for one in shown}
    return [node for node in now.to_validate if node.section.pk not in taken]


def actions_of(workshop: Workshop) -> list[WorkshopAction]:
    """What was promised there, by due date."""
    actions = WorkshopAction.objects.live().filter(workshop=workshop)
    return list(actions.select_related("owner__user", "owner__project").order_by("due", "pk"))


def sign_url(workshop: Workshop, section: Section, slug: str) -> str:
    """The page where a validator approves a section, knowing that it confirms what was said at this workshop."""
    return f"{reverse('section_sign', args=[slug, section.pk])}?atelier={workshop.pk}"


@dataclass(frozen=True)
class Attendance:
    """A person expected at a workshop, or who came."""

    member: Membership
    invited: bool
    present: bool


def attendance_of(workshop: Workshop) -> list[Attendance]:
    """Those who were invited and those who came, by their order in the project."""
    invited = {
        member.pk: member for member in workshop.attendees.select_related("user", "project", "department")
    }
    present = {
        member.pk: member for member in workshop.present.select_related("user", "project", "department")
    }
    everyone = sorted((invited | present).values(), key=lambda member: (member.position, member.pk))
    return [Attendance(member, member.pk in invited, member.pk in present) for member in everyone]


def unsettled_sections(workshop: Workshop) -> list[Section]:
    """The sections that the workshop left to look at again: to be mended, or not concluded."""
    entries = WorkshopSection.objects.live().filter(workshop=workshop, section__deleted_at=None)
    return [
        entry.section
        for entry in entries.select_related("section")
        if not entry.is_concluded or entry.verdict != WorkshopVerdict.AGREED
    ]


def following_agenda(workshop: Workshop) -> str:
    """The agenda of the next workshop: the sections to look at again, the actions still to be done."""
    sections = [section.title for section in unsettled_sections(workshop)]
    actions = [
        f"{action.text} ({action.owner.display_name}, {long_date(action.due)})"
        for action in actions_of(workshop)
        if action.done_at is None
    ]
    parts = []
    if sections:
        parts.append("Sections à revoir\u00a0:\n" + "\n".join(f"– {one}" for one in sections))
    if actions:
        parts.append("Suivi des actions\u00a0:\n" + "\n".join(f"– {one}" for one in actions))
    return "\n\n".join(parts)[:5000]
