"""The page and the command that tell what the coherence rules find."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from charter.models import Project
from crmproject.toolkit.diagnostics import Severity
from selection.models import Criterion
from tests.charter.project_files import demo_data, load
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


def test_the_page_groups_findings_and_narrows_them(client_for: ClientFor, project: Project) -> None:
    client, url = client_for("manager"), reverse("coherence", args=[project.slug])
    answer = client.get(url)
    assert [one.severity for one in answer.context["shown"]] == list(Severity)
    answer = client.get(url, {"gravite": "error"})
    assert [one.severity for one in answer.context["shown"]] == [Severity.ERROR]
    assert "R-CRITERES" in answer.content.decode()
    assert "R-BUDGET" not in answer.content.decode()
    assert client.get(url, {"gravite": "autre"}).context["asked"] == ""


def test_the_page_links_nowhere_a_reader_may_not_go(client_for: ClientFor, project: Project) -> None:
    url = reverse("coherence", args=[project.slug])
    written = reverse("strategic_objective", args=[project.slug])
    assert written in client_for("manager").get(url).content.decode()
    text = client_for("reader").get(url).content.decode()
    assert "E-OBJECTIF" in text
    assert written not in text


# The command.


def run(*args: str) -> tuple[str, int]:
    """What the command writes, and its exit status."""
    output = StringIO()
    try:
        call_command("diagnose", *args, stdout=output)
    except CommandError as error:
        return output.getvalue(), error.returncode
    return output.getvalue(), 0


def test_the_command_tells_in_text_and_fails_when_asked_to() -> None:
    load(demo_data())
    text, status = run("negoce")
    assert status == 0
    assert "ALERTE R-MUST 10 sur 16 exigences" in text
    assert run("negoce", "--fail-on", "error")[1] == 0
    assert run("negoce", "--fail-on", "warning")[1] == 1
    Criterion.objects.all().delete()
    assert run("negoce", "--fail-on", "error")[1] == 1


def test_the_command_refuses_an_unknown_project_and_a_wrong_usage() -> None:
    assert run("inconnu") == ("", 1)
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("diagnose", "negoce", "--format", "xml")


def test_the_command_writes_json_and_sarif() -> None:
    load(demo_data())
    data = json.loads(run("negoce", "--format", "json")[0])
    assert data["project"] == "negoce"
    must = next(one for one in data["findings"] if one["rule"] == "R-MUST")
    assert must["severity"] == "warning"
    assert must["url"].startswith("/projets/negoce/exigences/")
    log = json.loads(run("negoce", "--format", "sarif")[0])
    assert log["version"] == "2.1.0"
    driver = log["runs"][0]["tool"]["driver"]
    for result in log["runs"][0]["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
