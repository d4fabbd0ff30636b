"""What the charter puts in the calendar: the change plan, measures, answers to risks, questionnaires, signatures."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from charter.agenda import Entry, dates
from charter.blocks import load_indicators, load_risks
from charter.blocks.change import load_communications, load_supports, load_trainings
from charter.models import Communication, Indicator, Membership, Project, Questionnaire, Respondent
from charter.models.risks import RiskStatus
from charter.usage.reminding import pending_in
from crmproject.toolkit.blocks import Gathering

WAITING_RISKS = {RiskStatus.OPEN, RiskStatus.TREATED}


def holders(member: Membership | None) -> frozenset[int]:
    """The one whom an entry concerns, or nobody."""
    return frozenset({member.pk}) if member else frozenset()


def _list_url(project: Project, register: str) -> str:
    return reverse("register", args=[project.slug, register])


def _edit_url(project: Project, register: str, pk: int) -> str:
    return reverse("register_edit", args=[project.slug, register, pk])


def _named(member: Membership | None) -> str:
    return member.display_name if member else ""


def change_plan(project: Project, gathering: Gathering) -> list[Entry]:
    """The dated actions of the change plan, the earliest first."""
    found = [one for source in (communications, trainings, supports) for one in source(project, gathering)]
    return sorted(found, key=lambda one: (one.start, one.end, one.title))


@dates
def communications(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """What is said, to whom."""
    for talk in gathering.once(load_communications):
        yield Entry(
            key=f"communication-{talk.pk}",
            nature=_nature(talk),
            title=talk.audience,
            start=talk.held_on,
            end=talk.held_on,
            url=_list_url(project, "communications"),
            icon="megaphone",
            people=holders(talk.owner),
            who=_named(talk.owner),
            edit_url=_edit_url(project, "communications", talk.pk),
            awaits=True,
            is_done=talk.is_done,
            detail=talk.message,
            version=talk.version,
        )


def _nature(talk: Communication) -> str:
    return (
        "Réunion de lancement" if talk.is_launch else f"Communication ({talk.get_channel_display().lower()})"
    )


@dates
def trainings(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Trainings that have a date; nobody of the project holds them."""
    for training in gathering.once(load_trainings):
        if training.held_on:
            yield Entry(
                key=f"formation-{training.pk}",
                nature="Perfectionnement" if training.is_refresher else "Formation",
                title=training.audience,
                start=training.held_on,
                end=training.held_on,
                url=_list_url(project, "formations"),
                icon="award",
                who=training.trainer,
                edit_url=_edit_url(project, "formations", training.pk),
                detail=f"Formateur\u00a0: {training.trainer}" if training.trainer else "",
                version=training.version,
            )


@dates
def supports(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """What accompanies users over a while; it begins and ends, and nobody ticks it off."""
    for support in gathering.once(load_supports):
        if support.starts_on:
            yield Entry(
                key=f"accompagnement-{support.pk}",
                nature=str(support.get_kind_display()),
                title=support.title,
                start=support.starts_on,
                end=support.ends_on or support.starts_on,
                url=_list_url(project, "accompagnement"),
                icon="people",
                people=holders(support.owner),
                who=_named(support.owner),
                edit_url=_edit_url(project, "accompagnement", support.pk),
                awaits=True,
                is_done=(support.ends_on or support.starts_on) < timezone.localdate(),
                version=support.version,
            )


@dates
def measures(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Indicators to measure on their day."""
    for indicator in gathering.once(load_indicators):
        if indicator.due:
            yield Entry(
                key=f"mesure-{indicator.pk}",
                nature="Mesure d’un indicateur",
                title=indicator.name,
                start=indicator.due,
                end=indicator.due,
                url=reverse("indicator", args=[project.slug, indicator.pk]),
                icon="graph-up",
                people=holders(indicator.owner),
                awaits=True,
                is_done=_is_measured(indicator, indicator.due),
                is_shared=False,
                version=indicator.version,
            )


def _is_measured(indicator: Indicator, due: datetime.date) -> bool:
    return indicator.last is not None and indicator.last.measured_on >= due


@dates
def risk_responses(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """What is to be done about a risk by a day."""
    for risk in gathering.once(load_risks):
        if risk.due:
            yield Entry(
                key=f"risque-{risk.pk}",
                nature="Parade d’un risque",
                title=risk.title,
                start=risk.due,
                end=risk.due,
                url=_list_url(project, "risques"),
                icon="shield-exclamation",
                people=holders(risk.owner),
                awaits=True,
                is_done=risk.status not in WAITING_RISKS,
                is_shared=False,
                detail=risk.response,
                version=risk.version,
            )


@dates
def questionnaires(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """Questionnaires that members were asked to answer and did not finish."""
    open_ones = Questionnaire.objects.accepting().filter(project=project).exclude(closes_on=None)
    waiting = Respondent.objects.standing().filter(
        finished_at=None, member__isnull=False, questionnaire__in=open_ones
    )
    for one in waiting.select_related("questionnaire"):
        questionnaire = one.questionnaire
        if questionnaire.closes_on and one.member_id:
            yield Entry(
                key=f"questionnaire-{one.pk}",
                nature="Questionnaire",
                title=f"Répondre à «\u00a0{questionnaire.title}\u00a0»",
                start=questionnaire.closes_on,
                end=questionnaire.closes_on,
                url=reverse("questionnaire_answer", args=[project.slug, questionnaire.pk]),
                icon="chat-left-quote",
                people=frozenset({one.member_id}),
                awaits=True,
                is_shared=False,
                version=questionnaire.version,
            )


@dates
def signatures(project: Project, gathering: Gathering) -> Iterator[Entry]:
    """The usage charter to sign."""
    for invitation in pending_in(project):
        if invitation.member_id:
            due = invitation.campaign.due
            yield Entry(
                key=f"signature-{invitation.pk}",
                nature="Charte d’usage",
                title="Signer la charte d’usage",
                start=due,
                end=due,
                url=reverse("usage_mine", args=[project.slug]),
                icon="vector-pen",
                people=frozenset({invitation.member_id}),
                awaits=True,
                is_shared=False,
            )
