"""Whatever people do: a section is validated exactly when all agree on what it says now [R-VALID]."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from charter.models import Department, Membership, Project
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.agreement import current, decide, submit_section, withdraw
from requirements.forms.sections import SectionTextForm
from requirements.models import Approval, Requirement, Section, Specification
from requirements.models.validation import Verdict
from requirements.outline import Node, outline
from tests.factories import RequirementFactory, SectionFactory

pytestmark = pytest.mark.django_db

TEXTS = ("<p>Un texte.</p>", "<p>Un autre.</p>")
TITLES = ("Pipeline visuel", "Pipeline en colonnes")
ROLES = ("head", "sponsor")

type Step = tuple[str, Any]
type Said = tuple[str, str]


def steps() -> st.SearchStrategy[list[Step]]:
    role, text = st.sampled_from(ROLES), st.sampled_from(TEXTS)
    edits = st.one_of(
        st.tuples(st.just("type"), text),
        st.tuples(st.just("update"), text),
        st.tuples(st.sampled_from(["retitle", "import"]), st.sampled_from(TITLES)),
        st.tuples(st.sampled_from(["delete", "restore"]), st.none()),
    )
    named = st.just(list(ROLES)) | st.lists(role, min_size=1, max_size=2, unique=True)
    requests = st.tuples(st.sampled_from(["submit", "agree"]), named)
    requests = st.one_of(requests, requests, st.tuples(st.just("submit_optional"), st.none()))
    answers = st.tuples(st.sampled_from(["approve", "approve", "refuse", "withdraw"]), role)
    one = st.one_of(edits, requests, requests, answers)
    return st.lists(one, min_size=4, max_size=10)


@dataclass
class Story:
    """A section with one requirement, beside a plain account of what was said and decided about it."""

    section: Section
    requirement: Requirement
    members: dict[str, Membership]
    text: str = TEXTS[0]
    title: str = TITLES[0]
    alive: bool = True
    submitted: Said | None = None
    required: set[str] = field(default_factory=set)
    optional: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)  # since the last submission
    verdicts: dict[tuple[str, Said], str] = field(default_factory=dict)
    approvals: list[tuple[str, Approval, Said]] = field(default_factory=list)  # not withdrawn

    @property
    def said(self) -> Said:
        """What the section says: the title of a deleted requirement is no part of it."""
        return self.text, self.title if self.alive else ""

    def take(self, step: Step) -> None:
        name, value = step
        self.section = Section.objects.get(pk=self.section.pk)
        self.requirement = Requirement.objects.get(pk=self.requirement.pk)
        moves: dict[str, Callable[[Any], None]] = {
            "type": self.type_text,
            "update": self.update_text,
            "retitle": self.retitle,
            "delete": self.delete,
            "restore": self.restore,
            "import": self.import_title,
            "submit": self.submit,
            "submit_optional": self.submit_optional,
            "withdraw": self.withdraw,
            "agree": self.agree,
            "approve": lambda role: self.decide(role, Verdict.APPROVED),
            "refuse": lambda role: self.decide(role, Verdict.CHANGES),
        }
        moves[name](value)

    def type_text(self, text: str) -> None:
        """Through the form, as the page does."""
        form = SectionTextForm({"text": text, "version": self.section.version}, instance=self.section)
        assert form.is_valid(), form.errors
        assert form.save_row() is not None
        self.text = text

    def update_text(self, text: str) -> None:
        """Behind the back of forms and versions."""
        Section.objects.filter(pk=self.section.pk).update(text=text)
        self.text = text

    def retitle(self, title: str) -> None:
        Requirement.objects.filter(pk=self.requirement.pk).update(title=title)
        self.title = title

    def import_title(self, title: str) -> None:
        """In bulk, as imports write."""
        self.requirement.title = title
        Requirement.objects.bulk_update([self.requirement], ["title"])
        self.title = title

    def delete(self, _: None) -> None:
        if not self.requirement.is_deleted:
            self.requirement.put_aside(read_version=self.requirement.version)
        self.alive = False

    def restore(self, _: None) -> None:
        if self.requirement.is_deleted:
            self.requirement.restore(read_version=self.requirement.version)
        self.alive = True

    def submit_optional(self, _: None) -> None:
        """The head must approve, the sponsor may."""
        self.submit(["head"], optional=["sponsor"])

    def submit(self, roles: list[str], optional: Sequence[str] = ()) -> None:
        submit_section(
            section=self.section,
            validators=[self.members[role] for role in roles],
            optional=[self.members[role] for role in optional],
            read=current(self.section).fingerprint,
            note="",
            by=self.section.specification.project.manager,
        )
        self.required, self.optional = set(roles), set(optional)
        self.submitted, self.answered = self.said, set()

    def agree(self, roles: list[str]) -> None:
        """Submit, and have all of them approve: what random steps would seldom reach."""
        self.submit(roles)
        for role in roles:
            self.decide(role, Verdict.APPROVED)

    def decide(self, role: str, verdict: Verdict) -> None:
        """A decision is taken from a named validator, once, on what was submitted and still stands."""
        welcome = (
            role in self.required | self.optional
            and role not in self.answered
            and self.submitted == self.said
        )
        try:
            with transaction.atomic():
                decision = decide(
                    section=self.section,
                    member=self.members[role],
                    verdict=verdict,
                    reason="Chiffrez la perte." if verdict == Verdict.CHANGES else "",
                    read=current(self.section).fingerprint,
                )
        except (PermissionDenied, RefusedError):
            assert not welcome
        else:
            assert welcome
            self.answered.add(role)
            self.verdicts[role, self.said] = verdict
            if verdict == Verdict.APPROVED:
                self.approvals.append((role, decision, self.said))

    def withdraw(self, role: str) -> None:
        """This person takes the latest approval back, whatever it was given to."""
        mine = [one for one in self.approvals if one[0] == role]
        if not mine:
            return
        _, approval, said = mine[-1]
        withdraw(approval=approval, by=self.members[role], reason="Je me suis trompé.")
        self.approvals.remove(mine[-1])
        latest = self.section.submissions.first()
        if latest is not None and latest.pk == approval.submission_id:
            self.answered.discard(role)
        if self.spoke_last(role, said, approval):
            self.verdicts[role, said] = "withdrawn"

    def spoke_last(self, role: str, said: Said, approval: Approval) -> bool:
        """Whether this approval is what this person said last of this content."""
        later = Approval.objects.filter(
            member=self.members[role], fingerprint=approval.fingerprint, pk__gt=approval.pk
        )
        return not later.exists()

    @property
    def agreed(self) -> bool:
        approved = [self.verdicts.get((role, self.said)) == Verdict.APPROVED for role in self.required]
        return bool(approved) and all(approved)


def only_node(specification: Specification, *, fresh: bool) -> Node:
    (node,) = outline(specification, fresh=fresh).nodes
    return node


def check(story: Story) -> None:
    specification = story.section.specification
    shown, fresh = only_node(specification, fresh=False), only_node(specification, fresh=True)
    assert (shown.fingerprint, shown.state) == (fresh.fingerprint, fresh.state)
    assert fresh.is_validated == story.agreed


BOTH = list(ROLES)


@given(steps())
@example([("agree", BOTH), ("update", TEXTS[1]), ("type", TEXTS[0]), ("delete", None), ("restore", None)])
@example([("agree", BOTH), ("submit", BOTH), ("refuse", "head"), ("approve", "sponsor")])
@example([("agree", ["head"]), ("submit", BOTH), ("approve", "sponsor"), ("approve", "sponsor")])
@example([("submit", BOTH), ("retitle", TITLES[1]), ("approve", "head"), ("agree", ["head"])])
@example([("agree", BOTH), ("withdraw", "head"), ("approve", "head"), ("import", TITLES[1])])
@example([("submit_optional", None), ("approve", "head"), ("refuse", "sponsor"), ("withdraw", "head")])
@example([("agree", ["head"]), ("agree", ["head"]), ("withdraw", "head"), ("withdraw", "head")])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_section_is_validated_exactly_when_all_agree_on_what_it_says_now(
    project: Project, com: Department, personas: dict[str, User], taken: list[Step]
) -> None:
    with transaction.atomic():
        specification, _ = Specification.objects.specifications().get_or_create(project=project)
        specification.sections.all().delete()
        section = SectionFactory(
            specification=specification, department=com, text=TEXTS[0], blocks=["requirements"]
        )
        requirement = RequirementFactory(department=com, title=TITLES[0])
        members = {role: Membership.objects.get(project=project, user=personas[role]) for role in ROLES}
        story = Story(section, requirement, members)
        for step in taken:
            story.take(step)
            check(story)
        transaction.set_rollback(True)
