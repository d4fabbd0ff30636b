"""Who signed, who was asked, department by department."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from charter.models import UsageInvitation, UsageSignature, UsageVersion
from charter.models.usage_signing import OUT, InvitationState
from crmproject.toolkit.charts import Alternative, Bar, Paint, Series, stacked_bars
from crmproject.toolkit.diagnostics import among, counted
from crmproject.toolkit.templatetags.french import NBSP
from crmproject.toolkit.text import normalised

NO_DEPARTMENT = "Sans service"
SERIES = (
    Series("Signée", Paint.DEEP),
    Series("Refus", Paint.ACCENT),
    Series("Lue, non signée", Paint.MIDDLE),
    Series("Pas ouverte", Paint.HOLLOW),
)
COUNTED = (
    InvitationState.SIGNED, InvitationState.REFUSED, InvitationState.OPENED, InvitationState.ASKED,
)  # fmt: skip


@dataclass
class Line:
    """The figures of one department, or of all."""

    department: str
    counts: Counter[InvitationState] = field(default_factory=Counter)

    @property
    def signed(self) -> int:
        return self.counts[InvitationState.SIGNED]

    @property
    def refused(self) -> int:
        return self.counts[InvitationState.REFUSED]

    @property
    def opened(self) -> int:
        return self.counts[InvitationState.OPENED]

    @property
    def unopened(self) -> int:
        return self.counts[InvitationState.ASKED]

    @property
    def asked(self) -> int:
        """How many signatures were expected."""
        return sum(self.counts[state] for state in COUNTED)

    @property
    def share(self) -> int:
        """Signatures in hundredths of those asked, never 100 while one is missing."""
        return 100 * self.signed // self.asked if self.asked else 0


@dataclass(frozen=True)
class Coverage:
    """How far a version is signed."""

    total: Line
    lines: list[Line]
    out: int

    @property
    def words(self) -> str:
        """« 3 signatures sur 5 »."""
        return f"{counted(self.total.signed, 'signature', 'signatures')} sur {self.total.asked}"

    @property
    def shares(self) -> str:
        """« 3 sur 5 personnes »."""
        return among(self.total.signed, self.total.asked, "personne", "personnes")


def load_coverage(version: UsageVersion | None) -> Coverage:
    """The figures of a version, from those asked in its campaign and from signatures that no campaign keeps."""
    if version is None:
        return coverage_of([], [])
    asked = UsageInvitation.objects.filter(campaign__version=version).select_related("signature")
    alone = UsageSignature.objects.filter(version=version, invitation=None)
    return coverage_of(asked, alone)


def coverage_of(asked: Iterable[UsageInvitation], alone: Iterable[UsageSignature]) -> Coverage:
    """The figures of these people; departments whose names differ by case or accent alone are one."""
    total, lines, out = Line("Ensemble"), dict[str, Line](), 0
    rows = [(one.department, one.state) for one in asked]
    rows += [(one.department, InvitationState.SIGNED) for one in alone]
    for department, state in rows:
        if state in OUT:
            out += 1
            continue
        name = " ".join(department.split()) or NO_DEPARTMENT
        line = lines.setdefault(normalised(name), Line(name))
        line.counts[state] += 1
        total.counts[state] += 1
    ordered = sorted(lines.items(), key=lambda one: (one[1].department == NO_DEPARTMENT, one[0]))
    return Coverage(total, [line for _, line in ordered], out)


def as_data(coverage: Coverage) -> dict[str, Any]:
    """The figures as a document prints them."""
    return {
        "words": coverage.words,
        "lines": [_figures(line) for line in coverage.lines],
        "total": _figures(coverage.total),
    }


def _figures(line: Line) -> dict[str, Any]:
    return {
        "department": line.department,
        "signed": line.signed,
        "asked": line.asked,
        "share": line.share,
        "refused": line.refused,
        "opened": line.opened,
        "unopened": line.unopened,
    }


def coverage_bars(data: dict[str, Any]) -> list[SafeString]:
    """The departments as stacked bars; none while nobody was asked."""
    total = data["total"]
    point = f"{data['words']} ({total['share']}{NBSP}%)."
    if total["refused"]:
        point += f" {counted(total['refused'], 'refus motivé', 'refus motivés')}."
    bars = [
        Bar(one["department"], (one["signed"], one["refused"], one["opened"], one["unopened"]))
        for one in data["lines"]
    ]
    return stacked_bars(
        alternative=Alternative(
            "Signatures par service", point, "Le tableau donne les mêmes nombres, service par service."
        ),
        series=SERIES,
        bars=bars,
    )
