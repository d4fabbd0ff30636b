"""What the minutes of a workshop say, read once."""

from django.urls import reverse
from django.utils import timezone

from crmproject.toolkit.fingerprints import short
from crmproject.toolkit.templatetags.french import long_date
from requirements.minutes import Column, Fact, Item, Minutes, Part, Table
from requirements.models import Approval, Specification, Workshop, WorkshopAction, WorkshopVerdict
from requirements.outline import outline
from requirements.workshops import OnTable, actions_of, attendance_of, hours_of, on_table

KIND = "Compte rendu d’atelier"
NO_APPROVAL = (
    "Un accord de principe n’est pas une approbation\u00a0: chaque validateur approuve lui-même la section, sur le "
    "contenu dont l’empreinte est donnée."
)
TONES = {WorkshopVerdict.AGREED: "ok", WorkshopVerdict.CHANGES: "warn", WorkshopVerdict.SEEN: ""}


def workshop_minutes(workshop: Workshop) -> Minutes:
    """The minutes of this workshop as they stand now."""
    project = workshop.project
    now = outline(Specification.objects.specifications().select_related("project").get(project=project))
    parts = [
        _attendance(workshop),
        Part("Ordre du jour", text=workshop.agenda),
        _sections(workshop, on_table(workshop, now)),
        _actions(actions_of(workshop)),
        Part("Notes", text=workshop.notes),
    ]
    return Minutes(
        kind=KIND,
        title=workshop.title,
        organisation=project.organisation,
        project=project.name,
        dated=workshop.held_on,
        drawn_up=timezone.now(),
        author=str(project.manager),
        facts=_facts(workshop),
        # What was not written takes no room, but sections and actions say that there are none.
        parts=[part for part in parts if part.empty or not part.is_empty],
    )


def _facts(workshop: Workshop) -> list[Fact]:
    date = long_date(workshop.held_on)
    hours = hours_of(workshop)
    facts = [
        Fact("Date", f"{date}, {hours}" if hours else date),
        Fact("Lieu", workshop.place),
        Fact("Visioconférence", workshop.link),
        Fact("Chef de projet", str(workshop.project.manager)),
    ]
    return [fact for fact in facts if fact.text]


def _attendance(workshop: Workshop) -> Part:
    people = attendance_of(workshop)
    noted = any(one.present for one in people)
    rows = []
    for one in people:
        came = "Présent" if one.present else "Absent" if noted else "Convié"
        department = str(one.member.department or "")
        rows.append([str(one.member.user), one.member.shown_title or "–", department or "–", came])
    guests = [name.strip() for name in workshop.guests.split(",") if name.strip()]
    rows += [
        [name, "Personne extérieure au projet", "–", "Présent" if noted else "Convié"] for name in guests
    ]
    columns = [
        Column("Nom", "person"),
        Column("Fonction"),
        Column("Service", "person"),
        Column("Présence", "short"),
    ]
    return Part("Participants", table=Table(columns, rows), empty="Les participants n’ont pas été notés.")


def _sections(workshop: Workshop, shown: list[OnTable]) -> Part:
    confirmed: dict[tuple[int, str], list[Approval]] = {}
    approvals = Approval.objects.filter(workshop=workshop, verdict="approved", withdrawn_at=None)
    for one in approvals.select_related("submission").order_by("decided_at", "pk"):
        confirmed.setdefault((one.submission.section_id, one.fingerprint), []).append(one)
    items = [_item(workshop, one, confirmed) for one in shown]
    agreed = any(one.entry.verdict == WorkshopVerdict.AGREED and one.entry.is_concluded for one in shown)
    return Part(
        "Sections examinées et décisions",
        lead=NO_APPROVAL if agreed else "",
        items=items,
        empty="Aucune section n’a été examinée.",
    )


def _item(workshop: Workshop, shown: OnTable, confirmed: dict[tuple[int, str], list[Approval]]) -> Item:
    entry, notes, url = shown.entry, [], ""
    if entry.is_concluded:
        changed = (
            "" if shown.node is None or not shown.has_changed else "\u00a0; la section a été modifiée depuis"
        )
        notes.append(f"Contenu examiné\u00a0: empreinte {short(entry.fingerprint)}{changed}.")
        slug = workshop.project.slug
        url = reverse("revision", args=[slug, entry.section_id, entry.fingerprint]) if shown.node else ""
    if shown.node is None:
        notes.append("Cette section a quitté le plan du cahier des charges.")
    notes += [
        f"Approuvée par {one.signatory}, le {long_date(one.decided_at)}."
        for one in confirmed.get((entry.section_id, entry.fingerprint), [])
    ]
    return Item(
        title=shown.section.title,
        number=shown.number,
        mark=entry.get_verdict_display() if entry.is_concluded else "Pas encore examinée",
        tone=TONES[WorkshopVerdict(entry.verdict)] if entry.is_concluded else "",
        text=entry.decision,
        notes=notes,
        url=url,
    )


def _actions(actions: list[WorkshopAction]) -> Part:
    columns = [
        Column("N°", "number"),
        Column("Action"),
        Column("Responsable", "person"),
        Column("Échéance", "date"),
        Column("État", "short"),
    ]
    rows = [
        [str(number), action.text, action.owner.display_name, long_date(action.due), _state(action)]
        for number, action in enumerate(actions, start=1)
    ]
    return Part("Actions", table=Table(columns, rows), empty="Aucune action n’a été décidée.")


def _state(action: WorkshopAction) -> str:
    if action.done_at:
        return f"Faite le {long_date(action.done_at)}"
    return "En retard" if action.is_late else "À faire"
