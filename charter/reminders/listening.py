"""Questionnaires that members still have to answer."""

import datetime
from collections.abc import Iterator
from typing import cast

from django.urls import reverse

from accounts.reminders import Obligation, obliges
from charter.models import Questionnaire, Respondent
from crmproject.toolkit.templatetags.french import long_date


@obliges
def questionnaires_due(horizon: datetime.date) -> Iterator[Obligation]:
    """Open questionnaires, for the members who were asked and did not finish."""
    open_ones = Questionnaire.objects.accepting().filter(closes_on__lte=horizon)
    waiting = Respondent.objects.silent().filter(
        questionnaire__in=open_ones, member__deleted_at=None, member__user__is_active=True
    )
    for one in waiting.select_related("member__user", "questionnaire__project"):
        if one.member is None:
            continue
        project = one.questionnaire.project
        title, due = one.questionnaire.title, cast("datetime.date", one.questionnaire.closes_on)
        yield Obligation(
            user=one.member.user,
            key=f"questionnaire:{one.pk}",
            due=due,
            text=f"Répondre au questionnaire «\u00a0{title}\u00a0», ouvert jusqu’au {long_date(due)}",
            url=reverse("questionnaires", args=[project.slug]),
            about=project.name,
        )
