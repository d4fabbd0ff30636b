"""What every test may ask for: a browser, and the environment of programs run beside the tests."""

import os
import shutil
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from tests import services

pytest_plugins = ["tests.personas", "tests.mail"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root may not use Chromium’s sandbox; the rest keeps it from calling its maker at every start.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# How long an example takes says more of the machine than of the code.
property_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_settings.load_profile("untimed")

# Playwright runs an event loop in the tests’ thread, where Django would refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_unconfigure() -> None:
    services.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `browser` every test that asks for a page, so that `-m "not browser"` leaves them out."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()) or "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The whole server is thrown away at the end: its database needs no dropping."""
    return True


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system’s Chromium (CHROMIUM names another), since Playwright’s own is a download."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.fail("Chromium est introuvable : installez-le, ou donnez son chemin dans CHROMIUM.")
    return {**browser_type_launch_args, "executable_path": path, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """See pages as a French visitor does."""
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture(scope="session")
def service_env(django_db_setup: None) -> dict[str, str]:
    """Environment of a program run beside the tests, a worker say: same servers, same test database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "crmproject.settings",
        "DATABASE_URL": database,
        "REDIS_URL": os.environ["REDIS_URL"],
        "CADRAGE_VAR": os.environ["CADRAGE_VAR"],
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
