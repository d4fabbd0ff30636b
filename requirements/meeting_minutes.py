"""What the minutes of a closed meeting of the committee say: its pack as it was kept, never the live rows."""

from django.utils import timezone

from crmproject.toolkit.templatetags.french import long_date, long_datetime
from requirements.committee import in_words
from requirements.minutes import Column, Fact, Item, Minutes, Part, Table
from requirements.models import Meeting
from requirements.models.editions import Opinion
from requirements.packs import Pack, pack_of

KIND = "Compte rendu du comité de pilotage"
TONES = {Opinion.FAVOURABLE.value: "ok", Opinion.RESERVED.value: "warn", Opinion.UNFAVOURABLE.value: "danger"}


def meeting_minutes(meeting: Meeting) -> Minutes:
    """The minutes of this meeting: the same every time once it is closed; before, the pack as it stands."""
    pack = pack_of(meeting)
    parts = [
        _decision(meeting),
        Part("Ordre du jour", text=meeting.agenda),
        _opinions(pack),
        _changes(pack),
        _points(pack),
        _findings(pack),
    ]
    return Minutes(
        kind=KIND,
        title=f"{meeting} – {meeting.title}",
        organisation=pack.organisation,
        project=pack.project,
        dated=meeting.held_on,
        drawn_up=meeting.closed_at or timezone.now(),
        author=meeting.closed_by,
        facts=_facts(meeting, pack),
        parts=[part for part in parts if part.empty or not part.is_empty],
        state="" if meeting.is_closed else "Réunion non close",
    )


def _facts(meeting: Meeting, pack: Pack) -> list[Fact]:
    facts = [
        Fact("Date", in_words(meeting)),
        Fact("Lieu", meeting.place),
        Fact("Visioconférence", meeting.link),
        Fact("Présents", ", ".join(pack.present)),
    ]
    if pack.edition:
        seen = pack.edition
        facts += [
            Fact("Édition examinée", f"Édition {seen.number}, {seen.title}"),
            Fact(
                "Statut de l’édition",
                f"{seen.status_label}, {seen.validated} sections validées sur {seen.sections}, "
                f"publiée le {long_date(seen.published)} par {seen.author}",
            ),
            Fact("PDF examiné", f"{seen.pages} pages, SHA-256 {seen.sha256}" if seen.sha256 else ""),
        ]
    return [fact for fact in facts if fact.text]


def _decision(meeting: Meeting) -> Part:
    if not meeting.opinion:
        return Part("Décision du comité", empty="Le comité n’a pas encore décidé.")
    item = Item(
        title=f"Avis du comité sur l’édition {meeting.edition.number}"
        if meeting.edition
        else "Avis du comité",
        mark=meeting.get_opinion_display(),
        tone=TONES[meeting.opinion],
        text=meeting.outcome,
    )
    return Part("Décision du comité", items=[item])


def _opinions(pack: Pack) -> Part:
    columns = [
        Column("Membre", "person"),
        Column("Avis", "short"),
        Column("Motif"),
        Column("Donné le", "date"),
    ]
    rows = [
        [
            one.name if one.title in {"", one.name} else f"{one.name} ({one.title})",
            one.opinion_label,
            one.text or "–",
            long_datetime(one.at),
        ]
        for one in pack.opinions
    ]
    rows += [[name, "Sans avis", "–", "–"] for name in pack.silent]
    return Part(
        "Avis des membres", table=Table(columns, rows), empty="Personne ne siège au comité de pilotage."
    )


def _changes(pack: Pack) -> Part:
    columns = [
        Column("N°", "number"),
        Column("Section"),
        Column("Changement", "person"),
        Column("Détail", "person"),
    ]
    rows = [[one.number, one.title, one.what, one.detail or "–"] for one in pack.changes]
    title = f"Changements depuis l’édition {pack.since}" if pack.since else "Changements"
    empty = (
        "Rien n’a changé depuis l’édition que le comité avait déjà examinée."
        if pack.since
        else "Aucune réunion close n’a précédé celle-ci."
    )
    return Part(title, table=Table(columns, rows), empty=empty)


def _points(pack: Pack) -> Part:
    columns = [
        Column("Nature", "person"),
        Column("Point ouvert"),
        Column("Qui", "person"),
        Column("Échéance", "date"),
    ]
    rows = [[one.kind, one.text, one.who or "–", long_date(one.due) or "–"] for one in pack.points]
    left = f"Et {pack.points_left} autres." if pack.points_left else ""
    return Part("Points ouverts", lead=left, table=Table(columns, rows), empty="Aucun point ouvert.")


def _findings(pack: Pack) -> Part:
    columns = [Column("Gravité", "short"), Column("Constat"), Column("Règle", "person")]
    rows = [[one.severity_label, f"{one.text} [{one.rule}]", one.title] for one in pack.findings]
    left = f"Et {pack.findings_left} autres." if pack.findings_left else ""
    return Part("Contrôle de cohérence", lead=left, table=Table(columns, rows), empty="Aucun constat.")
