"""Questionnaires that await a member, on the project’s home."""

from django.urls import reverse

from charter.access import Access
from charter.homepanel import Awaiting, awaits
from charter.models import Project, Questionnaire, Respondent
from crmproject.toolkit.templatetags.french import long_date


@awaits
def questionnaires_to_answer(project: Project, access: Access) -> list[Awaiting]:
    """Open questionnaires that this member was asked to answer and did not finish."""
    if access.membership is None:
        return []
    waiting = Respondent.objects.standing().filter(
        member=access.membership,
        finished_at=None,
        questionnaire__in=Questionnaire.objects.accepting().filter(project=project),
    )
    return [
        Awaiting(
            _words(one.questionnaire),
            reverse("questionnaire_answer", args=[project.slug, one.questionnaire_id]),
            "chat-left-quote",
        )
        for one in waiting.select_related("questionnaire")
    ]


def _words(questionnaire: Questionnaire) -> str:
    until = f" avant le {long_date(questionnaire.closes_on)} au soir" if questionnaire.closes_on else ""
    return f"Répondre au questionnaire «\u00a0{questionnaire.title}\u00a0»{until}"
