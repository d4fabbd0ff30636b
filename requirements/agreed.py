"""The history of agreement on a section, in words: decisions, withdrawals, minor corrections, peer reviews."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from crmproject.toolkit.templatetags.french import long_date
from requirements.models import Approval, MinorChange, PeerReview, Section
from requirements.models.validation import Verdict

SHOWN = 40


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `event` names a former text that can be brought back."""

    when: datetime
    who: str
    what: str
    icon: str
    tone: str = ""
    detail: str = ""
    event: int | None = None


def decisions(section: Section) -> Iterator[Entry]:
    """What validators decided, themselves or through a delegate, and what they took back."""
    rows = Approval.objects.filter(submission__section=section).select_related("workshop")
    for row in rows.order_by("-decided_at", "-pk")[:SHOWN]:
        approved = row.verdict == Verdict.APPROVED
        what = "a signé et approuvé la section" if approved else "a demandé des modifications"
        if row.on_behalf_of:
            what += f", par délégation de {row.on_behalf_of}"
        if row.workshop:
            held = f"«\u00a0{row.workshop.title}\u00a0» du {long_date(row.workshop.held_on)}"
            what += f", confirmant l’accord donné à l’atelier {held}"
        yield Entry(
            when=row.decided_at,
            who=row.name,
            what=what,
            icon="check-circle-fill" if approved else "arrow-return-left",
            tone="success" if approved else "danger",
            detail=row.reason,
        )
        if row.withdrawn_at:
            yield Entry(
                when=row.withdrawn_at,
                who=row.withdrawn_by or row.name,
                what=f"a retiré l’approbation donnée le {long_date(row.decided_at)} par {row.signatory}",
                icon="x-circle",
                tone="warn",
                detail=row.withdrawn_reason,
            )


def minor_changes(section: Section) -> Iterator[Entry]:
    """Corrections that were declared minor, and the objections to them."""
    rows = MinorChange.objects.filter(section=section).select_related("before", "after")
    rows = rows.defer("before__content", "after__content").prefetch_related("objections")
    for row in rows.order_by("-marked_at", "-pk")[:SHOWN]:
        between = f"de {row.before.short_fingerprint} à {row.after.short_fingerprint}"
        yield Entry(
            when=row.marked_at,
            who=row.marked_by_name,
            what=f"a déclaré mineure la correction {between}\u00a0: les approbations sont maintenues, sauf objection "
            f"jusqu’au {long_date(row.closes_on)}",
            icon="patch-check",
            tone="info",
            detail=row.reason,
        )
        for objection in row.objections.all():
            yield Entry(
                when=objection.made_at,
                who=objection.name,
                what="a fait objection à une correction déclarée mineure",
                icon="hand-thumbs-down",
                tone="danger",
                detail=objection.reason,
            )


def peer_reviews(section: Section) -> Iterator[Entry]:
    """Peer reviews that were done."""
    rows = PeerReview.objects.filter(section=section, done_at__isnull=False).select_related("member__user")
    for row in rows.order_by("-done_at", "-pk")[:SHOWN]:
        if row.done_at:
            yield Entry(
                when=row.done_at,
                who=str(row.member.user),
                what=f"a relu la section (relecture croisée, empreinte {row.fingerprint[:12]})",
                icon="eye",
                tone="info",
                detail=row.note,
            )
