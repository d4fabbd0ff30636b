"""How the permissions test visits the pages of the usage charter."""

from typing import Any

from django.utils import timezone

from charter.models import (
    Membership,
    Project,
    UsageArticle,
    UsageProposal,
    UsageRequest,
    UsageSeat,
    UsageSignature,
)
from tests.charter.usages import STAFF, campaign_of, invited, published, rewritten
from tests.visits import Provider, Visit


def on_charter(method: str = "GET", *, only: set[str] | None = None, **data: Any) -> Provider:
    """The charter, published."""

    def visit(project: Project) -> Visit:
        published(project)
        return Visit({}, method, data, frozenset(only) if only else None)

    return visit


def on_version(number: int) -> Provider:
    def visit(project: Project) -> Visit:
        published(project)
        rewritten(project)
        return Visit({"number": number})

    return visit


def on_campaign(method: str = "GET", *, only: set[str] | None = None, **data: Any) -> Provider:
    """A campaign that asks everybody, one of whom signed."""

    def visit(project: Project) -> Visit:
        _signed(project)
        return Visit({}, method, data, frozenset(only) if only else None)

    return visit


def _signed(project: Project) -> UsageSignature:
    campaign = campaign_of(project, members=True)
    first = invited(campaign, STAFF[0].email)
    said = {
        "name": first.name,
        "email": first.email,
        "statement": "J’ai lu.",
        "fingerprint": campaign.version.fingerprint,
    }
    signature: UsageSignature = UsageSignature.objects.get_or_create(
        version=campaign.version, invitation=first, defaults=said
    )[0]
    return signature


def on_person(method: str = "POST") -> Provider:
    def visit(project: Project) -> Visit:
        return Visit({"pk": invited(campaign_of(project), STAFF[1].email).pk}, method)

    return visit


def on_signature(project: Project) -> Visit:
    return Visit({"pk": _signed(project).pk}, only=frozenset({"manager"}))


def on_proposal(project: Project) -> Visit:
    published(project)
    article = UsageArticle.objects.filter(project=project)[0]
    proposal = UsageProposal.objects.create(article=article, author=project.manager, text="Mieux.")
    return Visit({"pk": proposal.pk}, "POST", {"verdict": "declined", "answer": "Non."})


def on_request(project: Project) -> Visit:
    """A message to a committee in which everybody sits: for who doesn’t, it doesn’t exist."""
    seated = UsageSeat.objects.filter(project=project).exists()
    members = Membership.objects.live().filter(project=project)
    for rank, member in enumerate([] if seated else members):
        department = project.department_rows.create(code=f"U{rank:02d}", name=f"Direction {rank}")
        UsageSeat.objects.create(project=project, department=department, member=member)
    row = UsageRequest.objects.create(
        project=project,
        category="request",
        text="Une question.",
        author_name="Alice Martin",
        author_email="alice@exemple.fr",
        department="Commercial",
        created_at=timezone.now(),
    )
    return Visit({"pk": row.pk})


def to_sign(project: Project) -> Visit:
    """A version that nobody was asked to sign yet."""
    published(project)
    rewritten(project)
    return Visit()


ADDRESSES: dict[str, Provider] = {
    "usage_charter": on_charter(),
    "usage_start": on_charter("POST"),
    "usage_presentation": on_charter(),
    "usage_proposals": on_charter(),
    "usage_proposal_answer": on_proposal,
    "usage_publish": on_charter(),
    "usage_version": on_version(1),
    "usage_changes": on_version(2),
    "usage_campaign": on_campaign(),
    "usage_campaign_open": to_sign,
    "usage_campaign_add": on_campaign("POST", people="nadia@exemple.fr"),
    "usage_campaign_close": on_campaign("POST"),
    "usage_campaign_csv": on_campaign(only={"manager"}),
    "usage_ask_again": on_person(),
    "usage_revoke": on_person(),
    "usage_signature": on_signature,
    "usage_mine": on_campaign(),
    "usage_committee": on_charter(),
    "usage_request": on_request,
}
