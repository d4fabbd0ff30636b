"""The usage charter in the project file, under its rules, and on paper."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from charter.filepart import ProjectFileError
from charter.models import Project, UsageInvitation, UsageSignature, UsageVersion
from charter.projectfiles import dump_project, load_values, to_yaml, validated
from charter.usage.documents import signed_document, usage_document
from charter.usage.proofs import proof_of
from crmproject.toolkit import documents
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import diagnose
from tests.charter.usages import campaign_of, invited, link, published, rewritten, seat, sign_as
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(project: Project, personas: dict[str, User], client: Client) -> Project:
    """Two versions, a signature of each, a refusal, and a seat of the committee."""
    campaign = campaign_of(project)
    sign_as(client, invited(campaign, "alice@exemple.fr"))
    rewritten(project)
    again = campaign_of(project, [])
    sign_as(client, invited(again, "alice@exemple.fr"))
    bruno = invited(again, "bruno@exemple.fr")
    client.post(link(bruno), {"do": "open"})
    client.post(link(bruno), {"do": "refuse", "reason": "Non."})
    seat(project, "head@exemple.fr")
    return project


def data_of(project: Project) -> dict[str, Any]:
    return dump_project(Project.objects.get(pk=project.pk))


def test_load_dump_load_dump_is_identical(signed: Project) -> None:
    data = data_of(signed)
    usage = data["usage_charter"]
    assert [one["number"] for one in usage["versions"]] == [1, 2]
    assert len(usage["signatures"]) == 2
    assert usage["committee"] == [{"department": "COM", "member": "head@exemple.fr"}]
    again = load_values(validated(data), replace=True).project
    assert data_of(again)["usage_charter"] == usage
    assert to_yaml(data_of(again)).count("usage_charter:") == 1
    signature = UsageSignature.objects.filter(version__number=2).get()
    assert signature.invitation is not None
    assert proof_of(signature)["moyen"] == "reprise d’un fichier projet"
    assert proof_of(signature)["contenu_conforme"] is True


def test_no_link_is_in_a_file(signed: Project) -> None:
    seeds = list(UsageInvitation.objects.values_list("seed", "token_sha256"))
    text = to_yaml(data_of(signed))
    assert not any(seed in text or sha in text for seed, sha in seeds)
    load_values(validated(data_of(signed)), replace=True)
    assert not set(seeds) & set(UsageInvitation.objects.values_list("seed", "token_sha256"))


def test_a_project_without_a_usage_charter_has_no_such_key(
    project: Project, personas: dict[str, User]
) -> None:
    assert "usage_charter" not in data_of(project)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (
            lambda usage: usage["versions"][0]["articles"][0].update(text="<p>Autre.</p>"),
            "versions[0].fingerprint",
        ),
        (lambda usage: usage["signatures"][0].update(version=9), "signatures[0].version"),
        (lambda usage: usage["signatures"][0].update(fingerprint="a" * 64), "signatures[0].fingerprint"),
        (lambda usage: usage["signatures"].append(dict(usage["signatures"][0])), "signatures[2]"),
        (lambda usage: usage["campaigns"][0].pop("closed_at"), "campaigns[1]"),
        (lambda usage: usage["committee"][0].update(member="inconnu@exemple.fr"), "committee[0].member"),
        (lambda usage: usage["versions"][0].update(published_at="hier"), "versions[0].published_at"),
    ],
)
def test_a_wrong_file_says_where(change: Any, path: str, signed: Project) -> None:
    data = data_of(signed)
    change(data["usage_charter"])
    with pytest.raises(ProjectFileError) as refused:
        validated(data)
    assert refused.value.problems[0][0] == f"usage_charter.{path}"


def findings(project: Project) -> dict[str, str]:
    found = diagnose(Gathering(project.pk))
    return {
        one.rule.id: one.finding.text for one in found if "CHARTE" in one.rule.id or "SIGN" in one.rule.id
    }


def test_r_charte_is_to_be_published_then_signed(project: Project) -> None:
    assert "pas commencée" in findings(project)["R-CHARTE"]
    published(project)
    assert "personne n’est invité à la signer" in findings(project)["R-CHARTE"]
    campaign_of(project)
    assert "R-CHARTE" not in findings(project)


def test_r_signatures_counts_what_is_missing(project: Project, client: Client) -> None:
    campaign = campaign_of(project)
    for email in ("alice@exemple.fr", "bruno@exemple.fr", "chloe@exemple.fr"):
        sign_as(client, invited(campaign, email))
    told = findings(project)["R-SIGNATURES"]
    assert told.startswith("3 signatures sur 5 pour la version 1")
    assert "Logistique (0 sur 1)" in told
    assert "Commercial" not in told
    for email in ("david@exemple.fr", "emma@exemple.fr"):
        sign_as(client, invited(campaign, email))
    assert "R-SIGNATURES" not in findings(project)


def test_r_comite_charte_names_departments_without_representative(
    project: Project, personas: dict[str, User]
) -> None:
    assert "R-COMITE-CHARTE" not in findings(project)
    published(project)
    seat(project, "head@exemple.fr")
    assert (
        findings(project)["R-COMITE-CHARTE"]
        == "1 sur 2 services sans représentant au comité de la charte\u00a0: Direction."
    )


def test_the_document_names_who_signed_or_counts_them(signed: Project) -> None:
    counts, names = (one(Gathering(signed.pk)) for one in (usage_document, signed_document))
    assert "Alice Martin" not in str(counts)
    assert counts.identity != names.identity
    version = UsageVersion.objects.first()
    assert version is not None
    assert {"charte-d-usage", "charte-d-usage-signataires"} <= {one.name for one in documents.all_documents()}


def test_an_unpublished_charter_prints_as_a_draft(project: Project) -> None:
    layout = usage_document(Gathering(project.pk))
    assert "projet" in layout.facts.title


def test_the_document_takes_as_many_queries_whatever_the_size(signed: Project, client_for: ClientFor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            signed_document(Gathering(signed.pk))
        return len(seen)

    few = queries()
    version = UsageVersion.objects.first()
    assert version is not None
    UsageSignature.objects.bulk_create(
        UsageSignature(
            version=version, name=f"N{rank}", email=f"n{rank}@exemple.fr", statement="x", fingerprint="y"
        )
        for rank in range(400)
    )
    assert queries() == few
