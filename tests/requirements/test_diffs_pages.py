"""The pages that say what changed, and where they are led to from."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter import homepanel
from charter.models import BudgetLine, Membership, Project, Role
from requirements.actions.agreement import current, decide, submit_section
from requirements.actions.editions import freeze_edition
from requirements.diffs.since import change_since_last_approval, since_agreement
from requirements.models import Section, Specification
from requirements.models.validation import Verdict
from requirements.outline import Node, outline
from requirements.states import State
from tests.factories import BudgetLineFactory, OperationalObjectiveFactory
from tests.personas import ClientFor


@pytest.fixture
def manager(project: Project, personas: dict[str, User], client_for: ClientFor) -> Client:
    homepanel.start_project(project)
    return client_for("manager")


@pytest.fixture
def sponsor(project: Project, manager: Client) -> Membership:
    found: Membership = Membership.objects.with_role(Role.SPONSOR).get(project=project)
    return found


def section_of(project: Project, key: str) -> Section:
    return Section.objects.get(specification__project=project, key=key)


def node_of(project: Project, key: str) -> Node:
    node = outline(Specification.objects.of(project), fresh=True).node(section_of(project, key).pk)
    assert node is not None
    return node


def write(section: Section, text: str) -> None:
    section.refresh_from_db()
    section.write(read_version=section.version, text=text)


def approve(section: Section, member: Membership) -> str:
    """Submit the section to this person, who approves it; the fingerprint that was approved."""
    section = Section.objects.select_related("specification__project").get(pk=section.pk)
    now = current(section)
    by = section.specification.project.manager
    submit_section(section=section, validators=[member], read=now.fingerprint, note="", by=by)
    decide(section=section, member=member, verdict=Verdict.APPROVED, reason="", read=now.fingerprint)
    return now.fingerprint


def compare_url(section: Section, project: Project, **query: str) -> str:
    url = reverse("section_compare", args=[project.slug, section.pk])
    return url + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_words_that_changed_since_a_revision_are_marked(
    project: Project, manager: Client, sponsor: Membership
) -> None:
    section = section_of(project, "context")
    write(section, "<p>Le CRM remplace le tableur des commerciaux.</p>")
    read = approve(section, sponsor)
    write(section, "<p>Le CRM remplace le tableur des assistantes.</p>")
    page = manager.get(compare_url(section, project, de=read[:12], a="actuel")).content.decode()
    assert re.search(r"<del>.*commerciaux</del>", page)
    assert re.search(r"<ins>.*assistantes</ins>", page)
    assert "supprimé\u00a0: " in page


def test_the_pickers_name_revisions_by_what_happened_to_them(
    project: Project, manager: Client, sponsor: Membership
) -> None:
    section = section_of(project, "context")
    write(section, "<p>Premier jet.</p>")
    approve(section, sponsor)
    freeze_edition(specification=Specification.objects.of(project), title="E", note="", by=project.manager)
    page = text_of(manager.get(compare_url(section, project)))
    assert f"soumise, approuvée par {sponsor.user}, édition 1" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"de": "zzz"}, 422),
        ({"de": "a" * 11}, 422),
        ({"de": "a" * 12}, 404),
        ({"de": "actuel", "a": "<b>"}, 422),
        ({}, 200),
    ],
)
def test_an_unknown_revision_is_refused_in_words(
    project: Project, manager: Client, query: dict[str, str], status: int
) -> None:
    answer = manager.get(compare_url(section_of(project, "context"), project), query)
    assert answer.status_code == status
    assert status != 422 or "n’est pas une empreinte" in answer.content.decode()


def test_a_retired_section_is_compared_as_editions_hold_it(
    project: Project, manager: Client, sponsor: Membership
) -> None:
    section = section_of(project, "context")
    write(section, "<p>Un.</p>")
    first = approve(section, sponsor)
    write(section, "<p>Deux.</p>")
    second = approve(section, sponsor)
    section.refresh_from_db()
    section.put_aside(read_version=section.version)
    assert manager.get(compare_url(section, project)).status_code == 200
    assert manager.get(compare_url(section, project, de=first[:12], a=second[:12])).status_code == 200
    assert manager.get(compare_url(section, project, de=first[:12], a="actuel")).status_code == 404


def test_a_revision_of_another_section_is_not_found(
    project: Project, manager: Client, sponsor: Membership
) -> None:
    other = section_of(project, "objectives")
    write(other, "<p>Objectifs.</p>")
    read = approve(other, sponsor)
    assert manager.get(compare_url(section_of(project, "context"), project, de=read[:12])).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"de": "9"}, 404),
        ({"de": "un"}, 422),
        ({"de": "1", "a": "deux"}, 422),
        ({"de": "brouillon"}, 422),
        ({}, 200),
    ],
)
def test_an_unknown_edition_is_refused_in_words(
    project: Project, manager: Client, query: dict[str, str], status: int
) -> None:
    write(section_of(project, "context"), "<p>Texte.</p>")
    freeze_edition(specification=Specification.objects.of(project), title="E", note="", by=project.manager)
    assert manager.get(reverse("edition_compare", args=[project.slug]), query).status_code == status


def test_two_editions_are_compared_section_by_section(project: Project, manager: Client) -> None:
    section = section_of(project, "context")
    write(section, "<p>Avant.</p>")
    freeze_edition(specification=Specification.objects.of(project), title="E", note="", by=project.manager)
    write(section, "<p>Après.</p>")
    gone = section_of(project, "annexes")
    gone.put_aside(read_version=gone.version)
    Section.objects.create(
        specification=Specification.objects.of(project), title="Recette", text="<p>Neuf.</p>", position=99
    )
    freeze_edition(specification=Specification.objects.of(project), title="E", note="", by=project.manager)
    url = reverse("edition_compare", args=[project.slug])
    page = text_of(manager.get(url, {"de": "1", "a": "2"}))
    assert "1 section ajoutée, 1 retirée, 1 modifiée" in page
    assert "Avant" in page
    assert "Après" in page
    draft = text_of(manager.get(url, {"de": "2", "a": "brouillon"}))
    assert "Aucune section n’a changé de l’édition 2 au brouillon actuel." in draft


def test_only_what_changes_is_shown_on_demand(project: Project, manager: Client, sponsor: Membership) -> None:
    section = section_of(project, "context")
    write(section, "<p>Ce paragraphe reste.</p><p>Le délai est de deux jours.</p>")
    read = approve(section, sponsor)
    write(section, "<p>Ce paragraphe reste.</p><p>Le délai est de trois jours.</p>")
    everything = manager.get(compare_url(section, project, de=read[:12])).content.decode()
    changes = manager.get(compare_url(section, project, de=read[:12], vue="changements")).content.decode()
    assert "Ce paragraphe reste" in everything
    assert "Ce paragraphe reste" not in changes
    assert "trois" in changes


def test_a_validator_sees_what_changed_since_he_approved(
    project: Project, sponsor: Membership, client_for: ClientFor
) -> None:
    section = section_of(project, "context")
    write(section, "<p>Le projet dure neuf mois.</p>")
    approve(section, sponsor)
    assert change_since_last_approval(node_of(project, "context"), sponsor) is None
    write(section, "<p>Le projet dure douze mois.</p>")
    node = node_of(project, "context")
    diff = change_since_last_approval(node, sponsor)
    assert diff is not None
    assert diff.tally.changed == 1
    assert node.state == State.STALE
    page = client_for("sponsor").get(section.get_absolute_url()).content.decode()
    assert "Ce qui a changé depuis votre dernière approbation" in page
    assert re.search(r"<ins>.*douze</ins>", page)
    assert 'Ce qui a changé&nbsp;: <a href="#depuis">Texte</a>' in page


def test_a_change_in_a_data_set_reopens_only_the_sections_that_show_it(
    project: Project, sponsor: Membership
) -> None:
    line: BudgetLine = BudgetLineFactory(project=project, label="Licences")
    OperationalObjectiveFactory(department=project.department_rows.first())
    quoting = {
        one.pk for one in Specification.objects.of(project).sections.live() if {"budget"} & set(one.blocks)
    }
    assert quoting
    for section in Specification.objects.of(project).sections.live():
        write(section, "<p>Convenu.</p>")
        approve(section, sponsor)
    BudgetLine.objects.filter(pk=line.pk).update(amount=98765)
    after = outline(Specification.objects.of(project), fresh=True)
    reopened = {node.section.pk for node in after if not node.is_validated}
    assert reopened == quoting
    node = next(node for node in after if node.section.pk in quoting)
    since = since_agreement(node)
    assert since is not None
    assert since.diff.changed_parts == ["Budget"]


def test_a_screen_of_data_says_which_sections_show_it(project: Project, manager: Client) -> None:
    node = node_of(project, "budget")
    page = text_of(manager.get(reverse("register", args=[project.slug, "budget"])))
    assert re.search(rf"Repris dans (la section|les sections).* {node.number} {node.section.title}", page)
    tasks = manager.get(reverse("register", args=[project.slug, "taches"])).content.decode()
    assert section_of(project, "planning").get_absolute_url() in tasks


def test_a_section_says_which_data_it_quotes(project: Project, manager: Client) -> None:
    page = text_of(manager.get(section_of(project, "budget").get_absolute_url()))
    assert "Données reprises (" in page
    assert "Budget : budget" in page.replace("\u00a0", " ").replace("&nbsp;", " ").replace("  ", " ")


def test_comparing_costs_the_same_queries_whatever_changed(
    project: Project, manager: Client, sponsor: Membership
) -> None:
    sections = list(Specification.objects.of(project).sections.live()[:6])
    write(sections[0], "<p>Un.</p>")
    freeze_edition(specification=Specification.objects.of(project), title="E", note="", by=project.manager)
    counts = []
    url = reverse("edition_compare", args=[project.slug])
    for changed in (sections[:1], sections):
        for number, section in enumerate(changed):
            write(section, f"<p>Version {len(changed)} du texte {number}.</p>")
        freeze_edition(
            specification=Specification.objects.of(project), title="E", note="", by=project.manager
        )
        latest = Specification.objects.of(project).editions.count()
        with CaptureQueriesContext(connection) as seen:
            assert manager.get(url, {"de": "1", "a": str(latest)}).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
