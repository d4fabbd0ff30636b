"""How the permissions test visits each address of a project: one entry per URL name.

An address without an entry fails the test. A function makes what the address needs in `project` (which has one member
per role and all that a new project starts with) and says how to visit it.
"""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from charter.models import Membership, Project, Role
from planning.models import Gate, GateCondition, GateDecision
from requirements.actions.sharing import make_link
from requirements.models import (
    Edition,
    Export,
    Meeting,
    Requirement,
    Revision,
    Section,
    Specification,
)
from requirements.models.editions import EditionStatus, ExportStatus
from tests import addresses_agenda as agenda
from tests import addresses_agreement as agreement
from tests import addresses_budget as budget
from tests import addresses_comments as comments
from tests import addresses_dates as dates
from tests import addresses_exchange as exchange
from tests import addresses_execution as execution
from tests import addresses_framing as framing
from tests import addresses_gantt as gantt
from tests import addresses_listening as listening
from tests import addresses_proposal as proposal
from tests import addresses_review as review
from tests import addresses_risks as risks
from tests import addresses_signing as signing
from tests import addresses_team as team
from tests import addresses_usage as usage
from tests import addresses_workshops as workshops
from tests.factories import MembershipFactory, RequirementFactory, ScopeItemFactory
from tests.visits import Provider, Visit

MEMBERS = frozenset({"manager", "sponsor", "head", "steering", "contributor", "reader"})
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def plain(method: str = "GET", **data: Any) -> Provider:
    """An address that takes nothing but the project."""
    return lambda _project: Visit(method=method, data=data)


def in_list(name: str, method: str = "GET") -> Provider:
    """An address of a charter list, with or without a row."""

    def visit(project: Project) -> Visit:
        kwargs: dict[str, Any] = {"register": "perimetre"}
        if name != "list":
            item = ScopeItemFactory(project=project)
            if name == "deleted":
                item.put_aside(read_version=item.version)
            kwargs["pk"] = item.pk
        return Visit(
            kwargs, method, only=None if name == "list" and method == "GET" else frozenset({"manager"})
        )

    return visit


def on_member(method: str = "GET") -> Provider:
    def visit(project: Project) -> Visit:
        return Visit({"pk": Membership.objects.with_role(Role.READER).get(project=project).pk}, method)

    return visit


def on_section(method: str = "GET", **kwargs: Any) -> Provider:
    return lambda project: Visit({"pk": _section(project).pk, **kwargs}, method)


def on_requirement(method: str = "GET", *, deleted: bool = False, only: set[str] | None = None) -> Provider:
    def visit(project: Project) -> Visit:
        requirement: Requirement = RequirementFactory(
            department=project.department_rows.get(code="COM"), author=project.manager
        )
        if deleted:
            requirement.put_aside(read_version=requirement.version)
        return Visit({"ref": requirement.ref}, method, only=frozenset(only) if only else None)

    return visit


def on_edition(method: str = "GET", **data: Any) -> Provider:
    return lambda project: Visit({"ref": _edition(project).ref}, method, data)


def on_meeting(method: str = "GET", *, aside: bool = False, **data: Any) -> Provider:
    """An address of a meeting on an edition, held today."""

    def visit(project: Project) -> Visit:
        meeting, _ = Meeting.objects.get_or_create(
            project=project,
            number=1,
            defaults={"title": "Avis", "held_on": timezone.localdate(), "edition": _edition(project)},
        )
        if aside:
            meeting.put_aside(read_version=meeting.version)
        return Visit({"number": 1}, method, {"version": meeting.version, **data})

    return visit


def on_export(method: str = "GET") -> Provider:
    return lambda project: Visit({"pk": _export(project).pk}, method)


def on_link(method: str = "GET", **data: Any) -> Provider:
    def visit(project: Project) -> Visit:
        edition = _edition(project)
        link, _ = make_link(
            edition=edition,
            recipient="Paul Durand",
            organisation="Intégrateur",
            email="",
            expires_on=timezone.localdate(),
            password="",
            by=project.manager,
        )
        return Visit({"pk": link.pk}, method, data)

    return visit


def _section(project: Project) -> Section:
    found: Section | None = (
        Section.objects.live().filter(specification__project=project, key="context").first()
    )
    assert found is not None
    return found


def _edition(project: Project) -> Edition:
    made, _ = Edition.objects.get_or_create(
        specification=Specification.objects.of(project),
        number=1,
        defaults={
            "title": "Cahier des charges",
            "status": EditionStatus.DRAFT,
            "author": project.manager,
            "author_name": "Claire Chef",
        },
    )
    return made


def _export(project: Project) -> Export:
    name = default_storage.save("exports/essai.pdf", ContentFile(b"%PDF-1.7"))
    return Export.objects.create(
        specification=Specification.objects.of(project),
        requested_by=project.manager,
        status=ExportStatus.DONE,
        file=name,
    )


def _logo(project: Project) -> Visit:
    Project.objects.filter(pk=project.pk).update(
        logo=default_storage.save("logos/essai.png", ContentFile(PIXEL))
    )
    return Visit()


def _deleted_member(project: Project) -> Visit:
    member: Membership = MembershipFactory(project=project)
    member.put_aside(read_version=member.version)
    return Visit({"pk": member.pk}, "POST")


def _revision(project: Project) -> Visit:
    section = _section(project)
    made = Revision.objects.create(section=section, fingerprint="a" * 64, content=section.content())
    return Visit({"pk": section.pk, "fingerprint": made.fingerprint})


def _retired_section(project: Project) -> Visit:
    section = _section(project)
    section.put_aside(read_version=section.version)
    return Visit({"pk": section.pk}, "POST")


def _section_text_event(project: Project) -> Visit:
    section = _section(project)
    section.write(read_version=section.version, text="<p>Autre texte.</p>")
    event: Any = section.events.order_by("pgh_id").first()  # type: ignore[attr-defined]  # pghistory adds it
    return Visit({"pk": section.pk, "event": event.pk}, "POST", {"version": section.version})


def on_gate(method: str = "GET", **data: Any) -> Provider:
    """A gate whose key no other project has."""
    return lambda project: Visit({"key": _gate(project).key}, method, data)


def on_gate_condition(*, lifted: bool = False) -> Provider:
    """A condition that the head of a department has to lift."""

    def visit(project: Project) -> Visit:
        gate = _gate(project)
        decision = GateDecision.objects.create(
            gate=gate, outcome="conditional", text="Sous réserve.", decided_by=project.manager, name="C"
        )
        condition = GateCondition.objects.create(
            decision=decision,
            text="Obtenir le devis de reprise",
            owner=agreement.one_with(project, Role.HEAD),
            due=timezone.localdate(),
            lifted_at=timezone.now() if lifted else None,
        )
        data = {"version": condition.version, "note": "Devis reçu."}
        return Visit({"key": gate.key, "pk": condition.pk}, "POST", data, frozenset({"manager", "head"}))

    return visit


def _gate(project: Project) -> Gate:
    wants = {"needs_sections": True, "needs_checks": True, "needs_decision": True}
    gate, _ = Gate.objects.get_or_create(
        project=project, key=f"P{project.pk}", defaults={"title": "Passage en recette", **wants}
    )
    return gate


def _activity(project: Project) -> Visit:
    from tests.raci.factories import ActivityFactory

    activity: Any = ActivityFactory(project=project)
    return Visit({"activity_pk": activity.pk})


ADDRESSES: dict[str, Provider] = {
    "project_home": plain(),
    "project_begin": plain(),
    "project_settings": plain(),
    "project_delete": plain(),
    "project_logo": _logo,
    "members": plain(),
    "member_invite": plain(),
    "manager_hand_over": plain(),
    "member_edit": on_member(),
    "member_reinvite": on_member("POST"),
    "member_remove": on_member(),
    "member_restore": _deleted_member,
    "charter": plain(),
    "note_start": plain("POST"),
    "document_submit": plain(),
    "document_sign": plain(),
    "register": in_list("list"),
    "register_add": lambda project: Visit({"register": "perimetre"}, only=frozenset({"manager"})),
    "register_place": in_list("list", "POST"),
    "register_edit": in_list("row"),
    "register_delete": in_list("row"),
    "register_restore": in_list("deleted", "POST"),
    "specification": plain(),
    "section_add": plain(),
    "section_place": plain("POST"),
    "section": on_section(),
    "section_text": on_section("POST"),
    "section_preview": on_section("POST"),
    "section_edit": on_section(),
    "section_move": on_section("POST"),
    "section_retire": on_section("POST"),
    "section_restore": _retired_section,
    "section_text_restore": _section_text_event,
    "section_submit": on_section(),
    "section_decide": signing.asked("POST"),
    "section_sign": signing.asked("GET"),
    "approval_withdraw": signing.approved(only={"head"}),
    "section_proof": signing.approved(),
    "revision": _revision,
    "validators": plain(),
    "delegation_add": plain("POST"),
    "delegation_revoke": agreement.revoked_delegation,
    "validator_replace": agreement.replaced_validator,
    "objection_delay": plain("POST"),
    "section_minor": on_section(),
    "minor_change": agreement.minor_change,
    **agenda.ADDRESSES,
    **comments.ADDRESSES,
    **dates.ADDRESSES,
    **workshops.ADDRESSES,
    **exchange.ADDRESSES,
    **execution.ADDRESSES,
    **proposal.ADDRESSES,
    **review.ADDRESSES,
    **listening.ADDRESSES,
    **risks.ADDRESSES,
    **framing.ADDRESSES,
    **gantt.ADDRESSES,
    **team.ADDRESSES,
    **usage.ADDRESSES,
    **budget.ADDRESSES,
    "requirements": plain(),
    "requirement_add": plain(),
    "requirement_bin": plain(),
    "requirement_place": lambda project: Visit(
        {"department": project.department_rows.get(code="COM").pk}, "POST"
    ),
    "requirement": on_requirement(),
    "requirement_edit": on_requirement(only={"manager"}),
    "requirement_delete": on_requirement("POST", only={"manager"}),
    "requirement_restore": on_requirement("POST", deleted=True, only={"manager"}),
    "requirement_accept": on_requirement("POST"),
    "requirement_reject": on_requirement("POST"),
    "requirement_move": on_requirement("POST"),
    "editions": plain(),
    "edition_new": plain(),
    "edition": on_edition(),
    "edition_reading": on_edition(),
    "edition_opened": on_edition("POST", way="page"),
    "decide": on_edition("POST"),
    "meetings": plain(),
    "meeting_add": plain(),
    "meeting": on_meeting(),
    "meeting_edit": on_meeting(),
    "meeting_convene": on_meeting("POST"),
    "meeting_decide": on_meeting("POST"),
    "meeting_close": on_meeting(),
    "meeting_minutes_export": on_meeting("POST"),
    "meeting_cancel": on_meeting("POST"),
    "meeting_restore": on_meeting("POST", aside=True),
    "section_compare": on_section(),
    "edition_compare": plain(),
    "export_edition": on_edition(),
    "export_draft": plain(),
    "request_document": lambda _project: Visit({"name": "note-de-cadrage"}, "POST"),
    "share_links": on_edition(),
    "share_link": on_link(),
    "share_extend": on_link("POST"),
    "share_revoke": on_link("POST"),
    "export": on_export(),
    "export_progress": on_export(),
    "export_retry": on_export("POST"),
    "export_file": on_export(),
    "coherence": plain(),
    "planning": plain(),
    "launch_gate_add": plain("POST"),
    "gate": on_gate(),
    "gate_decide": on_gate("POST", outcome="postponed", text="Le budget n’est pas voté."),
    "gate_condition_lift": on_gate_condition(),
    "gate_condition_reopen": on_gate_condition(lifted=True),
    "raci_matrix": plain(),
    "raci_take_tasks": plain("POST"),
    "raci_activity": _activity,
    "raci_cells": plain("POST"),
    "raci_columns": plain(),
    "selection": plain(),
}
