"""Moves of a change request: who makes them, who is told, and what is refused [R-EVOLUTION]."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from accounts.models import Notification
from charter.models import Project
from crmproject.toolkit.refusals import RefusedError
from planning.actions.changes import (
    MovedError,
    NotEntitledError,
    decide_change,
    finish_change,
    give_opinion,
    reopen_change,
    study_change,
    withdraw_change,
)
from planning.models import ChangeRequest, ChangeState
from raci.models import Assignment
from tests.planning.execution.routed import Routed, ask, give, routed

pytestmark = pytest.mark.django_db
STUDY = {"impact": "Le service commercial.", "cost": Decimal(1200), "days": Decimal(3), "opinion": "Utile."}


@pytest.fixture
def people(project: Project) -> Routed:
    return routed(project)


@contextmanager
def told() -> Iterator[Callable[[], list[str]]]:
    """Whom what happens here tells, by the first part of their address, once for each notice."""
    last = Notification.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def names() -> list[str]:
        rows = Notification.objects.filter(pk__gt=last).values_list("user__email", flat=True)
        return sorted(email.partition("@")[0] for email in rows)

    yield names


def studied(people: Routed) -> ChangeRequest:
    request = ask(people.project, people.author.user)
    study_change(request=request, values=STUDY, by=people.instructor.user, read_version=request.version)
    return request


def decided(people: Routed, *, accepted: bool = True) -> ChangeRequest:
    request = studied(people)
    decide_change(
        request=request,
        accepted=accepted,
        reason="Elle sert l’objectif.",
        by=people.approver.user,
        read_version=request.version,
    )
    return request


def test_each_stage_tells_the_right_people_and_nobody_else(people: Routed) -> None:
    with told() as names:
        request = ask(people.project, people.author.user)
        assert names() == ["consultee", "instructeur"]
    with told() as names:
        give_opinion(request=request, text="Très attendu.", by=people.consulted.user)
        assert names() == ["instructeur"]
    with told() as names:
        study_change(request=request, values=STUDY, by=people.instructor.user, read_version=request.version)
        assert names() == ["approbatrice", "auteur"]
    with told() as names:
        decide_change(
            request=request,
            accepted=True,
            reason="Oui.",
            by=people.approver.user,
            read_version=request.version,
        )
        assert names() == ["auteur", "consultee", "informe", "instructeur"]
    with told() as names:
        finish_change(request=request, note="", by=people.instructor.user, read_version=request.version)
        assert names() == ["approbatrice", "auteur", "informe"]
    with told() as names:
        reopen_change(
            request=request, reason="Défaut.", by=people.approver.user, read_version=request.version
        )
        assert names() == ["auteur", "consultee", "informe", "instructeur"]
    with told() as names:
        withdraw_change(request=request, note="", by=people.author.user, read_version=request.version)
        assert names() == ["consultee", "instructeur"]
    moves = list(request.steps.values_list("move", flat=True))
    assert moves == ["submitted", "opinion", "studied", "accepted", "done", "reopened", "withdrawn"]


def test_a_person_with_two_letters_is_told_once(people: Routed) -> None:
    Assignment.objects.filter(activity=people.line, role="C").delete()
    give(people.line, people.instructor, "C")
    give(people.line, people.informed, "C")
    with told() as names:
        ask(people.project, people.author.user)
        assert names() == ["informe", "instructeur"]
    notice = Notification.objects.get(user=people.instructor.user)
    # By the letter that asks most of them.
    assert "à instruire" in notice.text


def test_only_those_whom_the_matrix_names_move_a_request(people: Routed) -> None:
    request = studied(people)
    for someone in (people.author, people.approver, people.consulted, people.outsider):
        with pytest.raises(NotEntitledError, match="instruite par"):
            study_change(request=request, values=STUDY, by=someone.user, read_version=request.version)
    for someone in (people.author, people.instructor, people.informed, people.outsider):
        with pytest.raises(NotEntitledError, match="décidée par"):
            decide_change(
                request=request, accepted=True, reason="Oui.", by=someone.user, read_version=request.version
            )
    with pytest.raises(NotEntitledError):
        give_opinion(request=request, text="Moi aussi.", by=people.informed.user)
    with pytest.raises(NotEntitledError, match="son auteur"):
        withdraw_change(request=request, note="", by=people.instructor.user, read_version=request.version)


def test_a_second_decision_finds_the_request_decided(people: Routed) -> None:
    request = studied(people)
    read = request.version
    stale = ChangeRequest.objects.get(pk=request.pk)
    decide_change(
        request=request, accepted=False, reason="Trop cher.", by=people.approver.user, read_version=read
    )
    with pytest.raises(MovedError, match="refusée"):
        decide_change(request=stale, accepted=True, reason="Oui.", by=people.approver.user, read_version=read)
    request.refresh_from_db()
    assert (request.state, request.reason) == (ChangeState.REFUSED, "Trop cher.")


def test_nothing_is_decided_before_its_instruction_nor_without_a_reason(people: Routed) -> None:
    fresh = ask(people.project, people.author.user)
    with pytest.raises(RefusedError, match="pas encore instruite"):
        decide_change(request=fresh, accepted=True, reason="Oui.", by=people.approver.user, read_version=1)
    request = studied(people)
    for accepted in (True, False):
        with pytest.raises(RefusedError, match="Motivez"):
            decide_change(
                request=request,
                accepted=accepted,
                reason="  ",
                by=people.approver.user,
                read_version=request.version,
            )
    with pytest.raises(RefusedError, match="avis de l’instruction"):
        study_change(
            request=request, values={"opinion": " "}, by=people.instructor.user, read_version=request.version
        )


def test_a_decision_is_about_the_instruction_that_was_read(people: Routed) -> None:
    request = studied(people)
    read, stale = request.version, ChangeRequest.objects.get(pk=request.pk)
    study_change(
        request=request,
        values={**STUDY, "cost": Decimal(90_000)},
        by=people.instructor.user,
        read_version=request.version,
    )
    with pytest.raises(MovedError):
        decide_change(request=stale, accepted=True, reason="Oui.", by=people.approver.user, read_version=read)


def test_a_decided_request_takes_no_opinion_and_cannot_be_withdrawn(people: Routed) -> None:
    request = decided(people)
    with pytest.raises(MovedError):
        give_opinion(request=request, text="Trop tard ?", by=people.consulted.user)
    with pytest.raises(MovedError):
        withdraw_change(request=request, note="", by=people.author.user, read_version=request.version)


def test_an_opinion_is_amended_not_doubled(people: Routed) -> None:
    request = ask(people.project, people.author.user)
    for text in ("Oui.", "Oui, mais après l’été."):
        give_opinion(request=request, text=text, by=people.consulted.user)
    assert list(request.opinions.values_list("text", flat=True)) == ["Oui, mais après l’été."]


def test_a_reopened_request_is_instructed_anew_with_new_dates(people: Routed) -> None:
    request = decided(people, accepted=False)
    reopen_change(
        request=request, reason="Le besoin grandit.", by=people.approver.user, read_version=request.version
    )
    request.refresh_from_db()
    assert (request.state, request.reason, request.decision_due) == (ChangeState.SUBMITTED, "", None)
