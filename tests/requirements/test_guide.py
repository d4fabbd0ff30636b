"""The writing guide: complete for every planned section, and written in correct French."""

import re

import pytest

from requirements import guide
from requirements.models import Section
from requirements.plan import BY_KEY
from tests.factories import DepartmentFactory, SectionFactory

KEYS = [*BY_KEY, guide.DEPARTMENT]


@pytest.mark.parametrize("key", KEYS)
def test_every_planned_section_has_a_complete_guide(key: str) -> None:
    found = guide.guides()[key]
    assert len(found.expected) > 100
    assert 4 <= len(found.questions) <= 7
    assert all(question.endswith("\u00a0?") for question in found.questions)
    assert len([text for text, is_blank in found.pattern_parts if is_blank]) >= 4
    assert len(found.example) > 300


@pytest.mark.parametrize("key", KEYS)
def test_guides_follow_french_typography(key: str) -> None:
    found = guide.guides()[key]
    text = "\n".join([found.expected, *found.questions, found.pattern, found.example])
    assert "'" not in text
    assert '"' not in text
    assert not re.search(r"[^\u00a0][:;?!](\s|$)", text)
    assert not re.search(r"«[^\u00a0]|[^\u00a0]»", text)


def test_no_guide_is_left_without_its_section() -> None:
    assert set(guide.guides()) == set(KEYS)


@pytest.mark.django_db
def test_a_section_of_a_department_has_the_guide_of_functional_needs() -> None:
    section = SectionFactory(department=DepartmentFactory())
    assert guide.guide_for(section) == guide.guides()["department"]


def test_a_section_of_the_project_s_own_has_no_guide() -> None:
    assert guide.guide_for(Section(title="Notre histoire")) is None
