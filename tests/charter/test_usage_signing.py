"""Signing the usage charter by a personal link: what binds, what a forwarded link can’t do, what comes back."""

import datetime
import io
import json
import zipfile

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Notification, User
from charter.actions.usage_committee import MESSAGES_PER_HOUR
from charter.actions.usage_signing import ask_again, close_campaign, revoke
from charter.models import Project, UsageCampaign, UsageInvitation, UsageMail, UsageRequest, UsageSignature
from charter.models.usage_signing import InvitationState
from charter.usage import outbox
from charter.usage.links import is_code, masked, token_of
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.tokens import digest_of
from tests.charter.usages import STAFF, campaign_of, invited, last_code, link, rewritten, sign_as
from tests.clients import ReadOnlyGetClient
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db
TYPED = {"name": "Alice Martin", "accept": "on"}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def campaign(project: Project) -> UsageCampaign:
    return campaign_of(project)


@pytest.fixture
def alice(campaign: UsageCampaign) -> UsageInvitation:
    return invited(campaign, "alice@exemple.fr")


def test_a_signature_binds_a_name_to_a_version(client: Client, alice: UsageInvitation) -> None:
    sign_as(client, alice)
    signature = UsageSignature.objects.get()
    version = alice.campaign.version
    assert (signature.name, signature.email, signature.department) == (
        "Alice Martin", "alice@exemple.fr", "Commercial",
    )  # fmt: skip
    assert signature.fingerprint == version.fingerprint == fingerprint(version.content)
    assert version.fingerprint in signature.statement
    page = client.get(link(alice)).content.decode()
    assert "Votre signature est enregistrée" in page
    assert signature.statement in page
    assert "est bien celle que vous avez signée" in page


def test_nothing_changes_a_signature(client: Client, alice: UsageInvitation) -> None:
    sign_as(client, alice)
    with pytest.raises(InternalError, match="pgtrigger"), transaction.atomic():
        UsageSignature.objects.update(name="Quelqu’un d’autre")


def test_the_proof_stands_on_its_own(client: Client, alice: UsageInvitation) -> None:
    sign_as(client, alice)
    answer = client.get(f"{link(alice)}preuve")
    again = client.get(f"{link(alice)}preuve")
    assert answer.content == again.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        proof = json.loads(archive.read("preuve.json"))
        assert "eIDAS" in archive.read("explication.txt").decode()
    assert fingerprint(proof["contenu"]) == proof["empreinte"] == UsageSignature.objects.get().fingerprint
    assert proof["contenu_conforme"] is True
    assert "code à six chiffres" in proof["moyen"]


def test_the_proof_comes_by_mail_with_the_whole_text(client: Client, alice: UsageInvitation) -> None:
    sign_as(client, alice)
    mail.outbox.clear()
    outbox.send_round()
    sent = next(one for one in mail.outbox if "enregistrée" in one.subject)
    assert sent.to == ["alice@exemple.fr"]
    [attached] = sent.attachments
    assert json.loads(str(attached.content))["contenu"] == alice.campaign.version.content


def test_a_forwarded_link_signs_for_nobody(
    alice: UsageInvitation, personas: dict[str, User], client_for: ClientFor
) -> None:
    other = client_for("contributor")
    door = other.get(link(alice)).content.decode()
    assert "Ce lien est personnel" in door
    assert masked("alice@exemple.fr") in door
    assert "alice@exemple.fr" not in door
    assert "contributor@exemple.fr, qui n’est pas cette adresse" in door
    other.post(link(alice), {"do": "open"})
    other.post(link(alice), {"do": "code", **TYPED})
    # The code went to the one who was asked, and to nobody else.
    assert {tuple(one.to) for one in mail.outbox} == {("alice@exemple.fr",)}
    wrong = "000000" if last_code("alice@exemple.fr") != "000000" else "111111"
    answer = other.post(link(alice), {"do": "sign", "code": wrong, **TYPED})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ce n’est pas le code envoyé" in page
    assert 'value="Alice Martin"' in page
    assert not UsageSignature.objects.exists()


def test_wrong_codes_end_after_five_tries(client: Client, alice: UsageInvitation) -> None:
    client.post(link(alice), {"do": "open"})
    client.post(link(alice), {"do": "code", **TYPED})
    right = last_code(alice.email)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        client.post(link(alice), {"do": "sign", "code": wrong, **TYPED})
    answer = client.post(link(alice), {"do": "sign", "code": right, **TYPED})
    assert answer.status_code == 422
    assert "plus valable" in answer.content.decode()
    client.post(link(alice), {"do": "code", **TYPED})
    client.post(
        link(alice),
        {"do": "sign", "code": f" {last_code(alice.email)[:3]} {last_code(alice.email)[3:]}", **TYPED},
    )
    assert UsageSignature.objects.count() == 1


def test_a_code_is_of_no_use_after_a_quarter_of_an_hour(client: Client, alice: UsageInvitation) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post(link(alice), {"do": "open"})
        client.post(link(alice), {"do": "code", **TYPED})
        clock.shift(datetime.timedelta(minutes=16))
        answer = client.post(link(alice), {"do": "sign", "code": last_code(alice.email), **TYPED})
    assert answer.status_code == 422
    assert not UsageSignature.objects.exists()


def test_codes_are_not_sent_without_end(client: Client, alice: UsageInvitation) -> None:
    client.post(link(alice), {"do": "open"})
    statuses = [client.post(link(alice), {"do": "code", **TYPED}).status_code for _ in range(7)]
    assert statuses == [200] * 6 + [422]


def test_nothing_in_the_database_opens_or_signs(alice: UsageInvitation, client: Client) -> None:
    client.post(link(alice), {"do": "open"})
    client.post(link(alice), {"do": "code", **TYPED})
    row = UsageInvitation.objects.values().get(pk=alice.pk)
    token, code = token_of(alice.seed), last_code(alice.email)
    assert token not in str(row)
    assert code not in {row["code_seed"], row["seed"]}
    assert row["token_sha256"] == digest_of(token)
    fresh = UsageInvitation.objects.get(pk=alice.pk)
    assert is_code(fresh, code)
    assert not is_code(fresh, "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "accept": "on"}, "prénom et nom"),
        ({"name": " . ", "accept": "on"}, "prénom et nom"),
        ({"name": "Alice Martin"}, "Cochez la case"),
    ],
)
def test_what_is_missing_is_told_and_no_code_leaves(
    typed: dict[str, str], words: str, client: Client, alice: UsageInvitation
) -> None:
    client.post(link(alice), {"do": "open"})
    answer = client.post(link(alice), {"do": "code", **typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert mail.outbox == []


def test_signing_twice_says_when_it_was_signed(client: Client, alice: UsageInvitation) -> None:
    sign_as(client, alice)
    answer = client.post(link(alice), {"do": "sign", "code": "123456", **TYPED})
    assert answer.status_code == 409
    assert "Vous avez déjà signé, le" in answer.content.decode()
    assert UsageSignature.objects.count() == 1
    with pytest.raises(RefusedError, match="a déjà signé"):
        ask_again(invitation=invited(alice.campaign, alice.email))
    with pytest.raises(RefusedError, match="sa signature reste"):
        revoke(invitation=alice)


def test_closed_links_say_why(client: Client, alice: UsageInvitation) -> None:
    assert client.get("/charte-usage/inconnu/").status_code == 404
    revoke(invitation=alice)
    answer = client.get(link(alice))
    assert (answer.status_code, "révoqué" in answer.content.decode()) == (410, True)
    fresh = invited(alice.campaign, alice.email)
    ask_again(invitation=fresh)
    assert client.get(link(alice)).status_code == 404
    renewed = invited(alice.campaign, alice.email)
    assert client.get(link(renewed)).status_code == 200
    close_campaign(campaign=alice.campaign)
    ended = client.get(link(renewed))
    assert (ended.status_code, "campagne de signature est close" in ended.content.decode()) == (410, True)


def test_a_signature_is_read_again_after_the_campaign(client: Client, alice: UsageInvitation) -> None:
    sign_as(client, alice)
    close_campaign(campaign=alice.campaign)
    assert client.get(link(alice)).status_code == 200
    # In another browser, the door comes first, and says no more than it must.
    assert "Alice Martin" not in ReadOnlyGetClient().get(link(alice)).content.decode()


def test_not_me_closes_the_link_and_tells_the_manager(client: Client, alice: UsageInvitation) -> None:
    answer = client.post(link(alice), {"do": "not_me"})
    assert "Merci" in answer.content.decode()
    assert client.get(link(alice)).status_code == 410
    manager = alice.campaign.charter.project.manager
    told = Notification.objects.get(user=manager, key__startswith="usage-misdirected")
    assert "alice@exemple.fr" in told.text
    client.post(link(alice), {"do": "not_me"})
    assert Notification.objects.filter(key__startswith="usage-misdirected").count() == 1


def test_who_is_not_concerned_leaves_the_count_and_may_come_back(
    client: Client, alice: UsageInvitation
) -> None:
    client.post(link(alice), {"do": "open"})
    client.post(link(alice), {"do": "excuse"})
    assert invited(alice.campaign, alice.email).state is InvitationState.EXCUSED
    assert "ne pas être concerné" in client.get(link(alice)).content.decode()
    client.post(link(alice), {"do": "open"})
    assert invited(alice.campaign, alice.email).state is InvitationState.OPENED


def test_a_refusal_with_its_reason_goes_to_the_committee(client: Client, alice: UsageInvitation) -> None:
    client.post(link(alice), {"do": "open"})
    mute = client.post(link(alice), {"do": "refuse", "reason": " "})
    assert mute.status_code == 422
    client.post(link(alice), {"do": "refuse", "reason": "L’article 5 ne suffit pas."})
    request = UsageRequest.objects.get()
    assert (request.category, request.text) == ("refusal", "L’article 5 ne suffit pas.")
    assert invited(alice.campaign, alice.email).state is InvitationState.REFUSED
    assert "refusé de signer" in client.get(link(alice)).content.decode()
    sign_as(client, alice)
    assert invited(alice.campaign, alice.email).state is InvitationState.SIGNED
    assert client.post(link(alice), {"do": "refuse", "reason": "Non"}).status_code == 409


def test_too_many_messages_to_the_committee_wait_and_keep_what_was_typed(
    client: Client, alice: UsageInvitation
) -> None:
    client.post(link(alice), {"do": "open"})
    typed = {"do": "write", "category": "complaint", "text": "On me surveille."}
    for _ in range(MESSAGES_PER_HOUR):
        assert client.post(link(alice), typed).status_code == 200
    answer = client.post(link(alice), typed)
    assert answer.status_code == 429
    assert "attendez une heure" in answer.content.decode()
    assert "On me surveille." in answer.content.decode()


def test_signatories_write_to_the_committee(client: Client, alice: UsageInvitation) -> None:
    sign_as(client, alice)
    wrong = client.post(link(alice), {"do": "write", "category": "complaint", "text": ""})
    assert wrong.status_code == 422
    # « Refus » is no category that one chooses.
    assert client.post(link(alice), {"do": "write", "category": "refusal", "text": "x"}).status_code == 422
    client.post(link(alice), {"do": "write", "category": "complaint", "text": "On me surveille."})
    request = UsageRequest.objects.get()
    assert (request.author_email, request.category) == ("alice@exemple.fr", "complaint")


def test_nothing_is_done_before_the_door(client: Client, alice: UsageInvitation) -> None:
    for act in ("code", "sign", "refuse", "excuse", "write", "", "autre"):
        answer = client.post(
            link(alice), {"do": act, "reason": "x", "text": "x", "category": "request", **TYPED}
        )
        assert answer.status_code == 302, act
    assert mail.outbox == []
    assert not UsageRequest.objects.exists()
    assert invited(alice.campaign, alice.email).state is InvitationState.ASKED


def test_a_new_version_asks_everybody_again_and_keeps_old_signatures(
    client: Client, alice: UsageInvitation, project: Project
) -> None:
    sign_as(client, alice)
    first = alice.campaign
    chloe = invited(first, "chloe@exemple.fr")
    client.post(link(chloe), {"do": "open"})
    client.post(link(chloe), {"do": "excuse"})
    revoke(invitation=invited(first, "bruno@exemple.fr"))
    second = rewritten(project)
    again = campaign_of(project, [])
    assert again.version == second
    asked = set(again.invitations.values_list("email", flat=True))
    assert asked == {"alice@exemple.fr", "david@exemple.fr", "emma@exemple.fr"}
    first.refresh_from_db()
    assert not first.is_open
    assert UsageSignature.objects.get().version == first.version
    mine = invited(again, "alice@exemple.fr")
    assert mine.state is InvitationState.ASKED
    sign_as(client, mine)
    assert list(UsageSignature.objects.order_by("pk").values_list("version__number", flat=True)) == [1, 2]
    mail.outbox.clear()
    outbox.send_round()
    texts = [str(one.body) for one in mail.outbox if one.to == ["david@exemple.fr"]]
    assert any("nouvelle version" in text and "Le premier article est récrit." in text for text in texts)


def test_a_campaign_sends_one_message_a_person(project: Project) -> None:
    campaign = campaign_of(project)
    assert UsageMail.objects.count() == len(STAFF)
    assert outbox.send_round() == len(STAFF)
    assert outbox.send_round() == 0
    assert sorted(one.to[0] for one in mail.outbox) == sorted(person.email for person in STAFF)
    sent = mail.outbox[0]
    assert sent.reply_to == [project.manager.email]
    assert link(invited(campaign, sent.to[0])) in str(sent.body)
