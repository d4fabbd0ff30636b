"""The usage charter: articles, proposals, versions that nothing changes, and what differs between them."""

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from charter.actions.usage import add_starting_set, publish
from charter.models import Project, UsageArticle, UsageCharter, UsageProposal, UsageVersion
from charter.usage.content import changes, lines_of
from charter.usage.reading import load_usage
from charter.usage.start import ARTICLES
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.richtext import clean_html
from tests.charter.usages import published, rewritten
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


def at(project: Project, name: str, *args: object) -> str:
    return reverse(name, args=[project.slug, *args])


def test_the_starting_set_comes_once_and_is_clean(project: Project) -> None:
    assert add_starting_set(project=project) == len(ARTICLES)
    assert add_starting_set(project=project) == 0
    state = load_usage(project.pk)
    assert all(clean_html(one.text) == one.text for one in state.articles)
    assert [one.title for one in state.articles] == [title for title, _ in ARTICLES]
    assert "surveiller" in str(state.draft)
    first = state.articles[0]
    first.put_aside(read_version=first.version)
    assert add_starting_set(project=project) == 1


def test_r_charte_versions_are_numbered_and_named_by_their_fingerprint(project: Project) -> None:
    first = published(project)
    assert (first.number, first.fingerprint) == (1, fingerprint(first.content))
    assert first.author_name == str(project.manager)
    second = rewritten(project)
    assert second.number == 2
    assert second.fingerprint != first.fingerprint
    assert load_usage(project.pk).is_published


def test_nothing_changes_a_published_version(project: Project) -> None:
    version = published(project)
    with pytest.raises(InternalError, match="pgtrigger"), transaction.atomic():
        UsageVersion.objects.filter(pk=version.pk).update(note="Autre chose")


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        ("nothing", "aucun article"),
        ("empty", "ne disent rien"),
        ("same", "Rien n’a changé"),
        ("mute", "ce qui change"),
    ],
)
def test_what_can_not_be_published_says_why(prepare: str, words: str, project: Project) -> None:
    if prepare == "empty":
        UsageArticle.objects.create(project=project, title="Confidentialité", text="<p> </p>")
    if prepare in {"same", "mute"}:
        published(project)
    if prepare == "mute":
        article = UsageArticle.objects.filter(project=project)[0]
        article.write(read_version=article.version, text="<p>Neuf.</p>")
    with pytest.raises(RefusedError, match=words):
        publish(project=project, note="", read=load_usage(project.pk).fingerprint, by=project.manager)
    assert UsageVersion.objects.count() == (prepare in {"same", "mute"})


def test_a_draft_that_moved_is_shown_again_with_the_typed_note(
    project: Project, client_for: ClientFor
) -> None:
    add_starting_set(project=project)
    with pytest.raises(ContentChangedError):
        publish(project=project, note="", read="a" * 64, by=project.manager)
    url = at(project, "usage_publish")
    answer = client_for(project.manager).post(url, {"note": "Une note", "read": "b" * 64})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Une note" in page
    assert load_usage(project.pk).fingerprint in page
    empty = client_for(project.manager).post(url, {"note": "x", "read": load_usage(project.pk).fingerprint})
    assert empty.status_code == 302


def test_publishing_an_empty_charter_is_refused_on_its_page(project: Project, client_for: ClientFor) -> None:
    answer = client_for(project.manager).post(at(project, "usage_publish"), {"note": "", "read": ""})
    # The fingerprint of nothing was not read either.
    assert answer.status_code in {409, 422}
    assert "aucun article" in answer.content.decode()


def test_changes_are_told_article_by_article() -> None:
    def content(*articles: tuple[str, str]) -> dict[str, object]:
        return {
            "title": "Charte",
            "preamble": "<p>Avant.</p>",
            "articles": [{"title": title, "text": text} for title, text in articles],
        }

    before = content(("Un", "<p>Un texte</p>"), ("Deux", "<p>Deux</p>"), ("Trois", "<p>Trois</p>"))
    after = content(("Deux", "<p>Deux mots</p>"), ("Un bis", "<p>Un texte</p>"), ("Neuf", "<p>Neuf</p>"))
    told = [(one.kind, str(one.title)) for one in changes(before, after)]
    assert [kind for kind, _ in told] == ["same", "changed", "changed", "added", "removed"]
    assert "<ins>" in str(changes(before, after)[1].text)
    assert "<script>" not in str(changes(before, content(("<script>", "<p>&lt;script&gt;</p>"))))


def test_rich_text_reads_as_lines() -> None:
    assert lines_of("<p>Un</p><ul><li><p>deux</p></li><li>trois</li></ul>") == "Un\n– deux\n– trois"


def test_the_pages_show_versions_and_what_differs(project: Project, client_for: ClientFor) -> None:
    published(project)
    rewritten(project)
    reader = client_for(project.manager)
    for name, number in (("usage_version", 1), ("usage_version", 2), ("usage_changes", 2)):
        assert reader.get(at(project, name, number)).status_code == 200, name
    assert "Tout autre texte" in reader.get(at(project, "usage_changes", 2)).content.decode()
    assert reader.get(at(project, "usage_changes", 1)).status_code == 404
    assert reader.get(at(project, "usage_changes", 1), {"de": "2"}).status_code == 200
    assert reader.get(at(project, "usage_version", 9)).status_code == 404


def test_a_proposal_is_answered_with_a_reason_and_its_author_is_told(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    add_starting_set(project=project)
    article = UsageArticle.objects.filter(project=project)[0]
    url = at(project, "usage_proposals")
    assert client_for("reader").post(url, {"article": article.pk, "text": "x"}).status_code == 403
    refused = client_for("contributor").post(url, {"article": "", "text": "Mon idée"})
    assert refused.status_code == 422
    assert "Mon idée" in refused.content.decode()
    client_for("contributor").post(url, {"article": article.pk, "text": "Mon idée"})
    proposal = UsageProposal.objects.get()
    assert Notification.objects.filter(user=project.manager, key=f"usage-proposal:{proposal.pk}").exists()
    answer_url = at(project, "usage_proposal_answer", proposal.pk)
    mute = client_for("manager").post(answer_url, {"verdict": "declined", "answer": " "})
    assert mute.status_code == 422
    assert "pourquoi" in mute.content.decode()
    client_for("manager").post(answer_url, {"verdict": "declined", "answer": "Déjà dit à l’article 3."})
    proposal.refresh_from_db()
    assert proposal.state == "declined"
    told = Notification.objects.get(user=personas["contributor"])
    assert told.detail == "Déjà dit à l’article 3."
    assert client_for("manager").post(answer_url, {"verdict": "accepted"}).status_code == 422


def test_an_accepted_proposal_leads_to_its_article(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    add_starting_set(project=project)
    article = UsageArticle.objects.filter(project=project)[0]
    proposal = UsageProposal.objects.create(article=article, author=personas["head"], text="Mieux")
    answer = client_for("manager").post(
        at(project, "usage_proposal_answer", proposal.pk), {"verdict": "accepted"}
    )
    assert answer["Location"].endswith(f"/listes/articles-charte-usage/{article.pk}/")
    assert client_for("manager").get(answer["Location"]).status_code == 200


def test_an_article_without_text_keeps_what_was_typed(project: Project, client_for: ClientFor) -> None:
    url = at(project, "register_add", "articles-charte-usage")
    answer = client_for(project.manager).post(url, {"title": "Mon titre", "text": "<p></p>"})
    assert answer.status_code == 422
    assert "Mon titre" in answer.content.decode()
    client_for(project.manager).post(url, {"title": "Mon titre", "text": "<p>Dit <script>x</script></p>"})
    assert UsageArticle.objects.get().text == "<p>Dit </p>"


def test_two_people_who_write_the_first_preamble_both_keep_it(
    project: Project, client_for: ClientFor
) -> None:
    url = at(project, "usage_presentation")
    client = client_for(project.manager)
    assert client.get(url).status_code == 200
    first = {"title": "Charte", "preamble": "<p>Un.</p>", "version": "0"}
    assert client.post(url, first).status_code == 302
    second = client.post(url, {**first, "preamble": "<p>Deux.</p>"})
    assert second.status_code == 409
    assert "Deux." in second.content.decode()
    assert UsageCharter.objects.get().preamble == "<p>Un.</p>"


def test_the_home_of_the_charter_is_read_by_all(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    published(project)
    for persona in ("manager", "reader", "contributor"):
        page = client_for(persona).get(at(project, "usage_charter"))
        assert page.status_code == 200
        assert ("Articles</a>" in page.content.decode()) == (persona == "manager")


def test_pages_before_anything_is_written(project: Project, client_for: ClientFor) -> None:
    client: Client = client_for(project.manager)
    for name in ("usage_charter", "usage_proposals", "usage_publish", "usage_campaign", "usage_committee"):
        assert client.get(at(project, name)).status_code == 200, name
    assert client.get(at(project, "usage_campaign_open")).status_code == 302
