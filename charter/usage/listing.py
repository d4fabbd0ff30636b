"""Those who were asked, as a list that is filtered, and as a file for a spreadsheet."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from charter.models import UsageCampaign, UsageInvitation, UsageSignature, UsageVersion
from charter.models.usage_mails import UsageMailState
from charter.models.usage_signing import InvitationState
from crmproject.toolkit.frenchcsv import french_csv
from crmproject.toolkit.text import normalised

HEADINGS = (
    "Nom", "Adresse e-mail", "Service", "État", "Demandée le", "Ouverte le", "Signée le", "Nom signé", "Version",
    "Empreinte",
)  # fmt: skip


def people_on(campaign: UsageCampaign | None) -> list[UsageInvitation]:
    """All who were asked in a campaign, with their signatures and messages."""
    if campaign is None:
        return []
    rows = UsageInvitation.objects.filter(campaign=campaign).select_related("signature")
    return list(rows.prefetch_related("mails"))


def signatures_alone(version: UsageVersion | None) -> list[UsageSignature]:
    """The signatures of a version that no campaign of this site asked for."""
    if version is None:
        return []
    return list(UsageSignature.objects.filter(version=version, invitation=None))


def unreachable(invitation: UsageInvitation) -> bool:
    """Whether the last message to this person could not be delivered."""
    mails = sorted(invitation.mails.all(), key=lambda one: one.pk)
    return bool(mails) and mails[-1].state == UsageMailState.FAILED


@dataclass(frozen=True)
class Wanted:
    """Which people a list shows."""

    text: str = ""
    state: str = ""
    department: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Wanted":
        """What the address asks for."""
        return cls(
            asked.get("q", "").replace("\x00", "")[:100],
            asked.get("etat", ""),
            asked.get("service", "").replace("\x00", "")[:120],
        )

    def among(self, people: Iterable[UsageInvitation]) -> Sequence[UsageInvitation]:
        """Those of these people whom it means."""
        return [one for one in people if self._means(one)]

    def _means(self, one: UsageInvitation) -> bool:
        words = normalised(self.text)
        said = words in normalised(f"{one.name} {one.email}")
        there = not self.department or normalised(self.department) == normalised(one.department)
        return said and there and self.state in {"", one.state.value}


def csv_of(
    version: UsageVersion, people: Iterable[UsageInvitation], alone: Iterable[UsageSignature]
) -> bytes:
    """One line a person; no cell that a spreadsheet takes for a formula."""
    rows: list[Sequence[object]] = [HEADINGS]
    for one in people:
        mine = one.signed
        rows.append(
            (
                one.name,
                one.email,
                one.department,
                one.state.label,
                _day(one.asked_at),
                _day(one.opened_at),
                _day(mine.signed_at if mine else None),
                mine.name if mine else "",
                version.number,
                mine.fingerprint if mine else "",
            )
        )
    rows += [
        (
            one.name,
            one.email,
            one.department,
            InvitationState.SIGNED.label,
            "",
            "",
            _day(one.signed_at),
            one.name,
            version.number,
            one.fingerprint,
        )
        for one in alone
    ]
    return french_csv(rows)


def _day(moment: datetime.datetime | None) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else ""
