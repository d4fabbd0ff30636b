"""Two people at the same moment: both are heard, or one is told why not; nothing is lost in silence."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from charter.models import Membership, Project
from crmproject.toolkit.refusals import ContentChangedError
from crmproject.toolkit.rows import StaleWriteError
from requirements.actions.agreement import current, decide, submit_section
from requirements.actions.editions import freeze_edition
from requirements.models import Approval, Edition, Section, Specification, Submission, Validator
from requirements.models.validation import Verdict
from requirements.outline import outline
from requirements.states import State, record_of
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db(transaction=True)

type Move = Callable[[], Any]

ROUNDS = 5


def at_once(*moves: Move) -> list[Any]:
    """Make these moves at the same moment, each with its own connection; what each returned or raised."""
    start = threading.Barrier(len(moves))
    results: list[Any] = [None] * len(moves)

    def make(place: int, move: Move) -> None:
        try:
            start.wait(10)
            results[place] = move()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=make, args=pair) for pair in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads), "a move waits for the other one without end"
    return results


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


@pytest.fixture
def section(project: Project) -> Section:
    specification = Specification.objects.create(project=project)
    section: Section = SectionFactory(specification=specification, text="<p>Premier texte.</p>")
    return section


@pytest.fixture
def heads(project: Project, personas: dict[str, User]) -> list[Membership]:
    """Two validators."""
    return [Membership.objects.get(project=project, user=personas[role]) for role in ("head", "sponsor")]


def submit(section: Section, validators: list[Membership]) -> Submission:
    # Each thread reads the section anew, as a request of its own does.
    own = Section.objects.get(pk=section.pk)
    manager = own.specification.project.manager
    return submit_section(
        section=own, validators=validators, read=current(own).fingerprint, note="", by=manager
    )


def approve(section: Section, member: Membership, read: str) -> Approval:
    own = Section.objects.get(pk=section.pk)
    return decide(section=own, member=member, verdict=Verdict.APPROVED, reason="", read=read)


def save(section: Section, version: int, text: str) -> str:
    Section.objects.get(pk=section.pk).write(read_version=version, text=text)
    return text


def state(section: Section) -> State:
    section.refresh_from_db()
    return record_of(section).state(current(section).fingerprint)


def test_two_heads_who_approve_at_the_same_moment_are_both_kept(
    section: Section, heads: list[Membership]
) -> None:
    for number in range(ROUNDS):
        Section.objects.filter(pk=section.pk).update(text=f"<p>Texte {number}.</p>")
        submission = submit(section, heads)
        read = submission.revision.fingerprint
        results = at_once(*(partial(approve, section, head, read) for head in heads))
        assert kinds(results) == ["Approval", "Approval"]
        assert {one.member_id for one in submission.approvals.all()} == {head.pk for head in heads}
        assert state(section) == State.VALIDATED
        assert next(iter(outline(section.specification))).is_validated


def test_a_double_click_gives_one_approval_and_a_refusal(section: Section, heads: list[Membership]) -> None:
    for number in range(ROUNDS):
        Section.objects.filter(pk=section.pk).update(text=f"<p>Texte {number}.</p>")
        submission = submit(section, heads[:1])
        read = submission.revision.fingerprint
        results = at_once(*[partial(approve, section, heads[0], read)] * 2)
        assert kinds(results) == ["Approval", "RefusedError"]
        assert submission.approvals.count() == 1


def test_of_two_texts_saved_at_once_one_is_written_and_the_other_is_given_back(section: Section) -> None:
    for _ in range(ROUNDS):
        version = Section.objects.get(pk=section.pk).version

        texts = ("<p>Onglet un.</p>", "<p>Onglet deux.</p>")
        results = at_once(*(partial(save, section, version, text) for text in texts))
        assert kinds(results) == ["StaleWriteError", "str"]
        written = next(result for result in results if isinstance(result, str))
        refused = next(result for result in results if isinstance(result, StaleWriteError))
        section.refresh_from_db()
        assert (section.text, section.version) == (written, version + 1)
        assert isinstance(refused.current, Section)
        assert refused.current.text == written


def test_two_editions_frozen_at_once_are_numbered_one_and_two(section: Section) -> None:
    manager = section.specification.project.manager
    freeze = partial(freeze_edition, specification=section.specification, note="", by=manager)
    results = at_once(partial(freeze, title="De l’un"), partial(freeze, title="De l’autre"))
    assert kinds(results) == ["Edition", "Edition"]
    editions = Edition.objects.filter(specification=section.specification)
    assert sorted(editions.values_list("number", flat=True)) == [1, 2]
    assert set(editions.values_list("title", flat=True)) == {"De l’un", "De l’autre"}
    assert [edition.entries.count() for edition in editions] == [1, 1]
    assert section.revisions.count() == 1


def test_two_submissions_at_once_share_one_revision_and_name_each_validator_once(
    section: Section, heads: list[Membership]
) -> None:
    for number in range(ROUNDS):
        Section.objects.filter(pk=section.pk).update(text=f"<p>Texte {number}.</p>")
        Validator.objects.filter(section=section).delete()
        results = at_once(*[partial(submit, section, heads)] * 2)
        assert kinds(results) == ["Submission", "Submission"]
        assert len({one.revision_id for one in results}) == 1
        named = Validator.objects.filter(section=section).values_list("member", flat=True)
        assert sorted(named) == sorted(head.pk for head in heads)
        assert state(section) == State.SUBMITTED


def test_an_approval_never_binds_to_a_text_saved_at_that_moment(
    section: Section, heads: list[Membership]
) -> None:
    """Whoever comes first, the approval is of the content that was read, or is refused."""
    for number in range(ROUNDS):
        Section.objects.filter(pk=section.pk).update(text=f"<p>Texte {number}.</p>")
        submission = submit(section, heads[:1])
        read, version = submission.revision.fingerprint, Section.objects.get(pk=section.pk).version
        edit = partial(save, section, version, f"<p>Retouche {number}.</p>")
        written, decided = at_once(edit, partial(approve, section, heads[0], read))
        assert isinstance(written, str)
        assert type(decided) in {Approval, ContentChangedError}
        assert [one.fingerprint for one in submission.approvals.all()] in ([], [read])
        assert state(section) in {State.STALE, State.DRAFT}
