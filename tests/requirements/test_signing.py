"""Signing: the password proves who, the statement says what, the proof stands on its own, a withdrawal is told."""

import datetime
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.identity import WRONG_TRIES, TooManyTriesError, proves
from accounts.models import User
from accounts.reminders import obligations
from charter.models import Membership, Project
from requirements.actions.agreement import current, decide, submit_section
from requirements.actions.minor import declare_minor, object_to_minor
from requirements.actions.sections import start_specification
from requirements.answers import Kind, answers
from requirements.history import history_of
from requirements.models import Approval, Delegation, Section, Submission, Workshop, WorkshopSection
from requirements.models.validation import Verdict
from requirements.models.workshops import WorkshopVerdict
from requirements.states import State, record_of
from tests.factories import PASSWORD
from tests.personas import ClientFor

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


@pytest.fixture
def head(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["head"])


@pytest.fixture
def sponsor(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["sponsor"])


@pytest.fixture
def contributor(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["contributor"])


def submit(section: Section, *validators: Membership, **more: Any) -> Submission:
    return submit_section(
        section=section,
        validators=list(validators),
        read=current(section).fingerprint,
        note="",
        by=section.specification.project.manager,
        **more,
    )


def approve(section: Section, member: Membership, by: Membership | None = None) -> Approval:
    read = current(section).fingerprint
    return decide(section=section, member=member, verdict=Verdict.APPROVED, reason="", read=read, by=by)


def retype(section: Section, text: str) -> None:
    Section.objects.filter(pk=section.pk).update(text=text)
    section.refresh_from_db()


def state(section: Section) -> State:
    return record_of(section).state(current(section).fingerprint)


def let_decide(principal: Membership, to: Membership) -> Delegation:
    today = timezone.localdate()
    return Delegation.objects.create(
        project=principal.project, principal=principal, delegate=to, starts=today, ends=today
    )


def url(section: Section, suffix: str = "") -> str:
    return f"{section.get_absolute_url()}{suffix}"


def sign(client: Client, section: Section, **data: Any) -> Any:
    given = {"read": current(section).fingerprint, "password": PASSWORD, **data}
    return client.post(url(section, "signer"), given)


def kind_of(section: Section, member: Membership) -> Kind:
    found = answers(record_of(section), current(section).fingerprint)
    return next(one.kind for one in found if one.validator.member_id == member.pk)


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
    approve(section, head)
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


def proof(client: Client, approval: Approval) -> bytes:
    answer = client.get(url(approval.submission.section, f"preuves/{approval.pk}"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    return answer.content


def test_the_proof_lets_anyone_recompute_the_fingerprint(
    section: Section, head: Membership, client_for: ClientFor, tmp_path: Path
) -> None:
    submit(section, head)
    approval = approve(section, head)
    archive = zipfile.ZipFile(io.BytesIO(proof(client_for("reader"), approval)))
    assert archive.namelist() == ["preuve.json", "explication.txt"]
    kept = json.loads(archive.read("preuve.json"))
    canonical = json.dumps(kept["contenu"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(canonical.encode()).hexdigest() == kept["empreinte"] == approval.fingerprint
    assert kept["declaration"] == approval.statement
    assert kept["moment"]["utc"] == approval.decided_at.isoformat()
    # The three lines that the explanation gives do it too, with nothing but the archive.
    archive.extractall(tmp_path)
    told = archive.read("explication.txt").decode()
    lines = told[told.index("import hashlib") : told.index("Le résultat")]
    run = subprocess.run(
        [sys.executable, "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == approval.fingerprint
    assert "signature électronique simple" in told
    assert "avancée" in told.split("Ce n’est ni")[1]


def test_a_proof_is_the_same_bytes_each_time_until_the_withdrawal(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    approval = approve(section, head)
    client = client_for("head")
    first = proof(client, approval)
    assert proof(client, approval) == first
    client.post(url(section, f"approbations/{approval.pk}/retirer"), {"reason": "Erreur de chiffre."})
    assert b"Erreur de chiffre." in proof(client, approval)


def test_a_withdrawn_approval_counts_no_more_and_stays_in_the_history(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    approval = approve(section, head)
    assert state(section) == State.VALIDATED
    client, there = client_for("head"), url(section, f"approbations/{approval.pk}/retirer")
    assert "Retirer mon approbation" in client.get(url(section)).content.decode()
    assert client.get(there).status_code == 200
    assert client.post(there, {"reason": " "}).status_code == 422
    assert client.post(there, {"reason": "x" * 100_000}).status_code == 422
    assert client.post(there, {"reason": "Le budget a changé."}).status_code == 302
    assert state(section) == State.SUBMITTED
    assert client.post(there, {"reason": "Encore."}).status_code == 409
    assert kind_of(section, head) == Kind.WITHDRAWN
    told = [entry for entry in history_of(section) if entry.detail == "Le budget a changé."]
    assert [entry.who for entry in told] == [str(head.user)]
    # He may decide again.
    assert sign(client, section).status_code == 302
    assert state(section) == State.VALIDATED


def test_only_the_signatory_and_the_validator_withdraw(
    section: Section, head: Membership, contributor: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    let_decide(head, contributor)
    approval = approve(section, head, by=contributor)
    there = url(section, f"approbations/{approval.pk}/retirer")
    for persona in ("manager", "sponsor", "reader"):
        assert client_for(persona).get(there).status_code == 403
        assert client_for(persona).post(there, {"reason": "Non."}).status_code == 403
    assert client_for("contributor").get(there).status_code == 200
    assert client_for("head").post(there, {"reason": "Pas en mon nom."}).status_code == 302
    told = next(entry for entry in history_of(section) if entry.detail == "Pas en mon nom.")
    assert told.who == str(head.user)
    assert str(contributor.user) in told.what


def test_a_validator_is_required_optional_or_not_asked(
    section: Section, head: Membership, sponsor: Membership, client_for: ClientFor
) -> None:
    manager = client_for("manager")
    due = timezone.localdate() + datetime.timedelta(days=7)
    data = {
        "read": current(section).fingerprint,
        "due": due.isoformat(),
        f"place_{head.pk}": "required",
        f"place_{sponsor.pk}": "optional",
    }
    assert manager.post(url(section, "soumettre"), data).status_code == 302
    assert {one.member: one.required for one in section.validators.all()} == {head: True, sponsor: False}
    assert section.submissions.get().due == due
    form = manager.get(url(section, "soumettre")).context["form"]
    assert {member: field.value() for member, field in form.places()} == {
        head: "required",
        sponsor: "optional",
    }
    approve(section, head)
    assert state(section) == State.VALIDATED
    only = {**data, f"place_{head.pk}": "optional"}
    refused = manager.post(url(section, "soumettre"), only)
    assert refused.status_code == 422
    assert "au moins un validateur" in refused.content.decode()


def test_a_past_date_and_an_endless_note_are_refused_in_words(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    manager = client_for("manager")
    data = {"read": current(section).fingerprint, f"place_{head.pk}": "required", "note": "À relire."}
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    late = manager.post(url(section, "soumettre"), {**data, "due": yesterday.isoformat()})
    assert late.status_code == 422
    assert "Cette date est passée" in late.content.decode()
    assert "À relire." in late.content.decode()
    assert manager.post(url(section, "soumettre"), {**data, "note": "é" * 100_000}).status_code == 422
    assert not Submission.objects.exists()


def test_a_validator_who_left_is_named_and_refused(
    section: Section, head: Membership, sponsor: Membership, client_for: ClientFor
) -> None:
    submit(section, head, sponsor)
    head.put_aside(read_version=head.version)
    manager = client_for("manager")
    page = manager.get(url(section, "soumettre")).content.decode()
    assert f"{head.display_name}</strong> a quitté le projet" in page
    assert "/validateurs/" in page
    data = {"read": current(section).fingerprint, f"place_{sponsor.pk}": "required"}
    refused = manager.post(url(section, "soumettre"), {**data, f"place_{head.pk}": "required"})
    assert refused.status_code == 422
    assert head.title in refused.content.decode()
    assert Submission.objects.count() == 1
    assert manager.post(url(section, "soumettre"), data).status_code == 302


def test_the_bar_tells_where_each_validator_stands(
    section: Section, head: Membership, sponsor: Membership, client_for: ClientFor, project: Project
) -> None:
    submit(section, head, sponsor)
    approve(section, head)
    assert (kind_of(section, head), kind_of(section, sponsor)) == (Kind.APPROVED, Kind.AWAITED)
    approve(section, sponsor)
    retype(section, "<p>Les commerciaux perdent des affaires !</p>")
    assert kind_of(section, head) == Kind.FORMER
    read = current(section).fingerprint
    change = declare_minor(section=section, read=read, reason="Ponctuation.", by=project.manager)
    assert kind_of(section, head) == Kind.APPROVED
    assert "Ponctuation." in client_for("reader").get(url(section)).content.decode()
    object_to_minor(change=change, member=sponsor, reason="Le ton change.")
    assert kind_of(section, sponsor) == Kind.OBJECTED
    page = client_for("manager").get(url(section) + "?volet=historique").content.decode()
    assert "a déclaré mineure la correction" in page
    assert "a fait objection" in page


def test_a_late_answer_is_told_and_reminded_of(
    section: Section, head: Membership, sponsor: Membership, contributor: Membership, client_for: ClientFor
) -> None:
    today = timezone.localdate()
    submission = submit(section, head, sponsor, due=today)
    Submission.objects.filter(pk=submission.pk).update(due=today - datetime.timedelta(days=2))
    let_decide(head, contributor)
    approve(section, sponsor)
    assert "en retard de 2 jours" in client_for("reader").get(url(section)).content.decode()

    def owed() -> set[tuple[User, str]]:
        return {(one.user, one.key) for one in obligations(today) if one.key.startswith("submission:")}

    key = f"submission:{submission.pk}:{head.pk}"
    assert owed() == {(head.user, key), (contributor.user, key)}
    retype(section, "<p>Réécrit.</p>")  # nobody may decide before it is submitted again
    assert owed() == set()
    submit(section, head, due=today)
    approve(section, head)
    assert owed() == set()
