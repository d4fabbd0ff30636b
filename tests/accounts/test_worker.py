"""A real worker with beat, a real mail server: what is told leaves by itself, and outlives what is killed."""

from pathlib import Path

import pytest
from django.utils import timezone

from accounts.delivery import CLAIM, take
from accounts.models import Kind, MailState, Notification, User
from accounts.notify import Notice, notify
from tests.factories import UserFactory
from tests.mail import SmtpSink
from tests.worker import running_worker, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]


def tell(person: User, key: str) -> None:
    notify([person], Notice(key, Kind.DECIDE, f"Chose {key}", "/projets/x/", about="CRM"))


def test_a_worker_sends_what_is_told(
    service_env: dict[str, str], smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    ada, bob = UserFactory(email="ada@exemple.fr"), UserFactory(email="bob@exemple.fr")
    # Ada’s e-mail was in the hands of a worker that died: its claim ends now.
    tell(ada, "a:1")
    claim = take(ada.pk)
    assert claim is not None
    Notification.objects.update(claimed_until=timezone.now())
    env = {**service_env, **smtp_sink.env, "MAIL_GROUP_SECONDS": "1"}
    with running_worker(env, tmp_path / "worker") as worker:
        smtp_sink.wait(1, 90)
        assert smtp_sink.to("ada@exemple.fr")[0].subject == "[CRM] Chose a:1"
        smtp_sink.stop()
        tell(bob, "b:1")
        wait_for(lambda: "mail server unreachable" in worker.log.read_text(), 60, worker.log)
        smtp_sink.start()
        smtp_sink.wait(2, 60)
    assert len(smtp_sink.received) == 2
    assert smtp_sink.to("bob@exemple.fr")[0].subject == "[CRM] Chose b:1"
    wait_for(lambda: not Notification.objects.exclude(mail=MailState.SENT).exists(), 10)
    assert CLAIM.total_seconds() > 60
