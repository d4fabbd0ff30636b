"""The contacts of first-level support on paper, to pin up."""

from charter.blocks.change import load_supports
from charter.documents import heading_of, today
from crmproject.toolkit.blocks import Gathering, Json
from crmproject.toolkit.documents import document
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.plain import Chapter, plain_layout
from crmproject.toolkit.templatetags.french import long_date
from planning.execution.support import SupportRoom, support_of

CONTACTS, ACTIONS = "planning/execution/document_contacts.html", "planning/execution/document_support.html"
LEAD = "À qui poser une question sur le CRM, service par service."
# Requirements’ worth of a table, before its rows.
BASE, ROW = 1.0, 0.2


@document("support-premier-niveau", "Contacts du support", icon="person-vcard", page="support_contacts")
def support_document(gathering: Gathering) -> Layout:
    """Who answers first in each department, and what accompanies users."""
    room = support_of(gathering)
    contacts = _contacts(room)
    actions: list[Json] = [
        {
            "kind": one.get_kind_display(),
            "title": one.title,
            "people": one.people,
            "when": " – ".join(long_date(day) for day in (one.starts_on, one.ends_on) if day),
        }
        for one in gathering.once(load_supports)
    ]
    chapters = [
        Chapter("Référents", (_chunk("contacts", CONTACTS, contacts),) if contacts else (), "Aucun service."),
        Chapter(
            "Accompagnement",
            (_chunk("accompagnement", ACTIONS, actions),) if actions else (),
            "Aucun accompagnement n’est prévu au plan de changement.",
        ),
    ]
    return plain_layout(heading_of(gathering, "Support de premier niveau", LEAD), chapters, day=today())


def _contacts(room: SupportRoom) -> list[Json]:
    """A row for each referent; a department without one is said, with the manager’s address."""
    rows: list[Json] = []
    for department, people in room.departments:
        rows += [_row(department.name, str(one.user), one.shown_title, one.user.email) for one in people]
        if not people:
            manager = room.manager
            rows.append(
                _row(
                    department.name,
                    "Sans référent",
                    f"écrire à {manager.display_name}" if manager else "",
                    manager.user.email if manager else "",
                )
            )
    rows += [_row("Tous les services", str(one.user), one.shown_title, one.user.email) for one in room.apart]
    return rows


def _row(department: str, name: str, title: str, email: str) -> Json:
    return {"department": department, "name": name, "title": title, "email": email}


def _chunk(name: str, template: str, rows: list[Json]) -> Chunk:
    return Chunk(name=name, template=template, data={"rows": rows}, size=BASE + ROW * len(rows))
