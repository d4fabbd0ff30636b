"""The page of a gate, and what it refuses."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from charter.models import Project
from planning.models import Gate, GateCondition, GateDecision, Outcome
from requirements.models import Section, Specification
from tests.factories import SectionFactory
from tests.planning.gating import conditional, decide, lacks, make_ready, member, review

pytestmark = pytest.mark.django_db


type ClientFor = Callable[[str | User], Client]


def url(gate: Gate, name: str = "gate_decide", **kwargs: object) -> str:
    return reverse(name, kwargs={"slug": gate.project.slug, "key": gate.key, **kwargs})


def posted(gate: Gate, outcome: str, *conditions: dict[str, str], **changes: Any) -> dict[str, Any]:
    """What a browser posts for this gate as it stands."""
    seen = review(gate)
    data = {
        "outcome": outcome,
        "text": "Décidé en comité.",
        "edition": seen.facts.edition.pk if seen.facts.edition else "",
        "read": seen.stamp,
        "conditions-TOTAL_FORMS": len(conditions) + 2,
        "conditions-INITIAL_FORMS": 0,
    }
    for place, line in enumerate([*conditions, {}, {}]):
        for name in ("text", "owner", "due"):
            data[f"conditions-{place}-{name}"] = line.get(name, "")
    return {**data, **changes}


def line(project: Project, days: int = 10) -> dict[str, str]:
    due = timezone.localdate() + datetime.timedelta(days=days)
    owner = str(member(project, "head").pk)
    return {"text": "Obtenir le devis de reprise", "owner": owner, "due": due.isoformat()}


def test_the_page_lists_what_lacks_with_links(gate: Gate, section: Section, client_for: ClientFor) -> None:
    text = client_for("reader").get(gate.get_absolute_url()).content.decode()
    assert "À préparer" in text
    assert f'href="{section.get_absolute_url()}"' in text
    assert "Prononcer" not in text
    # A reader may not write the strategic objective: its lack is told, without a link.
    assert "Objectif stratégique" in text
    assert reverse("strategic_objective", args=[gate.project.slug]) not in text
    assert "Prononcer la décision" in client_for("sponsor").get(gate.get_absolute_url()).content.decode()


def test_passing_while_something_lacks_is_refused_by_name(gate: Gate, client_for: ClientFor) -> None:
    answer = client_for("manager").post(url(gate), posted(gate, "passed"))
    assert answer.status_code == 422
    assert "Il lui manque" in answer.content.decode()
    assert "Aucune édition validée" in answer.content.decode()
    assert "Décidé en comité." in answer.content.decode(), "what was typed stays"
    assert not GateDecision.objects.exists()


def test_the_sponsor_passes_a_gate_that_lacks_nothing(gate: Gate, client_for: ClientFor) -> None:
    make_ready(gate.project)
    answer = client_for("sponsor").post(url(gate), posted(gate, "passed"), follow=True)
    assert answer.redirect_chain == [(gate.get_absolute_url(), 302)]
    assert "Persona Sponsor" in answer.content.decode()
    assert GateDecision.objects.get().title == "Direction générale"


def test_a_change_between_the_page_and_the_click_passes_nothing(
    gate: Gate, section: Section, client_for: ClientFor
) -> None:
    make_ready(gate.project)
    data = posted(gate, "passed")
    section.refresh_from_db()
    section.write(read_version=section.version, text="<p>Un mot change.</p>")
    answer = client_for("manager").post(url(gate), data)
    assert answer.status_code == 409
    assert "rien n’a été enregistré" in answer.content.decode()
    assert "validée puis modifiée" in answer.content.decode()
    assert not GateDecision.objects.exists()
    # The page now shows what lacks: sent again as it is, it is refused for that.
    again = {**data, "read": answer.context["form"]["read"].value()}
    assert client_for("manager").post(url(gate), again).status_code == 422


def test_conditions_are_written_line_by_line(gate: Gate, client_for: ClientFor) -> None:
    data = posted(gate, "conditional", line(gate.project), accepted=lacks(gate))
    assert client_for("manager").post(url(gate), data).status_code == 302
    made = GateCondition.objects.get()
    assert (made.text, made.owner) == ("Obtenir le devis de reprise", member(gate.project, "head"))
    assert made.decision.outcome == Outcome.CONDITIONAL


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"due": "2020-01-01"}, "ne peut pas être passée"),
        ({"owner": ""}, "obligatoire"),
        ({"owner": "999999"}, "Sélectionnez un choix valide"),
        ({"text": ""}, "obligatoire"),
        ({"text": "x" * 501}, "500"),
    ],
)
def test_a_wrong_condition_is_refused_in_words(
    gate: Gate, client_for: ClientFor, changes: dict[str, str], told: str
) -> None:
    data = posted(gate, "conditional", {**line(gate.project), **changes}, accepted=lacks(gate))
    answer = client_for("manager").post(url(gate), data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not GateDecision.objects.exists()


def test_one_more_line_keeps_what_was_typed_and_records_nothing(gate: Gate, client_for: ClientFor) -> None:
    data = posted(gate, "conditional", line(gate.project), accepted=lacks(gate), more="1")
    answer = client_for("manager").post(url(gate), data)
    assert answer.status_code == 200
    assert len(answer.context["conditions"].forms) == 4
    assert "Obtenir le devis de reprise" in answer.content.decode()
    assert "Décidé en comité." in answer.content.decode()
    assert not GateDecision.objects.exists()


def test_a_decision_without_its_lines_is_refused(gate: Gate, client_for: ClientFor) -> None:
    answer = client_for("manager").post(url(gate), {"outcome": "postponed", "text": "Budget."})
    assert answer.status_code == 422


def test_a_passed_gate_says_what_fell_since(gate: Gate, section: Section, client_for: ClientFor) -> None:
    make_ready(gate.project)
    decide(gate)
    section.refresh_from_db()
    section.write(read_version=section.version, text="<p>Un mot change.</p>")
    text = client_for("reader").get(gate.get_absolute_url()).content.decode()
    assert "mais depuis" in text
    planning = client_for("reader").get(reverse("planning", args=[gate.project.slug])).content.decode()
    assert "mais depuis, 2 éléments manquent" in planning


def test_the_owner_and_the_manager_lift_a_condition_and_nobody_else(
    gate: Gate, client_for: ClientFor
) -> None:
    made = conditional(gate)
    lift, reopen = (url(gate, f"gate_condition_{name}", pk=made.pk) for name in ("lift", "reopen"))
    data = {"version": made.version, "note": "Devis reçu."}
    assert client_for("sponsor").post(lift, data).status_code == 403
    assert client_for("head").post(lift, {**data, "note": ""}).status_code == 422
    assert client_for("head").post(lift, data).status_code == 302
    assert client_for("manager").post(lift, data).status_code == 409, "lifted meanwhile"
    made.refresh_from_db()
    assert made.lifted_note == "Devis reçu."
    assert client_for("manager").post(reopen, {"version": made.version}).status_code == 302
    made.refresh_from_db()
    assert made.lifted_at is None


def test_an_unknown_gate_is_not_found(gate: Gate, client_for: ClientFor) -> None:
    gate.put_aside(read_version=gate.version)
    assert client_for("manager").get(gate.get_absolute_url()).status_code == 404


def test_the_page_costs_as_many_queries_whatever_was_decided(gate: Gate, client_for: ClientFor) -> None:
    client = client_for("manager")

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(gate.get_absolute_url()).status_code == 200
        return len(queries)

    conditional(gate)
    count()
    one = count()
    for _ in range(4):
        conditional(gate)
        SectionFactory(specification=Specification.objects.of(gate.project))
    assert count() <= one
