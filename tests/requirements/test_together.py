"""Submitting and signing a whole document at once: one act, and each section keeps its own agreement."""

import pytest
from django.core.cache import cache

from accounts.models import Notification, User
from charter import homepanel
from charter.models import Membership, Project
from requirements.models import Approval, Section, Specification, Submission
from requirements.outline import outline
from requirements.states import State
from tests.agreement import retype, state
from tests.factories import PASSWORD
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db
HERE = "/projets/negoce/validation/"
SUBMIT, SIGN = f"{HERE}soumettre/?document=note", f"{HERE}signer/?document=note"


@pytest.fixture(autouse=True)
def no_tries() -> None:
    cache.clear()


@pytest.fixture
def note(project: Project, personas: dict[str, User]) -> Specification:
    """A note of which two chapters say something."""
    homepanel.start_project(project)
    note = Specification.objects.note_of(project)
    for key in ("note_context", "note_team"):
        retype(Section.objects.get(specification=note, key=key), f"<p>Dit de {key}.</p>")
    return note


def submit(client_for: ClientFor, sponsor: Membership, **more: str) -> int:
    client = client_for("manager")
    read = client.get(SUBMIT).context["form"].initial["read"]
    data = {"read": read, f"place_{sponsor.pk}": "required", **more}
    return client.post(SUBMIT, data).status_code


def test_what_is_ready_is_submitted_to_the_sponsor_in_one_message(
    note: Specification, sponsor: Membership, client_for: ClientFor
) -> None:
    page = client_for("manager").get(SUBMIT)
    ready = [node.section.key for node in page.context["ready"]]
    assert {"note_context", "note_team"} <= set(ready)
    assert submit(client_for, sponsor) == 302
    assert Submission.objects.count() == len(ready)
    told = Notification.objects.filter(user=sponsor.user)
    assert told.count() == 1
    assert f"{len(ready)} sections de la note de cadrage" in told.get().text
    assert submit(client_for, sponsor) == 422, "nothing is left to submit"


def test_a_content_that_moved_since_it_was_read_is_not_submitted(
    note: Specification, sponsor: Membership, client_for: ClientFor
) -> None:
    client = client_for("manager")
    read = client.get(SUBMIT).context["form"].initial["read"]
    retype(Section.objects.get(specification=note, key="note_team"), "<p>Autre chose.</p>")
    answer = client.post(SUBMIT, {"read": read, f"place_{sponsor.pk}": "required", "note": "Pour lundi."})
    assert answer.status_code == 409
    assert "Pour lundi." in answer.content.decode()
    assert not Submission.objects.exists()


def test_nobody_to_validate_is_refused_in_words(note: Specification, client_for: ClientFor) -> None:
    client = client_for("manager")
    answer = client.post(SUBMIT, {"read": client.get(SUBMIT).context["form"].initial["read"]})
    assert answer.status_code == 422
    assert "au moins un validateur" in answer.content.decode()


def test_one_password_signs_every_section_each_with_its_own_statement(
    note: Specification, sponsor: Membership, client_for: ClientFor
) -> None:
    submit(client_for, sponsor)
    client = client_for("sponsor")
    page = client.get(SIGN)
    assert "Dit de note_team." in page.content.decode()
    read = page.context["form"].initial["read"]
    assert client.post(SIGN, {"read": read, "password": PASSWORD}).status_code == 302
    statements = set(Approval.objects.values_list("statement", flat=True))
    assert len(statements) == Approval.objects.count() == Submission.objects.count()
    assert all("de la note de cadrage" in one for one in statements)
    section = Section.objects.get(specification=note, key="note_team")
    assert state(section) == State.VALIDATED
    retype(section, "<p>Une autre équipe.</p>")
    assert state(section) == State.STALE
    assert state(Section.objects.get(specification=note, key="note_context")) == State.VALIDATED
    told = Notification.objects.filter(user=note.project.manager, text__contains="a approuvé")
    assert told.count() == 1
    assert "Rien n’attend votre signature" in client.get(SIGN).content.decode()


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"password": "faux"}, 422, "Ce mot de passe n’est pas le vôtre"),
        ({"password": ""}, 422, "Tapez votre mot de passe"),
        ({"read": "0" * 64, "password": PASSWORD}, 409, "Le contenu a changé"),
    ],
)
def test_what_is_not_proved_or_not_read_signs_nothing(
    note: Specification,
    sponsor: Membership,
    client_for: ClientFor,
    data: dict[str, str],
    status: int,
    words: str,
) -> None:
    submit(client_for, sponsor)
    client = client_for("sponsor")
    read = client.get(SIGN).context["form"].initial["read"]
    answer = client.post(SIGN, {"read": read, "reason": "Sous réserve.", **data})
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Sous réserve." in answer.content.decode()
    assert not Approval.objects.exists()


def test_who_is_no_validator_has_nothing_to_sign(
    note: Specification, sponsor: Membership, client_for: ClientFor
) -> None:
    submit(client_for, sponsor)
    client = client_for("head")
    assert "Rien n’attend votre signature" in client.get(SIGN).content.decode()
    assert client.post(SIGN, {"read": "0" * 64, "password": PASSWORD}).status_code == 409
    assert not Approval.objects.exists()
    assert outline(note).validated == []


def test_the_specification_is_submitted_at_once_too(
    note: Specification, sponsor: Membership, client_for: ClientFor
) -> None:
    client = client_for("manager")
    retype(Section.objects.get(specification__project=note.project, key="context"), "<p>Contexte.</p>")
    url = f"{HERE}soumettre/"
    read = client.get(url).context["form"].initial["read"]
    assert client.post(url, {"read": read, f"place_{sponsor.pk}": "required"}).status_code == 302
    assert not Submission.objects.filter(section__specification=note).exists()
