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


def smtp(**options: object) -> dict[str, object]:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    usual = {"host": "mail.example.org", "port": 587, "use_tls": True, "username": "u", "password": "p"}
    return {"default": {"BACKEND": backend, "OPTIONS": {**usual, **options}}}


def test_two_kinds_of_tls_are_an_error(settings: Settings) -> None:
    settings.MAILERS = smtp(use_ssl=True)
    assert [problem.id for problem in checks.one_kind_of_tls()] == ["cadrage.E004"]
    settings.MAILERS = smtp()
    assert checks.one_kind_of_tls() == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, []),
        ({"port": 465, "use_tls": False, "use_ssl": True}, []),
        ({"port": 25, "use_tls": False, "username": "", "password": ""}, []),
        ({"port": 465}, ["EMAIL_PORT vaut 465 sans"]),
        ({"use_tls": False, "use_ssl": True}, ["EMAIL_PORT vaut 587 avec"]),
        ({"password": ""}, ["vont ensemble"]),
        ({"use_tls": False}, ["en clair"]),
    ],
)
def test_mail_settings_that_contradict_each_other_are_told(
    settings: Settings, options: dict[str, object], told: list[str]
) -> None:
    settings.MAILERS = smtp(**options)
    problems = checks.mail_settings_agree()
    assert [problem.id for problem in problems] == ["cadrage.W003"] * len(told)
    assert all(words in problem.msg for words, problem in zip(told, problems, strict=True))


@pytest.mark.parametrize(
    ("sender", "expected"),
    [("Cadrage CRM <cadrage@localhost>", ["cadrage.W004"]), ("", ["cadrage.W004"]), ("a@example.org", [])],
)
def test_mail_needs_a_sender(settings: Settings, sender: str, expected: list[str]) -> None:
    settings.DEFAULT_FROM_EMAIL = sender
    assert [problem.id for problem in checks.sender_is_somebody()] == expected


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
