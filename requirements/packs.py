"""The pack of a meeting of the committee: all that its members decide from, live until the meeting is closed.

Closing keeps it in `Meeting.pack` as plain data: what the minutes say never changes.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, Self

from charter.openpoints import open_points
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Severity, diagnose
from crmproject.toolkit.kept import keep, recall
from crmproject.toolkit.program import program_digest
from requirements.committee import answers_of, previous_edition
from requirements.diffs.editions import ComparedSection, compare_editions
from requirements.models import Edition, Export, ExportKind, Meeting
from requirements.models.editions import ExportStatus, Opinion
from requirements.openings import readings_of
from requirements.states import State

FORMAT = 1
# A meeting reads no more than this of each list; the count says how many there are.
MOST = 300


@dataclass(frozen=True)
class PackedEdition:
    """The edition that is looked at. `published` is an ISO date and time."""

    number: int
    title: str
    status: str
    status_label: str
    published: str
    author: str
    validated: int
    sections: int
    pages: int
    sha256: str


@dataclass(frozen=True)
class PackedChange:
    """A section that is not in both editions as it was."""

    number: str
    title: str
    what: str
    detail: str


@dataclass(frozen=True)
class PackedPoint:
    """Something left to settle; `due` is an ISO date, or nothing."""

    kind: str
    text: str
    url: str
    who: str
    due: str
    late: bool


@dataclass(frozen=True)
class PackedFinding:
    """What a coherence rule found."""

    rule: str
    severity: str
    title: str
    text: str
    url: str

    @property
    def severity_label(self) -> str:
        return Severity(self.severity).label


@dataclass(frozen=True)
class PackedReading:
    """How somebody opened the edition."""

    user_id: int | None
    name: str
    title: str
    ways: str
    first: str
    last: str


@dataclass(frozen=True)
class PackedOpinion:
    """What a member of the committee said of the edition."""

    name: str
    title: str
    opinion: str
    text: str
    at: str

    @property
    def opinion_label(self) -> str:
        return str(Opinion(self.opinion).label)


@dataclass(frozen=True)
class Pack:
    """What the committee decides from. `since` is the number of the edition that it looked at before."""

    organisation: str
    project: str
    edition: PackedEdition | None = None
    since: int | None = None
    changes: list[PackedChange] = field(default_factory=list)
    points: list[PackedPoint] = field(default_factory=list)
    points_total: int = 0
    findings: list[PackedFinding] = field(default_factory=list)
    findings_total: int = 0
    readings: list[PackedReading] = field(default_factory=list)
    opinions: list[PackedOpinion] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The pack that was kept."""
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        edition = known.pop("edition", None)
        for name, kind in _LISTS.items():
            known[name] = [kind(**one) for one in known.get(name, [])]
        return cls(**known, edition=PackedEdition(**edition) if edition else None)

    @property
    def points_by_kind(self) -> list[tuple[str, list[PackedPoint]]]:
        return [(kind, list(points)) for kind, points in groupby(self.points, attrgetter("kind"))]

    @property
    def points_left(self) -> int:
        return self.points_total - len(self.points)

    @property
    def findings_left(self) -> int:
        return self.findings_total - len(self.findings)


_LISTS: dict[str, type[Any]] = {
    "changes": PackedChange,
    "points": PackedPoint,
    "findings": PackedFinding,
    "readings": PackedReading,
    "opinions": PackedOpinion,
}


def pack_of(meeting: Meeting) -> Pack:
    """The pack as it was kept when the meeting was closed, or as it stands."""
    return Pack.from_json(meeting.pack) if meeting.is_closed else collect(meeting)


def collect(meeting: Meeting, *, present: Iterable[str] = ()) -> Pack:
    """Gather the pack of this meeting as it stands."""
    project, edition = meeting.project, meeting.edition
    before = previous_edition(meeting)
    points = open_points(project)
    found = diagnose(Gathering(project.pk))
    answers = answers_of(meeting)
    return Pack(
        organisation=project.organisation,
        project=project.name,
        edition=_edition(edition) if edition else None,
        since=before.number if before else None,
        changes=changes_between(before, edition) if before and edition else [],
        points=[
            PackedPoint(
                point.kind,
                point.text,
                point.url,
                point.who,
                point.due.isoformat() if point.due else "",
                point.is_late,
            )
            for point in points[:MOST]
        ],
        points_total=len(points),
        findings=[
            PackedFinding(one.rule.id, one.rule.severity, one.rule.title, one.finding.text, one.finding.url)
            for one in found[:MOST]
        ],
        findings_total=len(found),
        readings=_readings(edition) if edition else [],
        opinions=[
            PackedOpinion(one.name, one.title, one.opinion, one.text, one.decided_at.isoformat())
            for one in answers.opinions
        ],
        silent=[member.display_name for member in answers.silent],
        present=list(present),
    )


def latest_pdf(edition: Edition) -> Export | None:
    """The edition’s own PDF, without anybody’s name on it: the latest one composed."""
    done = edition.exports.filter(kind=ExportKind.SPECIFICATION, status=ExportStatus.DONE, options={})
    return done.first()


def changes_between(before: Edition, after: Edition) -> list[PackedChange]:
    """Sections added, changed, renumbered and removed between two editions, in the order of the later one.

    Two frozen editions always differ in the same way: what was compared once is kept.
    """
    if before.pk == after.pk:
        return []
    key = f"pack-changes:{before.pk}:{after.pk}:{program_digest()}"
    kept = recall(key)
    if kept is None:
        sections = compare_editions(before, after).sections
        kept = [asdict(_change(one)) for one in sections if one.diff or one.renumbered]
        keep(key, kept)
    return [PackedChange(**one) for one in kept]


def _change(one: ComparedSection) -> PackedChange:
    moved = f"était {one.renumbered}" if one.renumbered else ""
    if one.diff is None:
        return PackedChange(one.held.number, one.held.title, "Renumérotée", moved)
    counted = one.diff.tally.words if one.before and one.after else ""
    return PackedChange(one.held.number, one.held.title, one.label, ", ".join(filter(None, [counted, moved])))


def _edition(edition: Edition) -> PackedEdition:
    states = list(edition.entries.values_list("state", flat=True))
    pdf = latest_pdf(edition)
    return PackedEdition(
        number=edition.number,
        title=edition.title,
        status=edition.status,
        status_label=edition.get_status_display(),
        published=edition.created_at.isoformat(),
        author=edition.author_name,
        validated=states.count(State.VALIDATED),
        sections=len(states) - states.count(State.HEADING),
        pages=pdf.pages if pdf else 0,
        sha256=pdf.sha256 if pdf else "",
    )


def _readings(edition: Edition) -> list[PackedReading]:
    return [
        PackedReading(
            one.user_id,
            one.name,
            one.title,
            one.ways,
            one.first.isoformat(),
            one.last.isoformat(),
        )
        for one in readings_of(edition)
    ]
