"""The usage charter of a project as its pages, rules and documents read it: each data set in one query."""

from dataclasses import dataclass, field

from charter.access import Access, Permission
from charter.models import (
    Project,
    UsageArticle,
    UsageCampaign,
    UsageCharter,
    UsageInvitation,
    UsageSeat,
    UsageVersion,
)
from charter.usage.content import Content, digest, draft_content
from charter.usage.coverage import Coverage, load_coverage


@dataclass(frozen=True)
class UsageState:
    """The draft, the versions that were published, the latest first, and the campaigns."""

    charter: UsageCharter | None
    articles: list[UsageArticle]
    versions: list[UsageVersion]
    campaigns: list[UsageCampaign]
    draft: Content = field(init=False)
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        content = draft_content(self.charter, self.articles)
        object.__setattr__(self, "draft", content)
        object.__setattr__(self, "fingerprint", digest(content))

    @property
    def latest(self) -> UsageVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def is_published(self) -> bool:
        """Whether the draft is what the latest version says."""
        return self.latest is not None and self.latest.fingerprint == self.fingerprint

    @property
    def campaign(self) -> UsageCampaign | None:
        """The campaign of the latest version, open or closed."""
        return next((one for one in self.campaigns if one.version_id == getattr(self.latest, "pk", 0)), None)


def load_usage(project_id: int) -> UsageState:
    """All that is written of a project’s usage charter, signatures apart."""
    charter = UsageCharter.objects.filter(project=project_id).first()
    articles = list(UsageArticle.objects.live().filter(project=project_id))
    versions = list(UsageVersion.objects.filter(charter__project=project_id))
    campaigns = list(UsageCampaign.objects.filter(charter__project=project_id))
    return UsageState(charter, articles, versions, campaigns)


def load_seats(project_id: int) -> list[UsageSeat]:
    """The seats of the committee whose department and holder are still there."""
    seats = UsageSeat.objects.held().filter(project=project_id)
    return list(seats.select_related("department", "member__user", "member__project"))


def load_latest_coverage(project_id: int) -> Coverage:
    """How far the latest version is signed."""
    version = UsageVersion.objects.filter(charter__project=project_id).first()
    return load_coverage(version)


def sits(access: Access) -> bool:
    """Whether this person is of the committee of the charter."""
    return any(seat.member.user_id == access.user.pk for seat in access.gathering.once(load_seats))


def sees_people(access: Access) -> bool:
    """Whether this person reads addresses, and what is written to the committee."""
    return access.allows(Permission.EDIT_CHARTER) or sits(access)


def own_invitation(project: Project, access: Access) -> UsageInvitation | None:
    """What this member was asked to sign in the open campaign, signed or not."""
    found = UsageInvitation.objects.filter(
        campaign__charter__project=project,
        campaign__closed_at=None,
        email=access.user.email.lower(),
        misdirected_at=None,
        revoked_at=None,
    )
    return found.select_related("signature", "campaign__version").first()
