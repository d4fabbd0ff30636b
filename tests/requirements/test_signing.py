"""Signing: the password proves who, the statement says what, and nothing binds to a content unread."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.identity import WRONG_TRIES, TooManyTriesError, proves
from accounts.models import User
from charter.models import Membership, Project
from requirements.actions.agreement import current
from requirements.actions.sections import start_specification
from requirements.models import Approval, Section, Workshop, WorkshopSection
from requirements.models.validation import Verdict
from requirements.models.workshops import WorkshopVerdict
from requirements.states import State
from tests.agreement import answer, retype, state, submit
from tests.factories import PASSWORD
from tests.personas import ClientFor
from tests.requirements.agreeing import let_decide, sign, url

WRONG = "pas-le-bon-mot-de-passe"


@pytest.fixture(autouse=True)
def no_tries() -> None:
    cache.clear()


@pytest.fixture
def section(project: Project, personas: dict[str, User]) -> Section:
    start_specification(project)
    found = Section.objects.get(specification__project=project, key="context")
    found.write(read_version=found.version, text="<p>Les commerciaux perdent des affaires.</p>")
    return found


def test_the_page_shows_the_very_statement_that_is_kept(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    client = client_for("head")
    draft = client.get(url(section, "signer")).context["draft"]
    assert sign(client, section).status_code == 302
    kept = Approval.objects.get()
    assert kept.statement == draft.statement
    for word in (str(head.user), head.title, section.title, current(section).fingerprint):
        assert word in kept.statement
    assert (kept.name, kept.title, kept.roles) == (str(head.user), head.title, "Responsable de service")
    assert state(section) == State.VALIDATED


def test_a_wrong_password_records_nothing_and_keeps_what_was_typed(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    answer = sign(client_for("head"), section, password=WRONG, reason="Sous réserve du planning.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce mot de passe n’est pas le vôtre" in page
    assert "Sous réserve du planning." in page
    assert WRONG not in page
    assert not Approval.objects.exists()


def test_nobody_signs_without_a_password(section: Section, head: Membership, client_for: ClientFor) -> None:
    submit(section, head)
    answer = sign(client_for("head"), section, password="")
    assert answer.status_code == 422
    assert "Tapez votre mot de passe" in answer.content.decode()


def test_too_many_wrong_passwords_are_told_and_the_right_one_waits(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    client = client_for("head")
    for _ in range(WRONG_TRIES):
        assert sign(client, section, password=WRONG).status_code == 422
    answer = sign(client, section, reason="Ma remarque.")
    assert answer.status_code == 429
    assert "attendez cinq minutes" in answer.content.decode()
    assert "Ma remarque." in answer.content.decode()
    assert not Approval.objects.exists()


def test_right_passwords_are_not_counted(personas: dict[str, User]) -> None:
    for _ in range(3 * WRONG_TRIES):
        assert proves(personas["head"], PASSWORD)
    for _ in range(WRONG_TRIES):
        assert not proves(personas["head"], WRONG)
    with pytest.raises(TooManyTriesError):
        proves(personas["head"], PASSWORD)
    assert proves(personas["sponsor"], PASSWORD)


def test_signing_a_content_that_changed_is_refused_with_the_difference(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    submission = submit(section, head)
    retype(section, "<p>Les commerciaux perdent quinze affaires.</p>")
    read = submission.revision.fingerprint
    # Whatever the password: the change is told first, so that nobody signs unread what the page now shows.
    for password in (PASSWORD, WRONG):
        answer = sign(client_for("head"), section, read=read, password=password, reason="Relu.")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "rien n’a été enregistré" in page
        assert "Ce qui a changé depuis votre lecture" in page
        assert "quinze" in page
        assert "Relu." in page
    assert not Approval.objects.exists()


def test_the_page_shows_what_changed_since_the_last_approval(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    answer(section, head)
    retype(section, "<p>Les commerciaux perdent quinze affaires.</p>")
    submit(section, head)
    page = client_for("head").get(url(section, "signer")).content.decode()
    assert "Ce qui a changé depuis votre dernière approbation" in page
    assert "<ins>" in page


@pytest.mark.parametrize("garbage", ["a\x00b", "9" * 5000, "NaN", "-1", "1000000000000", "é" * 20_000])
def test_no_garbage_breaks_a_signature(
    garbage: str, section: Section, head: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    client = client_for("head")
    for name in ("read", "pour", "atelier", "reason", "password"):
        assert sign(client, section, **{name: garbage}).status_code in {302, 403, 409, 422}, name
        Approval.objects.all().delete()
    for name in ("pour", "atelier"):
        assert client.get(url(section, "signer"), {name: garbage}).status_code in {200, 403}
    data = {"read": current(section).fingerprint, "reason": "Non."}
    for name in ("read", "pour", "reason"):
        assert client.post(url(section, "decider"), {**data, name: garbage}).status_code in {
            302,
            403,
            409,
            422,
        }
        Approval.objects.all().delete()


def test_one_signs_once(section: Section, head: Membership, client_for: ClientFor) -> None:
    submit(section, head)
    client = client_for("head")
    assert sign(client, section).status_code == 302
    again = sign(client, section)
    assert again.status_code == 409
    assert "Rien à signer ici" in again.content.decode()
    assert Approval.objects.count() == 1


def test_a_delegate_signs_in_his_own_name_for_another(
    section: Section, head: Membership, contributor: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    client = client_for("contributor")
    assert client.get(url(section, "signer")).status_code == 403
    delegation = let_decide(head, contributor)
    assert "par délégation de" in client.get(url(section, "signer")).content.decode()
    assert sign(client, section).status_code == 302
    kept = Approval.objects.get()
    assert (kept.member, kept.name, kept.delegation) == (head, str(contributor.user), delegation)
    assert f"par délégation de {head.display_name}" in kept.statement
    page = client.get(url(section) + "?volet=historique").content.decode()
    assert f"par délégation de {head.display_name}" in page


def test_one_chooses_between_ones_own_place_and_anothers(
    section: Section, head: Membership, sponsor: Membership, client_for: ClientFor
) -> None:
    submit(section, head, sponsor)
    let_decide(head, sponsor)
    client = client_for("sponsor")
    page = client.get(url(section, "signer")).content.decode()
    assert "En votre nom" in page
    assert f"?pour={head.pk}" in page
    assert sign(client, section, pour=head.pk).status_code == 302
    assert [one.member for one in Approval.objects.all()] == [head]
    assert sign(client, section).status_code == 302
    assert {one.member for one in Approval.objects.all()} == {head, sponsor}
    assert sign(client_for("head"), section, pour=sponsor.pk).status_code == 403


def test_changes_are_asked_for_from_a_chosen_place(
    section: Section, head: Membership, contributor: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    let_decide(head, contributor)
    data = {"read": current(section).fingerprint, "reason": "Chiffrez.", "pour": head.pk}
    assert client_for("contributor").post(url(section, "decider"), data).status_code == 302
    kept = Approval.objects.get()
    assert (kept.member, kept.verdict, kept.name) == (head, Verdict.CHANGES, str(contributor.user))
    assert "je demande de modifier" in kept.statement


@pytest.fixture
def workshop(project: Project, section: Section, head: Membership) -> Workshop:
    """A workshop where the head agreed on the section as it stands."""
    made = Workshop.objects.create(project=project, title="Atelier Contexte", held_on=timezone.localdate())
    made.present.add(head)
    WorkshopSection.objects.create(
        workshop=made,
        section=section,
        verdict=WorkshopVerdict.AGREED,
        fingerprint=current(section).fingerprint,
    )
    return made


def test_an_agreement_given_aloud_is_confirmed_by_the_person_himself(
    section: Section, head: Membership, workshop: Workshop, client_for: ClientFor
) -> None:
    submit(section, head)
    page = client_for("head").get(url(section, f"signer?atelier={workshop.pk}")).content.decode()
    assert "je confirme ainsi l’accord de principe" in page
    assert sign(client_for("head"), section, atelier=workshop.pk).status_code == 302
    assert Approval.objects.get().workshop == workshop
    assert "Atelier Contexte" in client_for("head").get(url(section)).content.decode()


def test_nobody_cites_a_workshop_that_he_missed_or_that_saw_another_content(
    section: Section, head: Membership, sponsor: Membership, workshop: Workshop, client_for: ClientFor
) -> None:
    submit(section, head, sponsor)
    assert sign(client_for("sponsor"), section, atelier=workshop.pk).status_code == 422
    retype(section, "<p>Autre chose.</p>")
    submit(section, head, sponsor)
    page = client_for("head").get(url(section, f"signer?atelier={workshop.pk}")).content.decode()
    assert "L’atelier n’est pas cité" in page
    assert sign(client_for("head"), section, atelier=workshop.pk).status_code == 422
    assert not Approval.objects.exists()


def test_the_next_section_to_decide_on_is_offered(
    section: Section, head: Membership, project: Project, client_for: ClientFor
) -> None:
    other = Section.objects.get(specification__project=project, key="existing")
    other.write(read_version=other.version, text="<p>Un tableur.</p>")
    submit(section, head)
    submit(other, head)
    client = client_for("head")
    page = client.post(
        url(section, "signer"),
        {"read": current(section).fingerprint, "password": PASSWORD},
        follow=True,
    ).content.decode()
    assert "Section suivante à valider" in page
    assert url(other, "signer") in page
