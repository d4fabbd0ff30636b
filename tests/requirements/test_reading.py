"""An edition read in the page says what its PDF says, in an order that headings and skip links follow."""

import re
from itertools import pairwise
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from charter import homepanel
from charter.models import Project
from requirements.actions.editions import freeze_edition
from requirements.models import Edition, Section, Specification
from requirements.reading import sections_to_read, under
from tests.factories import RequirementFactory, SectionFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db
HEADINGS = re.compile(r"<h([1-6])[\s>]")


@pytest.fixture
def specification(project: Project) -> Specification:
    """The default plan with a text in one section and requirements in a department’s."""
    homepanel.start_project(project)
    made = Specification.objects.of(project)
    Section.objects.filter(specification=made, key="context").update(
        text="<h3>Le négoce</h3><p>Trois agences.</p><h4>Saisons</h4><p>Deux.</p>"
    )
    for _ in range(3):
        RequirementFactory(department=project.department_rows.get(code="COM"), author=project.manager)
    return made


@pytest.fixture
def edition(specification: Specification) -> Edition:
    manager = specification.project.manager
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=manager)


def read(client: Client, edition: Edition) -> str:
    answer: Any = client.get(f"/projets/negoce/editions/{edition.number}/lecture/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_page_has_one_h1_and_skips_no_heading(
    edition: Edition, personas: dict[str, User], client_for: ClientFor
) -> None:
    page = read(client_for("reader"), edition)
    main = page[page.index("<main") : page.index("</main>")]
    levels = [int(level) for level in HEADINGS.findall(main)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headings_of_a_text_go_under_that_of_their_section() -> None:
    assert under("<h3>A</h3><h4>B</h4><hr><h3>C</h3>", 4) == "<h4>A</h4><h5>B</h5><hr><h4>C</h4>"
    assert under('<h2 class="x">A</h2><h4>B</h4>', 6) == '<h6 class="x">A</h6><h6>B</h6>'


def test_every_section_is_in_the_contents_and_every_id_stands_once(
    edition: Edition, personas: dict[str, User], client_for: ClientFor
) -> None:
    page = read(client_for("reader"), edition)
    for section in sections_to_read(edition):
        assert f'href="#{section.anchor}"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_the_page_shows_what_was_frozen_and_nothing_later(
    edition: Edition, personas: dict[str, User], client_for: ClientFor
) -> None:
    Section.objects.filter(specification=edition.specification, key="context").update(
        text="<p>Quatre agences.</p>", title="Autre titre"
    )
    page = read(client_for("reader"), edition)
    assert "Trois agences." in page
    assert "Quatre agences." not in page
    assert "Autre titre" not in page


def test_what_was_shown_before_is_read_again_without_its_content(edition: Edition) -> None:
    cache.clear()
    first = [section.html for section in sections_to_read(edition)]
    with CaptureQueriesContext(connection) as seen:
        assert [section.html for section in sections_to_read(edition)] == first
    assert len(seen) == 1
    assert '"content" FROM' not in seen[0]["sql"]


def test_as_many_queries_for_ten_sections_more(
    edition: Edition, personas: dict[str, User], client_for: ClientFor
) -> None:
    reader = client_for("reader")
    for _ in range(10):
        SectionFactory(specification=edition.specification)
    manager = edition.specification.project.manager
    more = freeze_edition(specification=edition.specification, title="Suite", note="", by=manager)
    counts = []
    for one in (edition, edition, more):
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            read(reader, one)
        counts.append(len(seen))
    assert counts[1] == counts[2]


def test_state_and_approvals_are_said_in_words(
    edition: Edition, personas: dict[str, User], client_for: ClientFor
) -> None:
    entry = edition.entries.exclude(state="heading").first()
    assert entry is not None
    entry.state = "validated"
    entry.approvals = [
        {
            "name": "Persona Responsable",
            "title": "Ventes",
            "at": "2027-03-03T10:00:00+01:00",
            "fingerprint": "a" * 64,
        }
    ]
    entry.save()
    page = read(client_for("reader"), edition)
    assert "Approuvée par Persona Responsable, Ventes, le 3\u00a0mars 2027." in page
