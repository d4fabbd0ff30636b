"""System checks name what a deployed site lacks."""

from pathlib import Path

import pytest
from pytest_django import Settings

from crmproject import checks


def test_links_must_be_https(settings: Settings) -> None:
    settings.SITE_URL = "http://cadrage.example.org"
    assert [problem.id for problem in checks.site_url_is_https()] == ["cadrage.E001"]
    settings.SITE_URL = "https://cadrage.example.org"
    assert checks.site_url_is_https() == []


@pytest.mark.parametrize(("host", "expected"), [("localhost", ["cadrage.W002"]), ("mail.example.org", [])])
def test_mail_needs_a_server(settings: Settings, host: str, expected: list[str]) -> None:
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": {"host": host}}}
    assert [problem.id for problem in checks.mail_goes_out()] == expected


def test_uploads_must_have_a_place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert checks.media_is_writable() == []
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    assert [problem.id for problem in checks.media_is_writable()] == ["cadrage.E002"]


@pytest.mark.parametrize(("host", "expected"), [("db.example.org", ["cadrage.W001"]), ("/run/x", [])])
def test_development_warns_on_a_remote_database(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, host: str, expected: list[str]
) -> None:
    settings.DEVELOPMENT = True
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", host)
    assert [problem.id for problem in checks.relaxed_mode_stays_local()] == expected


def test_a_deployed_site_is_no_demo(settings: Settings) -> None:
    settings.DEVELOPMENT, settings.DEMO = False, True
    assert [problem.id for problem in checks.one_mode_only()] == ["cadrage.E003"]
    settings.DEMO = False
    assert checks.one_mode_only() == []
