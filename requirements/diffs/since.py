"""What changed in a section since somebody agreed to it."""

from dataclasses import dataclass

from django.urls import reverse

from charter.models import Membership
from requirements.diffs.model import SectionDiff
from requirements.diffs.sections import compare
from requirements.models import Approval, Revision
from requirements.models.validation import Verdict
from requirements.outline import Node
from requirements.states import State

# How many changes the page of a section shows before it leads to the page that shows all.
IN_PAGE = 60


@dataclass(frozen=True)
class Since:
    """The difference between a content that was decided on and the present one.

    `own` says that it is the reader’s own decision; else the content was agreed on by all.
    """

    diff: SectionDiff
    revision: Revision
    decision: Approval
    own: bool

    @property
    def url(self) -> str:
        """The page that compares both versions."""
        section = self.revision.section
        url = reverse("section_compare", args=[section.specification.project.slug, section.pk])
        return f"{url}?de={self.revision.short_fingerprint}"

    @property
    def shown(self) -> SectionDiff:
        """As much of it as the section’s own page shows."""
        return self.diff.limited(limit=IN_PAGE, only_changes=True, more_url=self.url)

    @property
    def title(self) -> str:
        if not self.own:
            return "Ce qui a changé depuis la validation"
        if self.decision.verdict == Verdict.APPROVED:
            return "Ce qui a changé depuis votre dernière approbation"
        return "Ce qui a changé depuis votre demande de modifications"


def change_since_last_approval(node: Node, member: Membership | None) -> SectionDiff | None:
    """What became of the content that this validator approved last; None when he approved none, or this very one."""
    decision = _last(node, member, approved=True)
    found = _since(node, decision, own=True)
    return found.diff if found else None


def since_last_decision(node: Node, member: Membership | None) -> Since | None:
    """The same since his last approval, else since he last asked for changes."""
    decision = _last(node, member, approved=True) or _last(node, member, approved=False)
    return _since(node, decision, own=True)


def since_agreement(node: Node) -> Since | None:
    """What became of the content that all validators had agreed on last."""
    agreed = next(
        (one for one in reversed(node.record.decisions) if node.record.is_agreed(one.fingerprint)), None
    )
    return _since(node, agreed, own=False)


def told_since(node: Node, member: Membership | None) -> Since | None:
    """What the page of a section tells: to a validator, since his last decision; where an agreement fell, since it."""
    if node.state == State.STALE:
        return _since(node, _last(node, member, approved=True), own=True) or since_agreement(node)
    return since_last_decision(node, member)


def _last(node: Node, member: Membership | None, *, approved: bool) -> Approval | None:
    """This member’s last decision of the kind, in his own place or in another’s."""
    if member is None:
        return None
    own = [one for one in node.record.decisions if one.member_id == member.pk]
    return next((one for one in reversed(own) if (one.verdict == Verdict.APPROVED) == approved), None)


def _since(node: Node, decision: Approval | None, *, own: bool) -> Since | None:
    if decision is None or decision.fingerprint == node.fingerprint:
        return None
    revision = Revision.objects.filter(section=node.section, fingerprint=decision.fingerprint).first()
    if revision is None:
        return None
    revision.section = node.section
    return Since(compare(revision.content, node.content), revision, decision, own)
