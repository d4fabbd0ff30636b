"""The health address answers without signing in, and tells when a server is away."""

import socket
from collections.abc import Iterator

import pytest
from django.core.cache import cache, caches
from django.db import connections
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine on which nobody listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield int(reserved.getsockname()[1])


@pytest.mark.django_db
def test_health_says_that_both_servers_answer(client: Client) -> None:
    answer = client.get("/sante")
    assert answer.status_code == 200
    assert answer.content.decode() == "postgresql: ok\nredis: ok\n"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_health_tells_that_redis_is_away(client: Client, settings: Settings, closed_port: int) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{closed_port}/0"}
    }
    caches.__init__()  # type: ignore[misc]
    answer = client.get("/sante")
    assert answer.status_code == 503
    assert "redis: indisponible" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_health_tells_that_postgresql_is_away(client: Client) -> None:
    connection = connections["default"]
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "absent"
    try:
        answer = client.get("/sante")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    assert answer.status_code == 503
    assert "postgresql: indisponible" in answer.content.decode()
    assert cache.get("absent") is None
