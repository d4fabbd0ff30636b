"""The committee of the charter: who sits in it, what it receives, who reads that, and what is answered."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Notification, User
from charter.models import Project, UsageRequest, UsageRequestEvent
from charter.usage import outbox
from tests.charter.usages import published, seat
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


def at(project: Project, name: str, *args: object) -> str:
    return reverse(name, args=[project.slug, *args])


@pytest.fixture
def request_row(project: Project, personas: dict[str, User], client_for: ClientFor) -> UsageRequest:
    """A complaint of the reader, with the head of COM in the committee."""
    seat(project, "head@exemple.fr")
    client_for("reader").post(
        at(project, "usage_committee"), {"category": "complaint", "text": "Mes heures sont suivies."}
    )
    return UsageRequest.objects.get()


def follow(row: UsageRequest, **typed: object) -> dict[str, object]:
    return {"state": row.state, "answer": "", "note": "", "assigned": "", "version": row.version, **typed}


def test_who_is_missing_in_the_committee_is_shown(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    seat(project, "head@exemple.fr")
    page = client_for("reader").get(at(project, "usage_committee")).content.decode()
    assert page.count("Sans représentant") == 1


def test_a_department_has_one_representative(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    first = seat(project, "head@exemple.fr")
    url = at(project, "register_add", "comite-charte-usage")
    typed = {"department": first.department_id, "member": first.member_id}
    answer = client_for("manager").post(url, typed)
    assert answer.status_code == 422
    assert "déjà un représentant" in answer.content.decode()


def test_a_request_is_confidential(
    project: Project, personas: dict[str, User], client_for: ClientFor, request_row: UsageRequest
) -> None:
    url = request_row.get_absolute_url()
    answers = {persona: client_for(persona).get(url).status_code for persona in personas}
    assert answers == {
        "manager": 200, "head": 200, "sponsor": 404, "steering": 404, "contributor": 404, "reader": 404,
        "stranger": 404,
    }  # fmt: skip
    for persona in ("sponsor", "contributor"):
        page = client_for(persona).get(at(project, "usage_committee")).content.decode()
        assert "Mes heures sont suivies." not in page
    # The author reads what was written, and its answer.
    assert "Mes heures" in client_for("reader").get(at(project, "usage_committee")).content.decode()


def test_the_committee_is_told_without_a_word_of_the_message(
    project: Project, personas: dict[str, User], request_row: UsageRequest
) -> None:
    told = Notification.objects.filter(key=f"usage-request:{request_row.pk}")
    assert {one.user for one in told} == {personas["head"], project.manager}
    assert not any("heures" in one.text + one.detail for one in told)
    outbox.send_round()
    [sent] = mail.outbox
    assert sent.to == ["reader@exemple.fr"]
    assert "a bien reçu" in str(sent.body)


def test_an_answer_goes_to_its_author_and_history_keeps_all(
    project: Project, personas: dict[str, User], client_for: ClientFor, request_row: UsageRequest
) -> None:
    url = request_row.get_absolute_url()
    member = project.membership_rows.get(user=personas["head"])
    head = client_for("head")
    taken = follow(request_row, state="in_progress", assigned=member.pk, note="À voir jeudi.")
    assert client_for("manager").post(url, taken).status_code == 302
    assert Notification.objects.filter(
        user=personas["head"], key__startswith="usage-request-assigned"
    ).exists()
    request_row.refresh_from_db()
    mute = head.post(url, follow(request_row, state="answered"))
    assert mute.status_code == 422
    assert "Écrivez la réponse" in mute.content.decode()
    outbox.send_round()
    mail.outbox.clear()
    answered = follow(request_row, state="answered", answer="Les heures ne sont plus affichées.")
    assert head.post(url, answered).status_code == 302
    outbox.send_round()
    [sent] = mail.outbox
    assert sent.to == ["reader@exemple.fr"]
    assert "Les heures ne sont plus affichées." in str(sent.body)
    whats = list(UsageRequestEvent.objects.filter(request=request_row).values_list("what", flat=True))
    assert whats[0] == "a écrit au comité"
    assert whats[-1] == "a répondu à l’auteur"
    assert "À voir jeudi." in head.get(url).content.decode()
    assert (
        "Les heures ne sont plus" in client_for("reader").get(at(project, "usage_committee")).content.decode()
    )


def test_moves_that_make_no_sense_are_refused(
    project: Project, client_for: ClientFor, request_row: UsageRequest
) -> None:
    url = request_row.get_absolute_url()
    client = client_for("manager")
    client.post(url, follow(request_row, state="closed"))
    request_row.refresh_from_db()
    assert client.post(url, follow(request_row, state="answered", answer="x")).status_code == 422
    request_row.refresh_from_db()
    assert request_row.state == "closed"


def test_two_people_who_answer_at_once_lose_nothing(
    project: Project, client_for: ClientFor, request_row: UsageRequest
) -> None:
    url = request_row.get_absolute_url()
    read = follow(request_row, state="in_progress")
    assert client_for("manager").post(url, {**read, "answer": "Première réponse"}).status_code == 302
    second = client_for("head").post(url, {**read, "answer": "Seconde réponse"})
    assert second.status_code == 409
    page = second.content.decode()
    assert "Première réponse" in page
    assert "Seconde réponse" in page


def test_an_empty_message_is_refused_and_kept(project: Project, client_for: ClientFor) -> None:
    published(project)
    answer = client_for(project.manager).post(
        at(project, "usage_committee"), {"category": "request", "text": ""}
    )
    assert answer.status_code == 422
    assert "Écrivez votre message" in answer.content.decode()


def test_the_committee_finds_its_requests_at_home(
    project: Project, client_for: ClientFor, request_row: UsageRequest
) -> None:
    home = reverse("project_home", args=[project.slug])
    assert "1 message au comité" in client_for("head").get(home).content.decode()
    assert "1 message au comité" not in client_for("sponsor").get(home).content.decode()
