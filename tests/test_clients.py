import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.clients import WriteDuringReadError, refuse_writes
from tests.personas import PERSONAS, ClientFor


def test_a_write_during_a_get_fails_the_test(personas: dict[str, User]) -> None:
    with connection.execute_wrapper(refuse_writes), pytest.raises(WriteDuringReadError):
        User.objects.filter(pk=personas["reader"].pk).update(name="Autre")


def test_reads_pass(personas: dict[str, User]) -> None:
    with connection.execute_wrapper(refuse_writes):
        assert set(personas) == set(PERSONAS)


def test_the_plain_client_is_the_guarded_one(client: Client, client_for: ClientFor) -> None:
    assert type(client) is type(client_for("reader"))
