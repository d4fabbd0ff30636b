"""No table, log or timestamp order links an anonymous fear to a person (docs/anonymat.md)."""

import logging
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from gunicorn.config import Config

from accounts.models import User
from charter.actions import fears
from charter.forms.risks import FearForm
from charter.models import AnonymousFear, FearCollection, Project, Risk, WaitingFear
from crmproject.accesslog import AccessLog
from crmproject.environment import BASE_DIR
from crmproject.toolkit.anonymous import AnonymousPages
from crmproject.toolkit.refusals import RefusedError
from tests.charter.project_files import dumped
from tests.factories import MembershipFactory, ProjectFactory, RiskFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

TRACES: dict[str, Any] = {
    "HTTP_USER_AGENT": "Navigateur de Camille/1.0",
    "HTTP_X_FORWARDED_FOR": "203.0.113.7",
    "REMOTE_ADDR": "203.0.113.7",
    "HTTP_REFERER": "http://localhost/projets/negoce/",
}


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def collection(project: Project) -> FearCollection:
    return fears.open_collection(project=project, invitation="")


@pytest.fixture
def page(collection: FearCollection) -> str:
    return reverse("fear_leave", args=[collection.token])


def whole_database() -> dict[str, list[str]]:
    """Every row of every table, sequences included, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t')  # noqa: S608  # names of tables, read above
            found[name] = sorted(row for (row,) in cursor.fetchall())
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        found["sequences"] = sorted(map(str, cursor.fetchall()))
    return found


def columns_of(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
        )
        return dict(cursor.fetchall())


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> set[str]:
    return {name for name in after if before.get(name) != after[name]}


def test_a_fear_changes_one_table_that_names_nobody_and_no_moment(
    page: str, client_for: ClientFor, personas: dict[str, User], caplog: pytest.LogCaptureFixture
) -> None:
    member = client_for("contributor")
    before = whole_database()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as seen:
        answer = member.post(page, {"text": "On va me surveiller"}, **TRACES)
    assert answer.status_code == 302
    after = whole_database()
    assert changed(before, after) == {"charter_waitingfear"}
    assert columns_of("charter_waitingfear") == {
        "id": "uuid",
        "project_id": "bigint",
        "text": "character varying",
    }
    asked = " ".join(one["sql"] for one in seen.captured_queries)
    assert "django_session" not in asked
    assert "accounts_user" not in asked
    assert "pghistory_context" not in asked
    assert [one.message for one in caplog.records if one.name != "django.db.backends"] == []
    assert not answer.cookies


def test_what_is_shown_is_dated_by_the_day_of_its_batch(collection: FearCollection) -> None:
    assert columns_of("charter_anonymousfear") == {
        "id": "uuid",
        "project_id": "bigint",
        "text": "character varying",
        "released_on": "date",
        "risk_id": "bigint",
        "is_aside": "boolean",
    }
    for day in range(3):
        with time_machine.travel(f"2027-02-0{day + 1}T10:00:00+01:00", tick=False):
            fears.leave_fear(collection=collection, text=f"Crainte {day}")
    with time_machine.travel("2027-02-20T10:00:00+01:00", tick=False):
        fears.release_fears(project=collection.project)
    assert {str(one.released_on) for one in AnonymousFear.objects.all()} == {"2027-02-20"}


@pytest.mark.django_db(transaction=True)
def test_neither_place_nor_transaction_nor_file_tells_the_order_of_arrival() -> None:
    project = ProjectFactory()
    collection = fears.open_collection(project=project, invitation="")
    files = set()
    for number in range(9):
        fears.leave_fear(collection=collection, text=f"Crainte {number}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_filenode('charter_waitingfear')")
            files.add(cursor.fetchone())
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, text FROM charter_waitingfear ORDER BY ctid")
        rows = cursor.fetchall()
    # One transaction wrote them all, in an order drawn by lot, in a file that holds nothing older.
    assert len({xmin for xmin, _ in rows}) == 1
    assert [text for _, text in rows] != [f"Crainte {number}" for number in range(9)]
    assert len(files) == 9
    waited = {one.pk for one in WaitingFear.objects.all()}
    fears.release_fears(project=project)
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, text FROM charter_anonymousfear ORDER BY ctid")
        shown = cursor.fetchall()
    assert len({xmin for xmin, _ in shown}) == 1
    assert [text for _, text in shown] != [f"Crainte {number}" for number in range(9)]
    # Not even their keys follow them.
    assert not waited & {one.pk for one in AnonymousFear.objects.all()}


def test_the_page_is_the_same_for_whoever_comes(
    page: str, client_for: ClientFor, personas: dict[str, User]
) -> None:
    pages = {
        client_for(who).get(page, **TRACES).content for who in ("manager", "reader", "stranger", "anonymous")
    }
    assert len(pages) == 1
    answer = client_for("manager").get(page)
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    assert b"<script" not in answer.content
    assert not answer.cookies


def test_a_request_loses_all_that_tells_its_author() -> None:
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        answer = HttpResponse()
        answer.set_cookie("trace", "1")
        return answer

    request = RequestFactory().post("/craintes/abc/", HTTP_COOKIE="sessionid=secret", **TRACES)
    answer = AnonymousPages(view)(request)
    told = " ".join(map(str, seen[0].META.values()))
    assert not seen[0].COOKIES
    for trace in ("secret", "203.0.113.7", "Camille", "negoce"):
        assert trace not in told
    assert not answer.cookies
    other = RequestFactory().get("/projets/", HTTP_COOKIE="sessionid=secret", **TRACES)
    AnonymousPages(view)(other)
    assert seen[1].COOKIES == {"sessionid": "secret"}


@pytest.mark.parametrize(("path", "lines"), [("/craintes/abc/", 0), ("/projets/", 1)])
def test_the_servers_journal_says_nothing_of_these_pages(path: str, lines: int) -> None:
    config = Config()
    config.set("accesslog", "-")
    log = AccessLog(config)
    written: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = written.append  # type: ignore[method-assign, assignment]
    log.access_log.handlers = [handler]
    answer = SimpleNamespace(status="200 OK", headers=[], sent=10)
    environ = {
        "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": path,
        "REQUEST_METHOD": "POST",
        "REMOTE_ADDR": "203.0.113.7",
        "RAW_URI": path,
    }
    log.access(answer, SimpleNamespace(headers=[]), environ, timedelta(milliseconds=3))
    assert len(written) == lines


def test_every_server_that_we_start_keeps_that_journal() -> None:
    for name in ("Dockerfile", "crmproject/demo.py"):
        assert "--logger-class=crmproject.accesslog.AccessLog" in (BASE_DIR / name).read_text()


@pytest.mark.parametrize("status", [404, 422, 429])
def test_a_refusal_leaves_no_line_in_the_journal(
    status: int, page: str, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    if status == 429:
        monkeypatch.setattr(fears, "MOST_A_DAY", 0)
        client.post(page, {"text": "Une première"})
    target = page if status != 404 else reverse("fear_leave", args=["inconnu"])
    with caplog.at_level(logging.DEBUG):
        answer = client.post(target, {"text": "x" * 301 if status == 422 else "Une crainte"})
    assert answer.status_code == status
    assert [one.message for one in caplog.records if one.name != "django.db.backends"] == []


def test_what_was_typed_stays_when_it_is_refused(page: str, client: Client) -> None:
    answer = client.post(page, {"text": "y" * 301})
    assert "y" * 301 in answer.content.decode()
    assert "Écrivez ce que vous craignez" in client.post(page, {"text": "  "}).content.decode()


def test_arrivals_are_counted_by_day_and_collection_only(page: str, collection: FearCollection) -> None:
    with time_machine.travel("2027-02-03T15:00:00+01:00", tick=False):
        assert fears.may_leave(collection)
    names = [key.decode() for key in cache._cache.get_client(None).keys("*")]  # type: ignore[attr-defined]
    assert [name for name in names if "fears" in name] == [f":1:limit:fears:{collection.pk}:2027-02-03"]


def test_fears_are_read_by_three_at_least(
    collection: FearCollection, client_for: ClientFor, personas: Any
) -> None:
    manager, project = client_for("manager"), collection.project
    for number in range(2):
        fears.leave_fear(collection=collection, text=f"Crainte {number}")
    answer = manager.post(reverse("fear_release", args=[project.slug]))
    assert answer.status_code == 422
    assert "à partir de 3 craintes" in answer.content.decode()
    assert "Crainte 0" not in answer.content.decode()
    fears.leave_fear(collection=collection, text="Crainte 2")
    read = manager.post(reverse("fear_release", args=[project.slug]), follow=True).content.decode()
    assert all(f"Crainte {number}" in read for number in range(3))
    assert not WaitingFear.objects.exists()


@pytest.mark.parametrize(("asked", "size"), [(1, 3), (5, 5)])
def test_a_batch_is_never_under_three(asked: int, size: int, settings: Any) -> None:
    settings.FEARS_BATCH = asked
    assert fears.batch_size() == size


def test_the_number_that_waits_is_shown_to_nobody(
    collection: FearCollection, client_for: ClientFor, personas: Any
) -> None:
    url = reverse("fear_collection", args=[collection.project.slug])
    pages = []
    for number in range(3):
        pages.append(client_for("manager").get(url).context["ready"])
        fears.leave_fear(collection=collection, text=f"Crainte {number}")
    assert pages == [False, False, False]
    assert client_for("manager").get(url).context["ready"]


def test_another_projects_fears_stay_where_they_wait(collection: FearCollection) -> None:
    other = fears.open_collection(project=ProjectFactory(), invitation="")
    for number in range(3):
        fears.leave_fear(collection=collection, text=f"Ici {number}")
        fears.leave_fear(collection=other, text=f"Là {number}")
    assert fears.release_fears(project=collection.project) == 3
    assert {one.text for one in WaitingFear.objects.all()} == {"Là 0", "Là 1", "Là 2"}


def test_a_closed_address_never_opens_again(
    collection: FearCollection, page: str, client: Client, client_for: ClientFor, personas: Any
) -> None:
    project, manager = collection.project, client_for("manager")
    close = reverse("fear_collection_close", args=[project.slug])
    manager.post(close, {"token": collection.token})
    assert client.get(page).status_code == 404
    with pytest.raises(RefusedError):
        fears.leave_fear(collection=collection, text="Trop tard")
    again = fears.open_collection(project=project, invitation="")
    assert again.token != collection.token
    assert client.get(page).status_code == 404
    # A second tab that shows the former address closes nothing.
    manager.post(close, {"token": collection.token})
    assert FearCollection.objects.get(project=project).is_open


def test_a_keyboard_leaves_no_mark_in_the_text() -> None:
    assert (
        fears.plain_text("  L'outil\u200b\u00ad va\u202fme\nsurveiller\u2009! ")
        == "L’outil va me surveiller !"
    )


def make_read(project: Project, text: str = "On ne m’écoutera pas") -> AnonymousFear:
    return AnonymousFear.objects.create(project=project, text=text, released_on=project.start)


def test_the_manager_takes_a_fear_up_in_words_of_his_own(
    project: Project, client_for: ClientFor, personas: Any
) -> None:
    fear, manager = make_read(project), client_for("manager")
    url = reverse("fear_take", args=[project.slug, fear.pk])
    assert "On ne m’écoutera pas" in manager.get(url).content.decode()
    assert manager.post(url, {"title": "Ne pas être écouté", "version": ""}).status_code == 302
    risk = Risk.objects.get(project=project)
    assert (risk.title, risk.kind) == ("Ne pas être écouté", "fear")
    fear.refresh_from_db()
    assert fear.is_taken
    manager.post(url, {"title": "Encore"})
    assert Risk.objects.filter(project=project).count() == 1
    risk.put_aside(read_version=risk.version)
    assert manager.post(url, {"title": "De nouveau"}).status_code == 302


def test_of_two_tabs_one_takes_the_fear(project: Project, client_for: ClientFor, personas: Any) -> None:
    fear = make_read(project)
    taken = RiskFactory(project=project, kind="fear")
    AnonymousFear.objects.filter(pk=fear.pk).update(risk=taken)
    form = FearForm({"title": "Autre", "version": ""}, project=project)
    assert form.is_valid()
    with pytest.raises(RefusedError):
        fears.take_fear(fear=fear, form=form)
    assert Risk.objects.filter(project=project).count() == 1


def test_a_fear_left_out_comes_back(project: Project, client_for: ClientFor, personas: Any) -> None:
    fear, manager = make_read(project), client_for("manager")
    url = reverse("fear_aside", args=[project.slug, fear.pk])
    manager.post(url)
    fear.refresh_from_db()
    assert fear.is_aside
    manager.post(url, {"retablir": "1"})
    fear.refresh_from_db()
    assert not fear.is_aside


def test_members_find_the_address_and_only_the_manager_reads(
    project: Project, collection: FearCollection, client_for: ClientFor, personas: Any
) -> None:
    make_read(project, "Un secret")
    page = client_for("reader").get(reverse("register", args=[project.slug, "craintes"])).content.decode()
    assert reverse("fear_leave", args=[collection.token]) in page
    assert "Un secret" not in page
    assert client_for("reader").get(reverse("fear_collection", args=[project.slug])).status_code == 403


def test_a_project_file_holds_nothing_of_it(project: Project, collection: FearCollection) -> None:
    MembershipFactory(project=project)
    fears.leave_fear(collection=collection, text="Dit sans nom")
    make_read(project, "Lu sans nom")
    text = dumped(project)
    assert "sans nom" not in text
    assert collection.token not in text
