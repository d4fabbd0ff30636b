"""What the PDF appends on demand: what changed since an edition."""

import json

import pytest
from django.template.loader import render_to_string

from accounts.models import User
from charter import homepanel
from charter.models import Project
from requirements.actions.editions import freeze_edition
from requirements.diffs.printing import IN_SECTION, changes_annex, draft_changes_annex
from requirements.models import Edition, Section


@pytest.fixture
def section(project: Project, personas: dict[str, User]) -> Section:
    homepanel.start_project(project)
    return Section.objects.get(specification__project=project, key="context")


def freeze(section: Section, text: str) -> Edition:
    """An edition with this text in the section."""
    section.refresh_from_db()
    section.write(read_version=section.version, text=text)
    specification = section.specification
    return freeze_edition(specification=specification, title="E", note="", by=specification.project.manager)


def test_the_annex_is_plain_data_that_marks_words(section: Section) -> None:
    freeze(section, "<p>Le projet dure neuf mois.</p>")
    second = freeze(section, "<p>Le projet dure <b>douze</b> mois &amp; demi.</p>")
    annex = changes_annex(second, 1)
    assert annex is not None
    assert annex.title == "Évolutions depuis l’édition 1"
    assert json.loads(json.dumps(annex.data))["changed"] == 1
    html = render_to_string(annex.template, {"annex": annex, "data": annex.data})
    assert "neuf</del>" in html
    assert "douze" in html
    assert "&amp; demi" in html


def test_there_is_no_annex_since_an_edition_that_is_no_earlier_one(section: Section) -> None:
    first = freeze(section, "<p>Un.</p>")
    assert changes_annex(first, 1) is None
    assert changes_annex(first, 7) is None
    assert draft_changes_annex(section.specification, 7) is None


def test_the_annex_of_the_draft_says_what_it_changes(section: Section) -> None:
    freeze(section, "<p>Un.</p>")
    section.write(read_version=section.version, text="<p>Deux.</p>")
    annex = draft_changes_annex(section.specification, 1)
    assert annex is not None
    assert [one["title"] for one in annex.data["sections"]] == [section.title]


def test_a_large_section_is_cut_and_the_rest_counted(section: Section) -> None:
    freeze(section, "")
    second = freeze(section, "".join(f"<p>Paragraphe {number}.</p>" for number in range(IN_SECTION + 40)))
    annex = changes_annex(second, 1)
    assert annex is not None
    (told,) = annex.data["sections"]
    assert sum(len(part["lines"]) for part in told["parts"]) == IN_SECTION
    assert told["left"] == 40
