"""The tests’ own ground: a browser that opens pages, and programs that see the test database."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from crmproject.environment import BASE_DIR


def test_chromium_opens_a_page_of_the_site(live_server: LiveServer, page: Page) -> None:
    answer = page.goto(f"{live_server.url}/sante")
    assert answer is not None
    assert answer.ok
    assert "redis: ok" in page.content()
    assert page.evaluate("navigator.language") == "fr-FR"


@pytest.mark.django_db
def test_a_program_beside_the_tests_uses_the_test_database(service_env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"],
        env=service_env,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "/test_cadrage" in service_env["DATABASE_URL"]


def test_nothing_of_a_developer_is_used() -> None:
    assert os.environ["CADRAGE_VAR"] in os.environ["DATABASE_URL"].replace("%2F", "/")
    assert not os.environ["CADRAGE_VAR"].startswith(str(BASE_DIR))
