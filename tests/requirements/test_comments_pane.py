"""The pane of comments costs the same however much was said; two people at once lose nothing."""

import threading
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from charter import homepanel
from charter.models import Project
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.comments import answer_comment, correct_comment, resolve_comment
from requirements.anchors import Anchor
from requirements.forms.comments import CommentForm
from requirements.models import Comment, PeerReview, Section
from tests.factories import MembershipFactory
from tests.personas import ClientFor
from tests.requirements.commenting import HTMX, member, pane, say, url


@pytest.fixture
def section(project: Project, personas: dict[str, User]) -> Section:
    homepanel.start_project(project)
    return Section.objects.get(specification__project=project, key="context")


def test_htmx_gets_the_pane_and_what_changes_with_it(section: Section, client_for: ClientFor) -> None:
    contributor = client_for("contributor")
    answer = contributor.post(url("comment_add", section), {"text": "Bref."}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="volet-corps"' in page
    assert "<html" not in page
    assert 'id="section-bar" hx-swap-oob="true"' in page
    alone = contributor.get(url("section_pane", section) + "?volet=commentaires", headers=HTMX)
    assert "Bref." in alone.content.decode()
    assert "<html" not in alone.content.decode()


def test_a_reader_reads_the_comments_and_gets_no_form(section: Section, client_for: ClientFor) -> None:
    say(client_for("contributor"), section)
    page = pane(client_for("reader"), section)
    assert "Précisez le volume." in page
    assert 'id="commenter"' not in page
    assert 'id="row-comment"' not in page
    assert "Répondre" not in page


def test_the_pane_costs_no_more_for_ten_threads_than_for_one(
    section: Section, project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    client = client_for("manager")

    def talk() -> None:
        thread = Comment.objects.create(
            section=section, author=personas["head"], text="Oui ?", kind="question"
        )
        thread.mentions.add(member(project, "sponsor"))
        Comment.objects.create(section=section, author=personas["sponsor"], parent=thread, text="Non.")
        settled = Comment.objects.create(section=section, author=personas["head"], text="Vu.")
        resolve_comment(comment=settled, read_version=1, by=project.manager)
        PeerReview.objects.create(
            section=section, member=MembershipFactory(project=project), asked_by=project.manager
        )

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            page = client.get(url("section_pane", section) + "?volet=commentaires", headers=HTMX)
        assert "Non." in page.content.decode()
        return len(seen)

    talk()
    count()
    one = count()
    for _ in range(9):
        talk()
    assert count() == one


def at_once(*moves: Callable[[], object]) -> list[BaseException | None]:
    """What each of these moves raised, all begun at the same moment on connections of their own."""
    start = threading.Barrier(len(moves))
    raised: list[BaseException | None] = [None] * len(moves)

    def run(index: int, move: Callable[[], object]) -> None:
        start.wait()
        try:
            move()
        except BaseException as error:  # told to the test
            raised[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_correction_at_once_leave_no_answer_to_other_words(
    section: Section, project: Project, personas: dict[str, User]
) -> None:
    for _ in range(5):
        thread = Comment.objects.create(section=section, author=personas["head"], text="Premier jet.")
        mine, his = Comment.objects.get(pk=thread.pk), Comment.objects.get(pk=thread.pk)
        refused, answered = at_once(
            lambda mine=mine: correct_comment(  # type: ignore[misc]
                comment=mine, read_version=1, kind="remark", text="Corrigé.", mentions=[], by=personas["head"]
            ),
            lambda his=his: answer_comment(thread=his, by=project.manager, text="Réponse."),  # type: ignore[misc]
        )
        assert answered is None
        thread.refresh_from_db()
        assert thread.text == ("Premier jet." if isinstance(refused, RefusedError) else "Corrigé.")
        assert thread.answers.count() == 1


def test_a_row_among_very_many_is_typed_by_its_reference(section: Section) -> None:
    anchors = [Anchor("requirements", f"COM-{rank:03d}", f"Besoin {rank}") for rank in range(1, 402)]

    def form(data: dict[str, str] | None = None) -> CommentForm:
        made = CommentForm(data, section=section, anchors=anchors)
        made.offer([])
        return made

    assert "<option" not in str(form()["about"])
    typed = form({"text": "Trop vague.", "about": "com-400"})
    assert typed.is_valid()
    assert typed.anchor == anchors[399]
    assert not form({"text": "Trop vague.", "about": "COM-999"}).is_valid()
