"""Around a signature: who is asked, the proof that stands on its own, a withdrawal that is told, a late answer."""

import datetime
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.reminders import obligations
from charter.models import Membership, Project
from requirements.actions.agreement import current
from requirements.actions.minor import declare_minor, object_to_minor
from requirements.answers import Kind
from requirements.history import history_of
from requirements.models import Approval, Section, Submission
from requirements.states import State
from tests.agreement import answer, retype, state, submit
from tests.personas import ClientFor
from tests.requirements.agreeing import kind_of, let_decide, sign, url


def proof(client: Client, approval: Approval) -> bytes:
    answer = client.get(url(approval.submission.section, f"preuves/{approval.pk}"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    return answer.content


def test_the_proof_lets_anyone_recompute_the_fingerprint(
    section: Section, head: Membership, client_for: ClientFor, tmp_path: Path
) -> None:
    submit(section, head)
    approval = answer(section, head)
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
    approval = answer(section, head)
    client = client_for("head")
    first = proof(client, approval)
    assert proof(client, approval) == first
    client.post(url(section, f"approbations/{approval.pk}/retirer"), {"reason": "Erreur de chiffre."})
    assert b"Erreur de chiffre." in proof(client, approval)


def test_a_withdrawn_approval_counts_no_more_and_stays_in_the_history(
    section: Section, head: Membership, client_for: ClientFor
) -> None:
    submit(section, head)
    approval = answer(section, head)
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
    approval = answer(section, head, by=contributor)
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
    answer(section, head)
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
    answer(section, head)
    assert (kind_of(section, head), kind_of(section, sponsor)) == (Kind.APPROVED, Kind.AWAITED)
    answer(section, sponsor)
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
    answer(section, sponsor)
    assert "en retard de 2 jours" in client_for("reader").get(url(section)).content.decode()

    def owed() -> set[tuple[User, str]]:
        return {(one.user, one.key) for one in obligations(today) if one.key.startswith("submission:")}

    key = f"submission:{submission.pk}:{head.pk}"
    assert owed() == {(head.user, key), (contributor.user, key)}
    retype(section, "<p>Réécrit.</p>")  # nobody may decide before it is submitted again
    assert owed() == set()
    submit(section, head, due=today)
    answer(section, head)
    assert owed() == set()
