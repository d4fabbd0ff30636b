"""Editions: what is frozen stays, and the committee decides on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from charter.access import access_of
from charter.models import Membership, Project
from requirements.actions.agreement import current, decide, submit_section
from requirements.actions.editions import EmptySpecificationError, freeze_edition, record_decision
from requirements.home.sections import editions_that_await
from requirements.models import Edition, Section, Specification
from requirements.models.validation import Verdict
from requirements.pdf.document import document_of
from tests.factories import SectionFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def specification(project: Project) -> Specification:
    """A specification of two sections, the second under the first."""
    made, _ = Specification.objects.specifications().get_or_create(project=project)
    made.sections.all().delete()
    parent = SectionFactory(specification=made, title="Contexte", text="<p>Le contexte d’aujourd’hui.</p>")
    SectionFactory(specification=made, parent=parent, title="Commercial", text="<p>Les ventes.</p>")
    return made


def approve(section: Section, head: User) -> None:
    member = Membership.objects.get(user=head, project=section.specification.project)
    read = current(section).fingerprint
    manager = section.specification.project.manager
    submit_section(section=section, validators=[member], read=read, note="", by=manager)
    decide(section=section, member=member, verdict=Verdict.APPROVED, reason="", read=read)


def freeze(specification: Specification) -> Edition:
    manager = specification.project.manager
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=manager)


def test_an_edition_is_validated_only_when_all_its_sections_are(
    specification: Specification, personas: dict[str, User]
) -> None:
    first, second = Section.objects.filter(specification=specification).order_by("pk")
    approve(first, personas["head"])
    assert not freeze(specification).is_validated
    approve(second, personas["head"])
    assert freeze(specification).is_validated


def test_editions_are_numbered_without_a_gap(specification: Specification) -> None:
    assert [freeze(specification).number for _ in range(3)] == [1, 2, 3]


def test_an_edition_keeps_the_content_and_approvals_of_its_time(
    specification: Specification, personas: dict[str, User]
) -> None:
    first = Section.objects.filter(specification=specification).order_by("pk")[0]
    approve(first, personas["head"])
    edition = freeze(specification)
    Section.objects.filter(pk=first.pk).update(text="<p>Tout autre chose.</p>", title="Autre titre")
    Project.objects.filter(pk=specification.project_id).update(organisation="Autre organisation")
    document = document_of(Edition.objects.get(pk=edition.pk))
    assert document.sections[0].title == "Contexte"
    assert "aujourd’hui" in document.sections[0].content["text"]
    assert [approval.name for approval in document.sections[0].approvals] == [personas["head"].name]
    assert document.sections[0].approvals[0].fingerprint == document.sections[0].fingerprint
    assert document.front.organisation == "Entreprise de négoce"
    assert [section.number for section in document.sections] == ["1", "1.1"]


def test_an_unchanged_section_shares_its_revision_between_editions(specification: Specification) -> None:
    one, two = freeze(specification), freeze(specification)
    assert list(one.entries.values_list("revision")) == list(two.entries.values_list("revision"))


def test_an_empty_specification_has_no_edition(specification: Specification, client_for: ClientFor) -> None:
    Section.objects.filter(specification=specification).update(text="")
    with pytest.raises(EmptySpecificationError):
        freeze(specification)
    answer = client_for("manager").post("/projets/negoce/editions/nouvelle/", {"title": "Une édition"})
    assert answer.status_code == 422
    assert "est vide" in answer.content.decode()
    assert not Edition.objects.exists()


def test_the_manager_publishes_and_a_pdf_is_asked_for(
    specification: Specification, client_for: ClientFor
) -> None:
    manager = client_for("manager")
    page = manager.get("/projets/negoce/editions/nouvelle/")
    assert "Cette édition sera un «\u00a0projet\u00a0»" in page.content.decode()
    answer = manager.post("/projets/negoce/editions/nouvelle/", {"title": "Pour le comité", "note": "Début"})
    edition = Edition.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == edition.get_absolute_url()
    assert edition.exports.get().requested_by == specification.project.manager


def test_a_reserve_without_words_is_refused_and_its_text_kept(
    specification: Specification, client_for: ClientFor
) -> None:
    freeze(specification)
    member = client_for("steering")
    answer = member.post("/projets/negoce/editions/1/decision/", {"opinion": "reserved", "text": " "})
    assert answer.status_code == 422
    assert "Une réserve ou un avis défavorable s’explique." in answer.content.decode()


def test_a_later_decision_replaces_an_earlier_one_and_both_are_shown(
    specification: Specification, client_for: ClientFor
) -> None:
    freeze(specification)
    member = client_for("steering")
    url = "/projets/negoce/editions/1/decision/"
    member.post(url, {"opinion": "unfavourable", "text": "Le budget manque."})
    assert member.post(url, {"opinion": "favourable", "text": ""}).status_code == 302
    page = member.get("/projets/negoce/editions/1/").content.decode()
    assert "Le budget manque." in page
    assert page.count("remplacée par une décision plus récente") == 1


def test_an_edition_awaits_each_member_of_the_committee_until_they_decide(
    specification: Specification, personas: dict[str, User]
) -> None:
    edition = freeze(specification)
    project, person = specification.project, personas["steering"]

    def awaited() -> list[str]:
        access = access_of(person, project)
        assert access is not None
        return [item.text for item in editions_that_await(project, access)]

    assert awaited() == ["Édition 1 à examiner\u00a0: Pour le comité"]
    member = Membership.objects.get(user=person, project=project)
    record_decision(edition=edition, member=member, opinion="favourable", text="")
    assert awaited() == []


def test_the_page_of_an_edition_takes_as_many_queries_for_ten_sections_as_for_two(
    specification: Specification, client_for: ClientFor
) -> None:
    freeze(specification)
    for _ in range(8):
        SectionFactory(specification=specification)
    freeze(specification)
    reader = client_for("reader")
    counts = []
    for number in (1, 1, 2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert reader.get(f"/projets/negoce/editions/{number}/").status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_the_home_asks_for_an_edition_once_all_is_validated_and_until_it_is_published(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    specification = Specification.objects.create(project=project)
    section = SectionFactory(specification=specification)
    head = Membership.objects.get(project=project, user=personas["head"])
    read = current(section).fingerprint
    submit_section(section=section, validators=[head], read=read, note="", by=project.manager)
    manager = client_for("manager")
    asked = "publier une édition"
    assert asked not in manager.get(project.get_absolute_url()).content.decode()
    decide(section=section, member=head, verdict=Verdict.APPROVED, reason="", read=read)
    assert asked in manager.get(project.get_absolute_url()).content.decode()
    freeze_edition(specification=specification, title="Première", note="", by=project.manager)
    assert asked not in manager.get(project.get_absolute_url()).content.decode()
