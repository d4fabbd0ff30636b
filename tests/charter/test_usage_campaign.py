"""Signing campaigns: whom they ask, what their page shows and to whom, reminders, and what a mail server refuses."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, User
from accounts.reminding import remind_all as remind_members
from charter.actions.usage_signing import add_people, close_campaign, open_campaign, reopen_campaign
from charter.models import Project, UsageCampaign, UsageInvitation, UsageMail, UsageSignature
from charter.models.usage_mails import UsageMailState
from charter.usage import outbox
from charter.usage.coverage import load_coverage
from charter.usage.recipients import Person, read_list
from charter.usage.reminding import remind_all
from crmproject.toolkit.refusals import RefusedError
from tests.charter.usages import STAFF, campaign_of, invited, link, published, rewritten, seat, sign_as
from tests.mail import SmtpSink
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db
LIST = "Alice Martin ; alice@exemple.fr ; COM\nalice@exemple.fr ; Logistique\nBruno <bruno@exemple.fr>"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def at(project: Project, name: str, *args: object) -> str:
    return reverse(name, args=[project.slug, *args])


def test_a_pasted_list_is_read_line_by_line() -> None:
    read = read_list(
        "Nom;Adresse e-mail;Service\nAlice Martin;Alice@Exemple.fr;Commercial\nbruno@exemple.fr\n\n"
        "Chloé Roux <chloe@exemple.fr>\nDavid Noël\tdavid@exemple.fr\tAchats\nAlice, alice@exemple.fr, Direction"
    )
    assert read.problems == []
    assert read.people == [
        Person("Alice Martin", "alice@exemple.fr", "Commercial"),
        Person("", "bruno@exemple.fr"),
        Person("Chloé Roux", "chloe@exemple.fr"),
        Person("David Noël", "david@exemple.fr", "Achats"),
    ]
    assert read.repeated == ["alice@exemple.fr"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Alice Martin", "aucune adresse"),
        ("a@exemple.fr ; b@exemple.fr", "plusieurs adresses"),
        ("alice@", "n’est pas une adresse"),
        ("a ; b ; c ; alice@exemple.fr", "plus de trois"),
        ("é" * 300 + " ; alice@exemple.fr", "trop long"),
    ],
)
def test_each_wrong_line_is_told_with_its_number(line: str, words: str) -> None:
    read = read_list(f"ok@exemple.fr\n{line}")
    [problem] = read.problems
    assert problem.startswith("Ligne 2 «\u00a0")
    assert words in problem


def test_a_campaign_opens_from_its_page(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    published(project)
    client, url = client_for("manager"), at(project, "usage_campaign_open")
    due = (timezone.localdate() + datetime.timedelta(days=5)).isoformat()
    assert client.get(url).status_code == 200
    nobody = client.post(url, {"due": due, "people": "", "message": "Mon mot"})
    assert nobody.status_code == 422
    assert "aucun destinataire" in nobody.content.decode()
    assert "Mon mot" in nobody.content.decode()
    wrong = client.post(url, {"due": due, "people": f"{LIST}\nsans adresse"})
    assert wrong.status_code == 422
    assert "Ligne 4" in wrong.content.decode()
    assert "sans adresse" in wrong.content.decode()
    late = client.post(url, {"due": "2020-01-01", "people": LIST})
    assert "Cette date est passée" in late.content.decode()
    opened = client.post(url, {"due": due, "people": LIST, "members": "on"}, follow=True)
    page = opened.content.decode()
    assert "retenues une seule" in page
    campaign = UsageCampaign.objects.get()
    # The five personas and the manager, Alice and Bruno.
    assert campaign.invitations.count() == 8
    assert invited(campaign, "alice@exemple.fr").department == "Commercial"
    assert invited(campaign, "head@exemple.fr").member is not None
    assert UsageMail.objects.count() == 8
    assert client.get(url).status_code == 302


def test_an_old_version_opens_no_campaign(project: Project) -> None:
    first = published(project)
    rewritten(project)
    with pytest.raises(RefusedError, match="remplace celle-ci"):
        open_campaign(
            version=first,
            due=timezone.localdate(),
            message="",
            people=STAFF,
            members=False,
            by=project.manager,
        )


def test_newcomers_are_added_to_a_running_campaign(project: Project, client_for: ClientFor) -> None:
    campaign = campaign_of(project)
    client, url = client_for(project.manager), at(project, "usage_campaign_add")
    assert client.post(url, {"people": " "}).status_code == 422
    typed = client.post(url, {"people": "rien ici"})
    assert typed.status_code == 422
    assert "rien ici" in typed.content.decode()
    page = client.post(url, {"people": "nadia@exemple.fr\nalice@exemple.fr"}, follow=True).content.decode()
    assert "1 demande part" in page
    assert "Déjà dans la campagne\u00a0: alice@exemple.fr" in page
    close_campaign(campaign=campaign)
    assert client.post(url, {"people": "omar@exemple.fr"}).status_code == 422
    with pytest.raises(RefusedError, match="close"):
        add_people(campaign=campaign, people=STAFF)


def test_r_signatures_coverage_counts_by_department(project: Project, client: Client) -> None:
    campaign = campaign_of(project)
    for email in ("alice@exemple.fr", "chloe@exemple.fr"):
        sign_as(client, invited(campaign, email))
    bruno = invited(campaign, "bruno@exemple.fr")
    client.post(link(bruno), {"do": "open"})
    client.post(link(bruno), {"do": "refuse", "reason": "Non."})
    client.post(link(invited(campaign, "emma@exemple.fr")), {"do": "not_me"})
    coverage = load_coverage(campaign.version)
    assert coverage.words == "2 signatures sur 4"
    assert [(one.department, one.signed, one.asked, one.refused, one.unopened) for one in coverage.lines] == [
        ("Commercial", 1, 2, 1, 0),
        ("Direction", 1, 1, 0, 0),
        ("Logistique", 0, 1, 0, 1),
    ]
    assert coverage.out == 1
    assert coverage.total.share == 50


def test_only_the_committee_and_the_manager_see_addresses(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    campaign = campaign_of(project)
    seat(project, "head@exemple.fr")
    sign_as(client_for("anonymous"), invited(campaign, "alice@exemple.fr"))
    signature = UsageSignature.objects.get()
    for persona, sees in (("manager", True), ("head", True), ("reader", False), ("steering", False)):
        client = client_for(persona)
        page = client.get(at(project, "usage_campaign")).content.decode()
        assert "1 signature sur 5" in page
        assert ("bruno@exemple.fr" in page) == sees, persona
        for url in (at(project, "usage_campaign_csv"), at(project, "usage_signature", signature.pk)):
            assert client.get(url).status_code == (200 if sees else 403), (persona, url)


def test_the_list_is_filtered(project: Project, client_for: ClientFor) -> None:
    campaign = campaign_of(project)
    sign_as(client_for("anonymous"), invited(campaign, "alice@exemple.fr"))
    client, url = client_for(project.manager), at(project, "usage_campaign")

    def found(**asked: str) -> set[str]:
        page = client.get(url, asked).content.decode()
        return {person.email for person in STAFF if person.email in page}

    assert found(q="chloe") == {"chloe@exemple.fr"}
    assert found(etat="signed") == {"alice@exemple.fr"}
    assert found(service="Commercial") == {"alice@exemple.fr", "bruno@exemple.fr"}
    assert found(etat="asked", service="Commercial") == {"bruno@exemple.fr"}


def test_the_csv_holds_no_formula(project: Project, client_for: ClientFor) -> None:
    campaign = campaign_of(project, [Person("=2+2", "alice@exemple.fr", "@service")])
    sign_as(client_for("anonymous"), invited(campaign, "alice@exemple.fr"), "+Alice Martin")
    text = client_for(project.manager).get(at(project, "usage_campaign_csv")).content.decode("cp1252")
    assert "'=2+2;alice@exemple.fr;'@service;Signée" in text
    assert "'+Alice Martin;1;" in text


def test_a_campaign_is_closed_and_taken_up_again(project: Project, client_for: ClientFor) -> None:
    campaign = campaign_of(project)
    client, url = client_for(project.manager), at(project, "usage_campaign_close")
    client.post(url, {"sens": "clore"})
    assert UsageCampaign.objects.exclude(closed_at=None).count() == 1
    # Messages that had not left any more make no sense.
    assert outbox.send_round() == 0
    assert set(UsageMail.objects.values_list("state", flat=True)) == {UsageMailState.DROPPED}
    client.post(url, {"sens": "rouvrir"})
    assert UsageCampaign.objects.filter(closed_at=None).count() == 1
    rewritten(project)
    with pytest.raises(RefusedError, match="plus récente"):
        reopen_campaign(campaign=campaign)


def test_resending_and_revoking_one_link(project: Project, client_for: ClientFor) -> None:
    campaign = campaign_of(project)
    outbox.send_round()
    mail.outbox.clear()
    alice = invited(campaign, "alice@exemple.fr")
    client = client_for(project.manager)
    client.post(at(project, "usage_revoke", alice.pk))
    assert invited(campaign, alice.email).revoked_at is not None
    client.post(at(project, "usage_ask_again", alice.pk))
    outbox.send_round()
    renewed = invited(campaign, alice.email)
    assert renewed.revoked_at is None
    assert link(renewed) != link(alice)
    assert link(renewed) in str(mail.outbox[0].body)


def test_who_refused_may_be_asked_again_by_hand(
    project: Project, client: Client, client_for: ClientFor
) -> None:
    campaign = campaign_of(project)
    bruno = invited(campaign, "bruno@exemple.fr")
    client.post(link(bruno), {"do": "open"})
    client.post(link(bruno), {"do": "refuse", "reason": "Non."})
    outbox.send_round()
    mail.outbox.clear()
    client_for(project.manager).post(at(project, "usage_ask_again", bruno.pk))
    assert outbox.send_round() == 1
    assert mail.outbox[0].to == ["bruno@exemple.fr"]


def test_reminders_stop_with_an_answer(project: Project, client: Client) -> None:
    """Three days before, the day itself, three days after, then every week: each once [domaine §1, charte d’usage]."""
    noon = timezone.localtime().replace(hour=12, minute=0)
    with time_machine.travel(noon, tick=False) as clock:
        campaign = campaign_of(project)
        outbox.send_round()
        mail.outbox.clear()
        sign_as(client, invited(campaign, "alice@exemple.fr"))
        assert remind_all() == 0
        told = []
        for _ in range(28):
            clock.shift(datetime.timedelta(days=1))
            told.append(remind_all() + remind_all())
            if len(told) == 8:
                bruno = invited(campaign, "bruno@exemple.fr")
                client.post(link(bruno), {"do": "open"})
                client.post(link(bruno), {"do": "excuse"})
    assert [count for count in told if count] == [4, 3, 3, 3, 3]
    # Due on the tenth day.
    assert [day for day, count in enumerate(told, start=1) if count] == [7, 10, 13, 20, 27]


def test_nobody_is_reminded_at_night(project: Project) -> None:
    campaign = campaign_of(project)
    UsageInvitation.objects.update(asked_at=timezone.now() - datetime.timedelta(days=5))
    UsageCampaign.objects.filter(pk=campaign.pk).update(due=timezone.localdate())
    night = timezone.localtime().replace(hour=23)
    with time_machine.travel(night, tick=False):
        assert remind_all() == 0


def test_members_are_reminded_in_the_site_and_not_twice(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    campaign = campaign_of(project, [], members=True)
    UsageCampaign.objects.filter(pk=campaign.pk).update(due=timezone.localdate())
    UsageInvitation.objects.update(asked_at=timezone.now() - datetime.timedelta(days=5))
    with time_machine.travel(timezone.localtime().replace(hour=12), tick=False):
        assert remind_all() == 0
        assert remind_members() == campaign.invitations.count()
    told = Notification.objects.get(user=personas["head"])
    assert "Signer la charte d’usage" in told.text
    opened = client_for("head").get(told.url)
    assert opened["Location"] == link(invited(campaign, "head@exemple.fr"))
    home = client_for("head").get(reverse("project_home", args=[project.slug])).content.decode()
    assert "Signer la charte d’usage avant le" in home


def test_a_refused_address_is_told_and_the_others_are_served(
    project: Project, client_for: ClientFor, smtp_sink: SmtpSink
) -> None:
    smtp_sink.refusals.append("550 No such user")
    campaign_of(project)
    assert outbox.send_round() == len(STAFF) - 1
    assert UsageMail.objects.filter(state=UsageMailState.FAILED).count() == 1
    page = client_for(project.manager).get(at(project, "usage_campaign")).content.decode()
    assert page.count("Adresse refusée par le serveur") == 1


def test_messages_wait_for_a_mail_server_that_is_away(project: Project, smtp_sink: SmtpSink) -> None:
    smtp_sink.stop()
    campaign_of(project)
    assert outbox.send_round() == 0
    assert set(UsageMail.objects.values_list("state", "attempts")) == {(UsageMailState.WAITING, 0)}
    smtp_sink.start()
    assert outbox.send_round() == len(STAFF)
    ids = {str(one.message["Message-ID"]) for one in smtp_sink.received}
    assert len(ids) == len(STAFF)


def test_a_message_of_a_dead_worker_is_taken_over(project: Project) -> None:
    campaign_of(project)
    taken = outbox.take()
    assert taken is not None
    assert outbox.send_round() == len(STAFF) - 1
    UsageMail.objects.filter(pk=taken.pk).update(claimed_until=timezone.now())
    assert outbox.send_round() == 1


def test_the_page_of_signatures_is_flat_in_queries(project: Project, client_for: ClientFor) -> None:
    campaign_of(project)
    client, url = client_for(project.manager), at(project, "usage_campaign")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    queries()
    few = queries()
    campaign = UsageCampaign.objects.get()
    add_people(
        campaign=campaign,
        people=[Person(f"P{rank}", f"p{rank}@exemple.fr", f"S{rank}") for rank in range(40)],
    )
    assert queries() == few
