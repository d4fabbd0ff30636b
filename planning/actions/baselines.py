"""Setting the dates of a planning as the reference against which slippage is read."""

from django.db import transaction

from accounts.models import User
from charter.models import Membership, Project
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.templatetags.french import long_date
from planning.baselines import latest, lines_of, slippage
from planning.models import Baseline, BaselineLine
from planning.reading import load_planning


@transaction.atomic
def take_baseline(*, project: Project, title: str, by: User) -> Baseline:
    """Keep the dates of today’s planning under this title.

    Raises RefusedError when the planning has no dates, or when none moved since the last reference.
    """
    # The numbers follow each other, and what is kept is one state of the planning.
    Project.objects.select_for_update().get(pk=project.pk)
    planning = load_planning(project.pk)
    lines = lines_of(planning)
    if planning.problem or not lines:
        why = planning.problem or "Il n’a aucune tâche."
        raise RefusedError(f"Le planning n’a pas de dates à garder. {why}")
    last = latest(project.pk)
    if last and slippage(planning, last).is_same:
        taken = long_date(last.taken_at)
        raise RefusedError(
            f"Aucune date n’a changé depuis la référence {last.number}, prise le {taken}\u00a0: elle suffit."
        )
    member = Membership.objects.live().filter(project=project, user=by).select_related("user").first()
    baseline = Baseline.objects.create(
        project=project,
        number=last.number + 1 if last else 1,
        title=title,
        taken_by=by,
        name=member.display_name if member else str(by),
    )
    for line in lines:
        line.baseline = baseline
    BaselineLine.objects.bulk_create(lines)
    return baseline
