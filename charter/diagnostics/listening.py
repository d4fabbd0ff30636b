"""Rules on whether people were listened to."""

from collections.abc import Iterator

from charter.blocks import load_departments
from charter.diagnostics.links import page_url
from charter.listening.sorting import heard_departments
from charter.models import Questionnaire
from charter.models.listening import QuestionnaireState
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, listed, rule


def load_opened(project_id: int) -> bool:
    """Whether a questionnaire was ever opened."""
    opened = Questionnaire.objects.live().filter(project=project_id)
    return bool(opened.exclude(state=QuestionnaireState.DRAFT).exists())


@rule(
    "E-ECOUTE",
    Severity.ADVICE,
    "Services qui ont répondu",
    "Un service que personne n’a écouté découvre un outil fait sans lui, et ne s’en sert pas.",
    source="Erreurs à éviter",
)
def departments_heard(gathering: Gathering) -> Iterator[Finding]:
    # Silent before the first questionnaire: needs may have been gathered in workshops.
    if not gathering.once(load_opened):
        return
    departments = gathering.once(load_departments)
    heard = gathering.once(heard_departments)
    silent = [one.name for one in departments if one.pk not in heard]
    if silent:
        yield Finding(
            f"Aucune réponse de {among(len(silent), len(departments), 'service', 'services')}\u00a0: {listed(silent)}.",
            page_url(gathering, "questionnaires"),
        )
