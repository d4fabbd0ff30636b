"""The end of the outgoing tool."""

from datetime import date
from typing import Annotated

from pydantic import Field

from charter.filepart import Checking, FileModel, FilePart, Loading, register, upto
from charter.models import ExitPlan, Project
from charter.models.leaving import LONGEST_NOTICE
from charter.projectfiles.rows import create_rows, entry_of, live_email, live_rows
from charter.projectfiles.schema import EmailReference

Text = Annotated[str, upto(2000)]


class ExitPlanEntry(FileModel):
    role: Text = ""
    liked: Text = ""
    contract_end: date | None = None
    notice_months: Annotated[int, Field(ge=0, le=LONGEST_NOTICE)] | None = None
    overlap_start: date | None = None
    overlap_end: date | None = None
    data: Text = ""
    closes_on: date | None = None
    archives: Text = ""
    decider: EmailReference = None


def _check(checking: Checking, entry: ExitPlanEntry) -> None:
    checking.member(entry.decider, "exit_plan.decider")
    if entry.overlap_start and entry.overlap_end and entry.overlap_end <= entry.overlap_start:
        checking.refuse("exit_plan.overlap_end", "la fin du recouvrement suit son début")


def _load(loading: Loading, entry: ExitPlanEntry) -> None:
    if entry != ExitPlanEntry():
        create_rows(ExitPlan, loading, [{**entry.model_dump(), "decider": loading.member(entry.decider)}])


def _dump(project: Project) -> ExitPlanEntry | None:
    plan = live_rows(ExitPlan, project, "decider__user").first()
    return entry_of(ExitPlanEntry, plan, decider=live_email(plan.decider)) if plan else None


register(FilePart("exit_plan", ExitPlanEntry, _load, _dump, 46, check=_check, default=ExitPlanEntry))
