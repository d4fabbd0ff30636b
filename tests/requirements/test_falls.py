"""People are told that a validation fell, once the content rests, and once per agreement."""

import pytest

from accounts.models import Notification
from charter.models import Membership
from requirements import falls
from requirements.models import Section
from tests.agreement import agree

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return sorted(Notification.objects.filter(key__startswith="fell:").values_list("user__email", flat=True))


def test_a_fall_is_told_when_the_content_rests(section: Section, head: Membership) -> None:
    agree(section, head)
    section.write(read_version=section.version, text="<p>Autre texte.</p>")
    assert falls.watch() == 0
    assert told() == []
    assert falls.watch() == 1
    assert told() == sorted([head.user.email, section.specification.project.manager.email])


def test_a_fall_is_told_once(section: Section, head: Membership) -> None:
    agree(section, head)
    for text in ("<p>Autre texte.</p>", "<p>Encore un autre.</p>"):
        section.write(read_version=section.version, text=text)
        falls.watch()
        falls.watch()
        assert falls.watch() == 0
    assert len(told()) == 2


def test_a_content_that_comes_back_in_time_tells_nothing(section: Section, head: Membership) -> None:
    agree(section, head)
    text = section.text
    section.write(read_version=section.version, text="<p>Autre texte.</p>")
    falls.watch()
    section.write(read_version=section.version, text=text)
    falls.watch()
    falls.watch()
    assert told() == []


def test_a_fall_after_a_new_agreement_is_told_again(section: Section, head: Membership) -> None:
    agree(section, head)
    for text in ("<p>Deuxième texte.</p>", "<p>Troisième texte.</p>"):
        section.write(read_version=section.version, text=text)
        falls.watch()
        falls.watch()
        agree(section, head)
    assert len(told()) == 4
