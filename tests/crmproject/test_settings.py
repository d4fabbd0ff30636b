"""A production site refuses to start with a default secret, DEBUG, or no list of hosts."""

import os
import subprocess
import sys

import pytest

from crmproject.environment import BASE_DIR

PRODUCTION = {
    "DATABASE_URL": "postgresql://cadrage@db/cadrage",
    "REDIS_URL": "redis://queue:6379/0",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "cadrage.example.org",
}


def load_settings(show: str, changes: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    """Import the settings in a fresh interpreter, with a production environment and these changes."""
    wanted = {**PRODUCTION, **changes}
    environment = {
        "PATH": os.environ["PATH"],
        **{name: value for name, value in wanted.items() if value is not None},
    }
    code = f"from crmproject import settings; print({show})"
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=BASE_DIR, capture_output=True, text=True
    )


def test_a_complete_production_environment_is_accepted() -> None:
    done = load_settings("settings.DEBUG, settings.HTTPS, settings.SECURE_HSTS_SECONDS > 0", {})
    assert done.stdout.strip() == "False True True", done.stderr


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY est absente"),
        ({"SECRET_KEY": "insecure-development-key-never-used-in-production"}, "celle du développement"),
        ({"SECRET_KEY": "k" * 49}, "moins de 50 caractères"),
        ({"DEBUG": "on"}, "DEBUG est activé"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS ne nomme aucun hôte"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS ne nomme aucun hôte"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
    ],
)
def test_production_refuses_to_start(changes: dict[str, str | None], reason: str) -> None:
    done = load_settings("'ok'", changes)
    assert done.returncode == 1
    assert "ImproperlyConfigured" in done.stderr
    assert reason in done.stderr


@pytest.mark.parametrize("mode", ["CADRAGE_DEV", "CADRAGE_DEMO"])
def test_development_and_demo_need_no_secret(mode: str) -> None:
    changes: dict[str, str | None] = {mode: "1", "SECRET_KEY": None, "ALLOWED_HOSTS": None}
    done = load_settings("settings.ALLOWED_HOSTS[0], settings.HTTPS", changes)
    assert done.stdout.strip() == "localhost False", done.stderr


def test_a_socket_folder_in_the_address_of_the_database_is_understood() -> None:
    address = "postgresql://postgres@%2Ftmp%2FDonn%C3%A9es%20du%20site%2Frun:5432/cadrage"
    done = load_settings("settings.DATABASES['default']['HOST']", {"DATABASE_URL": address})
    assert done.stdout.strip() == "/tmp/Données du site/run", done.stderr  # noqa: S108
