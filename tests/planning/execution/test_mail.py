"""A change request routed by the matrix, by mail: a real worker and SMTP server, and who gets what at each stage."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from charter.models import Membership, Project
from planning.models import ChangeRequest, ChangeState
from tests.factories import ProjectFactory
from tests.mail import SmtpSink
from tests.personas import ClientFor
from tests.planning.execution.routed import Routed, give, person, routed
from tests.worker import Worker, running_worker, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


@pytest.fixture
def people(transactional_db: None) -> Routed:
    made: Project = ProjectFactory(slug="negoce", manager__email="chef.projet@exemple.fr")
    found = routed(made)
    # Consulted and informed: told once all the same.
    give(found.line, person(made, "double"), "CI")
    return found


@pytest.fixture
def worker(
    people: Routed, service_env: dict[str, str], smtp_sink: SmtpSink, tmp_path: Path
) -> Iterator[Worker]:
    """A worker with beat whose mail goes to the sink."""
    with running_worker(
        {**service_env, **smtp_sink.env, "MAIL_GROUP_SECONDS": "1"}, tmp_path / "worker"
    ) as running:
        yield running


class Mailbox:
    """What arrives, stage by stage."""

    def __init__(self, sink: SmtpSink, log: Path) -> None:
        self.sink, self.log, self.read = sink, log, 0

    def next(self, expected: dict[str, str]) -> None:
        """The messages of this stage: exactly these addresses, each once, each saying these words."""
        wait_for(lambda: len(self.sink.received) - self.read >= len(expected), 120, self.log)
        found = self.sink.received[self.read :]
        self.read = len(self.sink.received)
        told = Counter(address.partition("@")[0] for one in found for address in one.to)
        assert told == Counter(list(expected))
        for one in found:
            words = expected[one.to[0].partition("@")[0]]
            assert words in " ".join(one.text.split()), one.text


def test_a_change_request_is_routed_to_the_right_people_by_the_matrix_by_mail(
    people: Routed, worker: Worker, smtp_sink: SmtpSink, client_for: ClientFor
) -> None:
    mailbox = Mailbox(smtp_sink, worker.log)

    def post(who: Membership, name: str, **data: Any) -> None:
        args: list[Any] = [people.project.slug]
        if name != "change_add":
            standing = ChangeRequest.objects.get(project=people.project)
            args.append(standing.number)
            data.setdefault("version", standing.version)
        assert client_for(who.user).post(reverse(name, args=args), data).status_code == 302

    need = "Beaucoup de devis expirent sans appel."
    post(people.author, "change_add", title="Relancer les devis", need=need)
    mailbox.next(
        {
            "instructeur": "à instruire avant le",
            "consultee": "Votre avis est demandé",
            "double": "Votre avis est demandé",
        }
    )
    assert need in smtp_sink.to("instructeur@exemple.fr")[-1].text

    post(people.consulted, "change_opinion", text="Attendu de tous.")
    mailbox.next({"instructeur": "a donné son avis"})

    post(people.instructor, "change_study", opinion="Peu coûteux.", cost="1 200", days="1,5")
    mailbox.next({"approbatrice": "à décider avant le", "auteur": "est instruite"})

    post(people.approver, "change_decide", verdict="refused", reason="Pas cette année.")
    everyone = ("auteur", "instructeur", "consultee", "double", "informe")
    mailbox.next(dict.fromkeys(everyone, "refusée"))
    assert "Pas cette année." in smtp_sink.to("auteur@exemple.fr")[-1].text

    post(people.approver, "change_reopen", reason="Le budget le permet.")
    mailbox.next(
        {
            "instructeur": "à instruire avant le",
            "consultee": "Votre avis est demandé",
            "double": "Votre avis est demandé",
            "auteur": "rouverte",
            "informe": "rouverte",
        }
    )

    post(people.instructor, "change_study", opinion="Toujours utile.", cost="1 200", days="1,5")
    mailbox.next({"approbatrice": "à décider avant le", "auteur": "est instruite"})
    post(people.approver, "change_decide", verdict="accepted", reason="Elle sert l’objectif.")
    mailbox.next(dict.fromkeys(everyone, "acceptée"))
    post(people.instructor, "change_done", note="")
    mailbox.next(
        {"auteur": "réalisée", "approbatrice": "réalisée", "informe": "réalisée", "double": "réalisée"}
    )

    assert ChangeRequest.objects.get(project=people.project).state == ChangeState.DONE
    # Whom the matrix does not name was never told, the manager neither.
    assert not smtp_sink.to("etranger@exemple.fr")
    assert not smtp_sink.to("chef.projet@exemple.fr")
