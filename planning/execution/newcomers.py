"""The path of newcomers as pages and reminders read it: steps with their due dates, done or not, and the progress."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

from charter.models import Membership
from crmproject.toolkit.blocks import Gathering
from planning.execution.delays import load_closed, working_day_after
from planning.models import Newcomer, NewcomerTick, PathPage, PathStep

# What a path begins with: (title, days after the arrival, who helps, page).
START: tuple[tuple[str, int, str, PathPage], ...] = (
    (
        "Recevoir son accès au CRM, et vérifier qu’il ouvre ce qu’il faut",
        0,
        "Service informatique",
        PathPage.NONE,
    ),
    ("Rencontrer le référent de premier niveau de son service", 0, "Référent du service", PathPage.SUPPORT),
    ("Lire et signer la charte d’usage", 0, "Référent du service", PathPage.USAGE_CHARTER),
    ("Prendre l’outil en main sur trois fiches de son portefeuille", 3, "Référent du service", PathPage.NONE),
    ("Suivre la formation initiale", 7, "Chef de projet CRM", PathPage.CHANGE_PLAN),
    ("Saisir une semaine d’activité, relue par le référent", 14, "Référent du service", PathPage.NONE),
    ("Faire le point du premier mois avec son responsable", 30, "Responsable du service", PathPage.NONE),
    ("Dire ce qui manque à l’outil, et déposer ses demandes", 30, "Référent du service", PathPage.CHANGES),
)


@dataclass(frozen=True)
class StepLine:
    """A step of one newcomer’s path, with the working day by which it is due."""

    step: PathStep
    due: datetime.date
    tick: NewcomerTick | None

    @property
    def is_late(self) -> bool:
        return self.tick is None and self.due < timezone.localdate()


@dataclass(frozen=True)
class Follow:
    """A newcomer and the steps of the path, in the order of their days."""

    newcomer: Newcomer
    lines: list[StepLine]

    @property
    def done(self) -> int:
        return sum(line.tick is not None for line in self.lines)

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def late(self) -> list[StepLine]:
        return [line for line in self.lines if line.is_late]

    @property
    def is_over(self) -> bool:
        return bool(self.lines) and self.done == self.total

    @property
    def next(self) -> StepLine | None:
        """The first step to do."""
        return next((line for line in self.lines if line.tick is None), None)

    def helps(self, member: Membership | None, line: StepLine) -> bool:
        """Whether this member accompanies the newcomer, or helps at this step."""
        return member is not None and member.pk in {self.newcomer.referent_id, line.step.helper_id}


def load_steps(project_id: int) -> list[PathStep]:
    """The steps of the path, in the order of their days."""
    return list(PathStep.objects.live().filter(project=project_id).select_related("helper__user", "project"))


def load_newcomers(project_id: int) -> list[Newcomer]:
    """Those who arrived or are expected, the latest first, with what they have done."""
    rows = Newcomer.objects.live().filter(project=project_id)
    return list(rows.select_related("department", "referent__user", "project").prefetch_related("ticks"))


def follows_of(gathering: Gathering) -> list[Follow]:
    """Every newcomer of a project with their path; nothing but one query where nobody arrives."""
    newcomers = gathering.once(load_newcomers)
    if not newcomers:
        return []
    return follows(newcomers, gathering.once(load_steps), gathering.once(load_closed))


def follows(
    newcomers: Iterable[Newcomer], steps: Collection[PathStep], closed: Collection[datetime.date]
) -> list[Follow]:
    return [Follow(one, list(_lines(one, steps, closed))) for one in newcomers]


def _lines(
    newcomer: Newcomer, steps: Collection[PathStep], closed: Collection[datetime.date]
) -> Iterable[StepLine]:
    ticks = {tick.step_id: tick for tick in newcomer.ticks.all()}
    for step in steps:
        day = newcomer.arrived_on + datetime.timedelta(days=step.day)
        yield StepLine(step, working_day_after(day, 0, closed), ticks.get(step.pk))
