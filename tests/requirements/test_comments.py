"""What people say about a section, and what becomes of it."""

import pytest
from django.test import Client

from accounts.models import User
from charter import homepanel
from charter.models import Department, Project
from crmproject.toolkit.fingerprints import fingerprint
from requirements.models import Approval, Comment, CommentKind, Requirement, Section, Submission, Validator
from requirements.outline import outline
from requirements.revisions import keep_revision
from requirements.states import State
from tests.factories import MembershipFactory, RequirementFactory, UserFactory
from tests.personas import ClientFor
from tests.requirements.commenting import HTMX, member, pane, say, told, url


@pytest.fixture
def section(project: Project, personas: dict[str, User]) -> Section:
    homepanel.start_project(project)
    found = Section.objects.get(specification__project=project, key="context")
    found.write(
        read_version=1,
        text="<p>Les agences du Nord visitent 40 clients par semaine.</p><p>Et les agences.</p>",
    )
    return found


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


@pytest.fixture
def contributor(client_for: ClientFor) -> Client:
    return client_for("contributor")


def agreed(section: Section, project: Project) -> None:
    """The head approves the section as it is."""
    content = section.content()
    head = member(project, "head")
    Validator.objects.get_or_create(section=section, member=head)
    revision = keep_revision(
        section=section, content=content, fingerprint=fingerprint(content), by=project.manager
    )
    submission = Submission.objects.create(section=section, revision=revision, submitted_by=project.manager)
    Approval.objects.create(
        submission=submission,
        member=head,
        verdict="approved",
        name="N",
        title="T",
        fingerprint=revision.fingerprint,
    )


def state(section: Section) -> State:
    node = outline(section.specification, fresh=True).node(section.pk)
    assert node is not None
    return node.state


def test_a_comment_may_be_about_a_row(
    contributor: Client, section: Section, com: Department, manager: Client
) -> None:
    commercial = Section.objects.get(specification=section.specification, title="Commercial")
    need: Requirement = RequirementFactory(department=com, title="Pipeline visuel")
    asked = contributor.get(
        f"{commercial.get_absolute_url()}?volet=commentaires&a-propos=requirements:{need.ref}"
    )
    assert f'value="requirements:{need.ref}" selected' in asked.content.decode()
    comment = say(contributor, commercial, about=f"requirements:{need.ref}")
    assert (comment.block, comment.row_key) == ("requirements", need.ref)
    page = pane(manager, commercial)
    assert f"{need.ref} – Pipeline visuel" in page
    assert f'data-row="requirements:{need.ref}"' in page
    need.put_aside(read_version=1)
    assert "ligne retirée depuis" in pane(manager, commercial)


def test_a_row_that_is_not_in_the_section_is_refused_and_what_was_typed_is_kept(
    contributor: Client, section: Section
) -> None:
    answer = contributor.post(
        url("comment_add", section), {"text": "Ce que je pensais.", "about": "requirements:COM-999"}
    )
    assert answer.status_code == 422
    assert "Ce que je pensais." in answer.content.decode()
    assert "n’est plus, dans la section" in answer.content.decode()


def test_a_comment_may_be_about_a_passage_which_may_change_since(
    contributor: Client, section: Section, manager: Client
) -> None:
    comment = say(contributor, section, quote="40 clients par semaine. Et les", quote_before="visitent ")
    assert comment.quote_before == "visitent "
    page = pane(manager, section)
    assert 'data-passage="40 clients par semaine. Et les"' in page
    assert "Aller au passage" in page
    section.refresh_from_db()
    section.write(read_version=section.version, text="<p>Les agences visitent 50 clients par semaine.</p>")
    page = pane(manager, section)
    assert "Passage modifié depuis" in page
    assert "data-passage=" not in page


def test_words_that_are_not_in_the_text_are_no_passage(contributor: Client, section: Section) -> None:
    answer = contributor.post(url("comment_add", section), {"text": "Ah bon", "quote": "90 clients"})
    assert answer.status_code == 422
    assert "Ces mots ne sont pas dans le texte" in answer.content.decode()


def test_a_hundred_thousand_characters_are_refused_in_words_and_kept(
    contributor: Client, section: Section
) -> None:
    text = "très " * 20_000
    answer = contributor.post(url("comment_add", section), {"text": text}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce commentaire est trop long" in page
    assert page.count("très") >= 20_000
    assert not Comment.objects.exists()


def test_a_mention_is_kept_told_and_shown(
    contributor: Client, section: Section, project: Project, personas: dict[str, User]
) -> None:
    text = "Merci @Persona Responsable de service, et voir avec la compta (compta@exemple.fr) @ 14 h."
    comment = say(contributor, section, text, mentions=[member(project, "sponsor").pk])
    assert set(comment.mentions.all()) == {member(project, "head"), member(project, "sponsor")}
    assert told(personas["head"], "mention:") == [
        f"{personas['contributor']} vous cite dans un commentaire sur «\u00a0{section.title}\u00a0»"
    ]
    page = pane(contributor, section)
    assert '<span class="mention">@Persona Responsable de service</span>' in page
    assert "Prévient" in page


def test_whom_a_comment_names_hears_of_it_once(
    contributor: Client, section: Section, project: Project
) -> None:
    say(contributor, section, "Qu’en pensez-vous, @Claire Chef ?")
    assert len(told(project.manager)) == 1


@pytest.mark.parametrize("name", ["Zoé Inconnue", "Inconnue Passante"])
def test_a_mention_of_a_stranger_is_refused_in_words(
    contributor: Client, section: Section, name: str
) -> None:
    answer = contributor.post(url("comment_add", section), {"text": f"Merci @{name}."})
    assert answer.status_code == 422
    assert "ne désigne aucun membre du projet" in answer.content.decode()
    stranger = MembershipFactory()
    answer = contributor.post(url("comment_add", section), {"text": "Merci.", "mentions": [stranger.pk]})
    assert answer.status_code == 422
    assert "n’est pas membre du projet" in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_mention_of_someone_who_left_is_refused_by_name(
    contributor: Client, section: Section, project: Project
) -> None:
    left = MembershipFactory(project=project, user=UserFactory(name="Paul Parti"))
    left.put_aside(read_version=1)
    for data in ({"text": "Merci @Paul Parti."}, {"text": "Merci.", "mentions": [left.pk]}):
        answer = contributor.post(url("comment_add", section), data)
        assert answer.status_code == 422
        assert "Paul Parti" in answer.content.decode()
        assert "fait plus partie du projet" in answer.content.decode()


def test_a_text_is_shown_as_it_was_typed_never_as_html(contributor: Client, section: Section) -> None:
    say(contributor, section, "<script>alert(1)</script> @Persona Sponsor <b>gras</b>")
    page = pane(contributor, section)
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;gras&lt;/b&gt;" in page


def test_validators_and_manager_hear_of_a_comment_its_author_does_not(
    section: Section, project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    Validator.objects.create(section=section, member=member(project, "head"))
    Validator.objects.create(section=section, member=member(project, "sponsor"))
    say(client_for("head"), section, kind="question")
    assert told(project.manager, "comment:") == [
        f"{personas['head']} pose une question sur «\u00a0{section.title}\u00a0»"
    ]
    assert told(personas["sponsor"], "comment:")
    assert not told(personas["head"])
    assert not told(personas["reader"])


def test_an_answer_is_told_to_those_who_took_part(
    section: Section, personas: dict[str, User], client_for: ClientFor, contributor: Client, project: Project
) -> None:
    thread = say(contributor, section)
    for persona in ("head", "manager"):
        client_for(persona).post(url("comment_answer", section, thread.pk), {"repondre-text": "Environ 400."})
    assert len(told(personas["contributor"], "comment:")) == 2
    assert len(told(personas["head"], "comment:")) == 1
    page = pane(contributor, section)
    assert page.count("Environ 400.") >= 2


def test_who_left_the_project_hears_no_more_of_it(
    section: Section, project: Project, personas: dict[str, User], contributor: Client, manager: Client
) -> None:
    thread = say(contributor, section)
    place = member(project, "contributor")
    place.put_aside(read_version=place.version)
    manager.post(url("comment_answer", section, thread.pk), {"repondre-text": "Environ 400."})
    assert not told(personas["contributor"])


def test_an_answer_opens_no_thread_of_its_own(section: Section, contributor: Client, manager: Client) -> None:
    thread = say(contributor, section)
    manager.post(url("comment_answer", section, thread.pk), {"repondre-text": "Environ 400."})
    answer = Comment.objects.get(parent=thread)
    again = url("comment_answer", section, answer.pk)
    assert manager.post(again, {"repondre-text": "Encore."}).status_code == 404
    assert manager.post(url("comment_resolve", section, answer.pk), {"version": 1}).status_code == 404


def test_ones_own_words_are_corrected_until_somebody_answers(
    section: Section, contributor: Client, manager: Client
) -> None:
    comment = say(contributor, section)
    fixed = {"modifier-text": "Précisez les volumes.", "modifier-kind": "remark", "modifier-version": 1}
    assert manager.post(url("comment_edit", section, comment.pk), fixed).status_code == 403
    assert contributor.post(url("comment_edit", section, comment.pk), fixed).status_code == 302
    comment.refresh_from_db()
    assert comment.text == "Précisez les volumes."
    assert list(comment.events.order_by("pgh_id").values_list("text", flat=True)) == [  # type: ignore[attr-defined]
        "Précisez le volume.",
        "Précisez les volumes.",
    ]
    manager.post(url("comment_answer", section, comment.pk), {"repondre-text": "Environ 400."})
    late = contributor.post(
        url("comment_edit", section, comment.pk),
        {**fixed, "modifier-text": "Trop tard", "modifier-version": 2},
    )
    assert late.status_code == 422
    assert "On a répondu à ce commentaire entre-temps" in late.content.decode()
    assert contributor.post(url("comment_delete", section, comment.pk), {"version": 2}).status_code == 422
    comment.refresh_from_db()
    assert (comment.text, comment.deleted_at) == ("Précisez les volumes.", None)


def test_a_stale_correction_shows_both_texts(section: Section, contributor: Client) -> None:
    comment = say(contributor, section)
    first = {"modifier-text": "Premier onglet", "modifier-kind": "remark", "modifier-version": 1}
    contributor.post(url("comment_edit", section, comment.pk), first)
    answer = contributor.post(
        url("comment_edit", section, comment.pk), {**first, "modifier-text": "Second onglet"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Premier onglet" in page
    assert "Second onglet" in page
    assert 'name="modifier-version" value="2"' in page


def test_a_stale_move_is_refused_and_shows_the_comment_as_it_is(
    section: Section, contributor: Client, manager: Client
) -> None:
    comment = say(contributor, section)
    manager.post(url("comment_resolve", section, comment.pk), {"version": 1})
    answer = contributor.post(url("comment_resolve", section, comment.pk), {"version": 1}, headers=HTMX)
    assert answer.status_code == 409
    assert "entre-temps" in answer.content.decode()
    comment.refresh_from_db()
    assert comment.resolved_at is not None


def test_dealt_with_says_by_whom_and_tells_the_author(
    section: Section, contributor: Client, manager: Client, personas: dict[str, User], project: Project
) -> None:
    comment = say(contributor, section)
    manager.post(url("comment_resolve", section, comment.pk), {"version": 1})
    comment.refresh_from_db()
    assert comment.resolved_by == str(project.manager)
    assert told(personas["contributor"], "comment-resolved:")
    opened = comment.opened_at
    manager.post(url("comment_resolve", section, comment.pk), {"version": 2})
    comment.refresh_from_db()
    assert (comment.resolved_at, comment.resolved_by) == (None, "")
    assert comment.opened_at > opened


def test_only_the_author_and_the_manager_settle_a_thread(
    section: Section, contributor: Client, client_for: ClientFor
) -> None:
    comment = say(contributor, section)
    assert (
        client_for("head").post(url("comment_resolve", section, comment.pk), {"version": 1}).status_code
        == 403
    )


def test_a_deleted_comment_comes_back(section: Section, contributor: Client, manager: Client) -> None:
    comment = say(contributor, section)
    answer = contributor.post(url("comment_delete", section, comment.pk), {"version": 1}, follow=True)
    assert "Commentaire supprimé" in answer.content.decode()
    assert manager.post(url("comment_restore", section, comment.pk)).status_code == 403
    assert contributor.post(url("comment_restore", section, comment.pk)).status_code == 302
    assert Comment.objects.live().count() == 1


def test_an_answer_to_a_thread_deleted_meanwhile_is_not_lost(
    section: Section, contributor: Client, manager: Client
) -> None:
    comment = say(contributor, section)
    contributor.post(url("comment_delete", section, comment.pk), {"version": 1})
    answer = manager.post(url("comment_answer", section, comment.pk), {"repondre-text": "Environ 400."})
    assert answer.status_code == 409
    assert "Environ 400." in answer.content.decode()
    assert not Comment.objects.live().exists()


def test_an_open_question_is_shown_as_holding_validation_back(
    section: Section, contributor: Client, manager: Client, project: Project
) -> None:
    comment = say(contributor, section, "Combien d’agences ?", kind="question")
    agreed(section, project)
    assert state(section) == State.SUBMITTED
    page = pane(manager, section)
    assert "Une question ouverte bloque la validation" in page
    assert f"#commentaire-{comment.pk}" in page
    assert "Lever le blocage" in page
    assert "Lever le blocage" not in pane(contributor, section)


def test_the_manager_waives_a_question_with_a_reason_and_may_take_it_back(
    section: Section, contributor: Client, manager: Client, project: Project, personas: dict[str, User]
) -> None:
    comment = say(contributor, section, kind="question")
    agreed(section, project)
    waive = url("comment_waive", section, comment.pk)
    assert contributor.post(waive, {"lever-reason": "x", "version": 1}).status_code == 403
    empty = manager.post(waive, {"lever-reason": " ", "version": 1})
    assert empty.status_code == 422
    assert "Dites pourquoi cette question" in empty.content.decode()
    manager.post(waive, {"lever-reason": "Chiffre attendu en mars.", "version": 1})
    assert state(section) == State.VALIDATED
    assert "Chiffre attendu en mars." in pane(contributor, section)
    assert told(personas["contributor"], "comment-waived:")
    manager.post(url("comment_block", section, comment.pk), {"version": 2})
    assert state(section) == State.SUBMITTED
    comment.refresh_from_db()
    assert (comment.waived_at, comment.waived_reason) == (None, "")


def test_an_agreement_given_under_a_waiver_stands_when_the_waiver_is_taken_back(
    section: Section, contributor: Client, manager: Client, project: Project
) -> None:
    comment = say(contributor, section, kind="question")
    manager.post(url("comment_waive", section, comment.pk), {"lever-reason": "Plus tard.", "version": 1})
    agreed(section, project)
    manager.post(url("comment_block", section, comment.pk), {"version": 2})
    assert state(section) == State.VALIDATED


def test_a_waived_or_settled_question_is_not_waived_again(
    section: Section, contributor: Client, manager: Client
) -> None:
    comment = say(contributor, section)
    answer = manager.post(
        url("comment_waive", section, comment.pk), {"lever-reason": "Motif tapé.", "version": 1}
    )
    assert answer.status_code == 422
    assert "ne bloque plus" in answer.content.decode()


def test_a_reopened_question_undoes_no_agreement(
    section: Section, contributor: Client, manager: Client, project: Project
) -> None:
    comment = say(contributor, section, kind="question")
    manager.post(url("comment_resolve", section, comment.pk), {"version": 1})
    agreed(section, project)
    manager.post(url("comment_resolve", section, comment.pk), {"version": 2})
    assert state(section) == State.VALIDATED


def test_a_remark_made_a_question_opens_at_that_moment(
    section: Section, contributor: Client, project: Project
) -> None:
    comment = say(contributor, section)
    agreed(section, project)
    data = {"modifier-text": "Combien ?", "modifier-kind": "question", "modifier-version": 1}
    contributor.post(url("comment_edit", section, comment.pk), data)
    comment.refresh_from_db()
    assert comment.kind == CommentKind.QUESTION
    assert state(section) == State.VALIDATED
