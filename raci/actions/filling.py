"""Writing a filled matrix: new lines and letters, all of it or nothing."""

import pghistory
from django.db import transaction

from charter.models import Membership, Project
from crmproject.toolkit.refusals import ContentChangedError
from crmproject.toolkit.rows import next_position
from planning.charges import person_of
from planning.models import Phase
from planning.reading import load_planning
from raci.actions.cells import CellChange, set_cells
from raci.defaults import EXECUTION, FilledLine, Filling, fill
from raci.matrix import load_matrix
from raci.models import Activity


def read_filling(project: Project) -> Filling:
    """What filling the matrix of this project would write today."""
    members = Membership.objects.live().filter(project=project)
    rows = members.select_related("user", "department", "project").order_by("position", "pk")
    people = [person_of(one) for one in rows]
    return fill(load_matrix(project.pk), load_planning(project.pk), people)


@transaction.atomic
def fill_matrix(*, project: Project, read: str) -> Filling:
    """Write what was seen as `read` (Filling.stamp): nothing that somebody filled is touched.

    Raises ContentChangedError when the matrix, the planning or the team changed since, and writes nothing.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    filling = read_filling(project)
    if filling.stamp != read:
        raise ContentChangedError(
            "La matrice, le planning ou l’équipe ont changé depuis cet aperçu\u00a0: rien n’a été écrit. "
            "Relisez, puis appliquez."
        )
    with pghistory.context(reason="matrice remplie d’après les étapes"):
        lines = _write_lines(project, filling)
        set_cells(
            project=project,
            changes=[
                CellChange(activity.pk, key, letters, line.standing.get(key, ""))
                for line, activity in lines
                for key, letters in line.added.items()
            ],
        )
    return filling


def _write_lines(project: Project, filling: Filling) -> list[tuple[FilledLine, Activity]]:
    """Each line with its row, the missing ones made."""
    phase = Phase.objects.live().filter(project=project, key=EXECUTION).first()
    position = next_position(Activity.objects.filter(project=project))
    made = {
        id(line): Activity(
            project=project,
            task=line.task,
            title="" if line.task else line.title,
            phase=None if line.task else phase,
            purpose=line.purpose.value,
            position=position + rank,
        )
        for rank, line in enumerate(one for one in filling.lines if one.is_new)
    }
    Activity.objects.bulk_create(made.values())
    return [(line, line.activity or made[id(line)]) for line in filling.lines]
