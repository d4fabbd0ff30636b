"""All comments of a project: found, counted, exported, printed."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter import homepanel
from charter.models import Project
from requirements.commentary import comments_annex
from requirements.models import Comment, CommentKind, Section, Specification
from tests.personas import ClientFor
from tests.requirements.commenting import member


@pytest.fixture
def section(project: Project, personas: dict[str, User]) -> Section:
    homepanel.start_project(project)
    return Section.objects.get(specification__project=project, key="context")


@pytest.fixture
def other(section: Section) -> Section:
    return Section.objects.get(specification=section.specification, key="summary")


@pytest.fixture
def threads(
    section: Section, other: Section, personas: dict[str, User], project: Project
) -> dict[str, Comment]:
    """A settled remark, an open question with an answer, a waived question, a decision elsewhere."""
    contributor, head = personas["contributor"], personas["head"]

    def add(text: str, **more: Any) -> Comment:
        made: Comment = Comment.objects.create(
            **{"section": section, "author": contributor, "text": text, **more}
        )
        return made

    question = add("Combien d’élèves à l’École ?", kind=CommentKind.QUESTION)
    add("Environ 400, œuvres comprises.", parent=question, author=head)
    waived = {"waived_at": question.created_at, "waived_by": "Claire Chef", "waived_reason": "Plus tard."}
    remark = add("Précisez le volume.", resolved_at=question.created_at, resolved_by="Claire Chef")
    remark.mentions.add(member(project, "head"))
    return {
        "question": question,
        "remark": remark,
        "waived": add("Et les filiales ?", kind=CommentKind.QUESTION, **waived),
        "decision": add("=SOMME(A1) retenu", section=other, kind=CommentKind.DECISION, author=head),
    }


@pytest.fixture
def reader(client_for: ClientFor) -> Client:
    return client_for("reader")


def listed(client: Client, project: Project, **query: Any) -> set[int]:
    page = client.get(reverse("comments", args=[project.slug]), query)
    assert page.status_code == 200
    return {thread.head.pk for thread in page.context["threads"]}


def test_every_thread_is_listed_and_counted(
    reader: Client, project: Project, threads: dict[str, Comment]
) -> None:
    assert listed(reader, project) == {one.pk for one in threads.values()}
    page = reader.get(reverse("comments", args=[project.slug]))
    assert page.context["counts"] == {"total": 4, "open": 3, "questions": 2, "holding": 1}
    assert "Environ 400" in page.content.decode()


def test_filters_narrow_the_list(
    client_for: ClientFor, project: Project, threads: dict[str, Comment], personas: dict[str, User]
) -> None:
    client = client_for("head")
    pks = {name: one.pk for name, one in threads.items()}
    asked: list[tuple[dict[str, Any], set[str]]] = [
        ({"section": threads["decision"].section_id}, {"decision"}),
        ({"nature": "question"}, {"question", "waived"}),
        ({"etat": "traite"}, {"remark"}),
        ({"etat": "ouvert"}, {"question", "waived", "decision"}),
        ({"auteur": personas["head"].pk}, {"question", "decision"}),
        ({"moi": "on"}, {"remark"}),
        ({"bloque": "on"}, {"question"}),
        (
            {"section": "999999", "nature": "x", "auteur": "a\x00b"},
            {"question", "waived", "decision", "remark"},
        ),
    ]
    for query, names in asked:
        assert listed(client, project, **query) == {pks[name] for name in names}, query


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ELEVES A L'ECOLE", "question"),
        ("œuvres", "question"),
        ("filiales", "waived"),
        ("100%", None),
        ("_", None),
    ],
)
def test_search_ignores_accents_and_reads_answers(
    reader: Client, project: Project, threads: dict[str, Comment], words: str, name: str | None
) -> None:
    assert listed(reader, project, q=words) == ({threads[name].pk} if name else set())


def test_a_search_finds_an_author(
    reader: Client, project: Project, threads: dict[str, Comment], personas: dict[str, User]
) -> None:
    found = listed(reader, project, q="persona responsable")
    assert found == {threads["question"].pk, threads["decision"].pk}


def test_the_export_opens_in_a_french_spreadsheet_and_runs_no_formula(
    reader: Client, project: Project, threads: dict[str, Comment]
) -> None:
    answer = reader.get(reverse("comments_csv", args=[project.slug]))
    assert answer["Content-Type"] == "text/csv; charset=cp1252"
    text = answer.content.decode("cp1252")
    lines = text.split("\r\n")
    assert lines[0].startswith("N°;En réponse au n°;Section;Nature;")
    assert len(lines) == 7
    assert "'=SOMME(A1) retenu" in text
    assert ";Réponse;" in text
    assert "Combien d’élèves" in text
    assert "Plus tard." in text
    narrowed = reader.get(reverse("comments_csv", args=[project.slug]), {"etat": "traite"})
    assert len(narrowed.content.decode("cp1252").split("\r\n")) == 3


def test_a_long_list_is_cut_in_pages_that_cost_the_same(
    reader: Client, project: Project, threads: dict[str, Comment], personas: dict[str, User]
) -> None:
    address = reverse("comments", args=[project.slug])

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(address).status_code == 200
        return len(seen)

    count()
    few = count()
    section = threads["question"].section
    for number in range(35):
        made = Comment.objects.create(section=section, author=personas["head"], text=f"Remarque {number}")
        made.mentions.add(member(project, "sponsor"))
        Comment.objects.create(section=section, author=personas["sponsor"], parent=made, text="Oui.")
    assert count() == few
    page = reader.get(address)
    assert len(page.context["threads"]) == 30
    assert 'rel="next"' in page.content.decode()


def test_the_annex_groups_threads_by_section_and_is_frozen(
    project: Project, section: Section, threads: dict[str, Comment]
) -> None:
    annex = comments_annex(Specification.objects.of(project))
    assert annex is not None
    assert [one["title"] for one in annex.data["sections"]] == [
        threads["decision"].section.title,
        section.title,
    ]
    question = annex.data["sections"][1]["threads"][0]
    assert question["kind"] == "Question"
    assert [answer["text"] for answer in question["answers"]] == ["Environ 400, œuvres comprises."]
    printed = render_to_string(annex.template, {"data": annex.data})
    assert "Blocage levé" in printed
    assert "Plus tard." in printed
    assert "4&nbsp;fils de commentaires, dont 3 ouverts" in printed


def test_without_comments_there_is_no_annex(project: Project, section: Section) -> None:
    assert comments_annex(Specification.objects.of(project)) is None
