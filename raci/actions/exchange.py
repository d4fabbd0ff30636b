"""Writing a matrix that came from a file: functions, lines and letters, all of it or nothing."""

import pghistory
from django.db import IntegrityError, transaction

from charter.models import Project
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.rows import next_position
from raci.actions.cells import CellChange, CellsRefusedError, set_cells
from raci.exchange.compare import NEW, MatrixDryRun, compare
from raci.exchange.reading import MatrixDraft
from raci.models import Activity, Function


@transaction.atomic
def apply_matrix(*, project: Project, draft: MatrixDraft, read: str, make: bool, stamp: str) -> MatrixDryRun:
    """Apply a matrix as its dry run of this `stamp` said.

    Raises ContentChangedError when the matrix moved since, RefusedError when the dry run has errors.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    run = compare(project, draft, make=make, read=read)
    if run.stamp != stamp:
        raise ContentChangedError(
            "La matrice a changé depuis cette lecture\u00a0: la voici refaite. Rien n’a été écrit."
        )
    if not run.may_apply:
        raise RefusedError("Ce fichier a des erreurs, ou ne change rien\u00a0: rien n’a été écrit.")
    try:
        with transaction.atomic(), pghistory.context(reason="import de la matrice RACI"):
            _write(project, run)
    except (CellsRefusedError, IntegrityError) as moved:
        raise ContentChangedError(
            "La matrice a changé pendant l’écriture\u00a0: rien n’a été écrit. Relisez, puis recommencez."
        ) from moved
    return run


def _write(project: Project, run: MatrixDryRun) -> None:
    columns = _make_functions(project, run)
    position = next_position(Activity.objects.filter(project=project))
    made = [
        Activity(
            project=project,
            task_id=line.task,
            title="" if line.task else line.title,
            phase_id=line.phase,
            position=position + at,
        )
        for at, line in enumerate(one for one in run.lines if one.is_new)
    ]
    Activity.objects.bulk_create(made)
    new = iter(made)
    pks = [line.activity or next(new).pk for line in run.lines]
    changes = [
        CellChange(pk, columns.get(cell.column, cell.column), cell.after, cell.before)
        for pk, line in zip(pks, run.lines, strict=True)
        for cell in line.cells
    ]
    set_cells(project=project, changes=changes)


def _make_functions(project: Project, run: MatrixDryRun) -> dict[str, str]:
    """The keys of the functions made for columns that nobody knew."""
    position = next_position(Function.objects.filter(project=project))
    made: dict[str, str] = {}
    for at, name in enumerate(run.made):
        function = Function.objects.create(project=project, name=name[:120], position=position + at)
        made[f"{NEW}{name[:120]}"] = f"f{function.pk}"
    return made
