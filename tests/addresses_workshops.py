"""How the permissions test visits the addresses of workshops."""

import datetime
from typing import Any

from django.utils import timezone

from charter.models import Membership, Project, Role
from crmproject.toolkit.fingerprints import fingerprint
from requirements.models import Section, Workshop, WorkshopAction, WorkshopSection
from requirements.revisions import keep_revision
from tests.visits import Provider, Visit


def make_workshop(project: Project, *, title: str = "Relecture du parcours client") -> Workshop:
    """A workshop of today with all members, all sections, one of which it agreed on, and an action for each member."""
    workshop = Workshop.objects.create(
        project=project,
        title=title,
        held_on=timezone.localdate(),
        starts_at=datetime.time(14),
        ends_at=datetime.time(16, 30),
        place="Salle Jura",
        link="https://visio.exemple.fr/atelier",
        agenda="Relire le parcours.",
        guests="Jeanne Martin (intégrateur)",
    )
    people = list(Membership.objects.live().filter(project=project))
    workshop.attendees.set(people)
    workshop.present.set(people[:3])
    sections = list(Section.objects.live().filter(specification__project=project))
    journey = next(section for section in sections if section.key == "journey")
    content = journey.content()
    revision = keep_revision(
        section=journey, content=dict(content), fingerprint=fingerprint(content), by=project.manager
    )
    WorkshopSection.objects.create(
        workshop=workshop,
        section=journey,
        verdict="agreed",
        decision="Retenu tel quel.",
        fingerprint=revision.fingerprint,
    )
    for section in sections:
        if section != journey:
            WorkshopSection.objects.create(workshop=workshop, section=section)
    yesterday = workshop.held_on - datetime.timedelta(days=1)
    for member in people:
        WorkshopAction.objects.create(
            workshop=workshop, text="Envoyer le fichier des clients", owner=member, due=yesterday
        )
    return workshop


def on_workshop(method: str = "GET", *, aside: bool = False, **data: Any) -> Provider:
    def visit(project: Project) -> Visit:
        workshop = make_workshop(project)
        if aside:
            workshop.put_aside(read_version=1)
        return Visit({"pk": workshop.pk}, method, {"version": workshop.version, **data})

    return visit


def on_entry() -> Provider:
    """The section on which nothing is concluded yet."""

    def visit(project: Project) -> Visit:
        workshop = make_workshop(project)
        entry = WorkshopSection.objects.filter(workshop=workshop, fingerprint="").first()
        assert entry is not None
        data = {"version": 1, "verdict": "agreed", "decision": "Retenu.", "read": "a" * 64}
        return Visit({"pk": workshop.pk, "entry": entry.pk}, "POST", data)

    return visit


def on_action(method: str = "POST", *, aside: bool = False, only: set[str] | None = None) -> Provider:
    def visit(project: Project) -> Visit:
        workshop = make_workshop(project)
        mine = WorkshopAction.objects.filter(workshop=workshop, owner__roles__contains=[Role.HEAD])
        action: WorkshopAction = mine.order_by("pk")[0]
        if aside:
            action.put_aside(read_version=1)
        kwargs = {"pk": workshop.pk, "action": action.pk}
        return Visit(kwargs, method, {"version": action.version}, frozenset(only) if only else None)

    return visit


def listed(project: Project) -> Visit:
    """The list, with a workshop in it and one put aside."""
    make_workshop(project)
    make_workshop(project, title="Atelier retiré").put_aside(read_version=1)
    return Visit()


ADDRESSES: dict[str, Provider] = {
    "workshops": listed,
    "workshop_add": lambda _project: Visit(),
    "workshop": on_workshop(),
    "workshop_edit": on_workshop(),
    "workshop_delete": on_workshop("POST"),
    "workshop_restore": on_workshop("POST", aside=True),
    "workshop_calendar": on_workshop(),
    "workshop_presence": on_workshop("POST", present="1"),
    "workshop_notes": on_workshop("POST", notes="Tout est dit."),
    "workshop_put": on_workshop("POST"),
    "workshop_conclude": on_entry(),
    "workshop_take_off": on_entry(),
    "workshop_action_add": on_workshop("POST", text="Relire"),
    "workshop_action": on_action("GET"),
    "workshop_action_done": on_action(only={"manager", "head"}),
    "workshop_action_delete": on_action(),
    "workshop_action_restore": on_action(aside=True),
    "workshop_minutes": on_workshop(),
    "workshop_minutes_send": on_workshop("POST"),
    "workshop_export": on_workshop("POST"),
}
