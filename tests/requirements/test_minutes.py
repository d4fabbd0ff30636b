"""Minutes: what they say, that they print as an accessible PDF, through the one path of exports."""

import datetime
import io

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from charter.models import Membership, Project
from crmproject.toolkit.pdf.composing import compose
from requirements import claims
from requirements.actions.agreement import current, decide, submit_section
from requirements.actions.exports import request_minutes
from requirements.actions.workshops import conclude, mark_present, put_on_table
from requirements.building import build
from requirements.minutes import Column, Item, Minutes, Part, Table
from requirements.models import Export, Section, Workshop, WorkshopAction
from requirements.models.editions import ExportKind, ExportStatus
from requirements.models.validation import Verdict
from requirements.pdf.minutes import minutes_layout
from requirements.workshop_minutes import workshop_minutes
from tests.personas import ClientFor


@pytest.fixture
def workshop(project: Project, head: Membership, sponsor: Membership) -> Workshop:
    made = Workshop.objects.create(
        project=project,
        title="Relecture du contexte",
        held_on=timezone.localdate(),
        guests="Jeanne Martin, Paul Petit",
        notes="Tout a été dit.",
    )
    made.attendees.set([head, sponsor])
    mark_present(workshop=made, members=[head], here=True, by=project.manager)
    return made


def minutes(*parts: Part) -> Minutes:
    return Minutes(
        kind="Compte rendu d’atelier",
        title="Relecture",
        organisation="Entreprise de négoce",
        project="Mise en place du CRM",
        dated=datetime.date(2027, 3, 3),
        drawn_up=timezone.now(),
        author="Claire Chef",
        facts=[],
        parts=list(parts),
    )


def part(found: Minutes, title: str) -> Part:
    return next(one for one in found.parts if one.title == title)


def test_minutes_say_who_came_and_who_did_not(workshop: Workshop, section: Section) -> None:
    table = part(workshop_minutes(workshop), "Participants").table
    assert table is not None
    assert [(row[0], row[-1]) for row in table.rows] == [
        ("Persona Sponsor", "Absent"),
        ("Persona Responsable de service", "Présent"),
        ("Jeanne Martin", "Présent"),
        ("Paul Petit", "Présent"),
    ]


def test_minutes_say_what_was_decided_on_which_content_and_who_confirmed_it(
    workshop: Workshop, section: Section, head: Membership
) -> None:
    manager = workshop.project.manager
    read = current(section).fingerprint
    [entry] = put_on_table(workshop=workshop, sections=[section])
    conclude(
        entry=entry,
        read_version=1,
        verdict="agreed",
        decision="Retenu.",
        read=read,
        again=False,
        by=manager,
    )
    submit_section(section=section, validators=[head], read=read, note="", by=manager)
    decide(section=section, member=head, verdict=Verdict.APPROVED, reason="", read=read, workshop=workshop)
    [item] = part(workshop_minutes(workshop), "Sections examinées et décisions").items
    assert (item.number, item.mark, item.text) == ("1", "Accord de principe", "Retenu.")
    assert f"{read[:4]} {read[4:8]} {read[8:12]}" in item.notes[0]
    assert item.notes[1].startswith("Approuvée par Persona Responsable de service")
    section.refresh_from_db()
    section.write(read_version=section.version, text="<p>Autre.</p>")
    [item] = part(workshop_minutes(workshop), "Sections examinées et décisions").items
    assert "modifiée depuis" in item.notes[0]


def test_minutes_without_anything_say_so(project: Project, section: Section) -> None:
    empty = Workshop.objects.create(project=project, title="Vide", held_on=timezone.localdate())
    found = workshop_minutes(empty)
    assert [one.title for one in found.parts] == [
        "Participants",
        "Sections examinées et décisions",
        "Actions",
    ]
    assert all(one.is_empty and one.empty for one in found.parts)


def test_the_fingerprint_of_minutes_doesnt_depend_on_when_they_were_drawn_up() -> None:
    first, second = minutes(Part("Notes", text="Dit.")), minutes(Part("Notes", text="Dit."))
    assert first.fingerprint == second.fingerprint
    assert minutes(Part("Notes", text="Autre.")).fingerprint != first.fingerprint


def test_the_pdf_of_minutes_is_accessible_and_holds_long_tables() -> None:
    rows = [[str(number), "Relire " * 30 + "x" * 200, "1er mars 2027"] for number in range(60)]
    table = Table([Column("N°", "number"), Column("Action"), Column("Échéance", "date")], rows)
    told = minutes(
        Part("Actions", table=table),
        Part("Sections", items=[Item("Contexte", "1", "Retenu", "ok", "<b>Mots</b>", ["Note"], "/x/")]),
        Part("Vide"),
    )
    pdf = compose(minutes_layout(told))
    with pikepdf.open(io.BytesIO(pdf.content)) as file:
        assert len(file.pages) == pdf.pages > 3
        assert str(file.Root.Lang) == "fr"
        assert file.Root.MarkInfo.Marked
        assert str(file.docinfo.Title) == "Compte rendu d’atelier – Relecture"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


@pytest.mark.django_db(transaction=True)
def test_minutes_are_built_like_any_export(
    workshop: Workshop, section: Section, head: Membership, client_for: ClientFor
) -> None:
    WorkshopAction.objects.create(
        workshop=workshop, text="Relire", owner=head, due=timezone.localdate() + datetime.timedelta(days=3)
    )
    manager = workshop.project.manager
    asked = request_minutes(specification=section.specification, workshop=workshop, by=manager)
    again = request_minutes(specification=section.specification, workshop=workshop, by=manager)
    assert asked == again
    claim = claims.take(asked.pk)
    assert claim is not None
    build(claim)
    done = Export.objects.get(pk=asked.pk)
    assert (done.kind, done.status, done.error) == (ExportKind.WORKSHOP, ExportStatus.DONE, "")
    with default_storage.open(str(done.file.name)) as file:
        assert file.read(5) == b"%PDF-"
    page = client_for("reader").get(f"{workshop.get_absolute_url()}compte-rendu").content.decode()
    assert f"/exports/{done.pk}/fichier/" in page
    editions = client_for("manager").get(f"/projets/{workshop.project.slug}/editions/").content.decode()
    assert str(done.pk) not in editions


def test_a_page_of_minutes_never_runs_what_was_typed(
    workshop: Workshop, section: Section, personas: dict[str, User], client_for: ClientFor
) -> None:
    workshop.write(read_version=workshop.version, notes="<script>alert(1)</script>")
    page = client_for("reader").get(f"{workshop.get_absolute_url()}compte-rendu").content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)" in page
