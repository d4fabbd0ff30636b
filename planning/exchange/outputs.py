"""The forms in which a planning leaves, declared once for the page and the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from charter.models import Project
from crmproject.toolkit.xlsx import CONTENT_TYPE as EXCEL
from planning.calendars import calendar_of
from planning.exchange.mspdi_write import HOURS, planning_mspdi
from planning.exchange.spreadsheets import planning_csv, planning_workbook
from planning.models import Baseline
from planning.reading import Planning


@dataclass(frozen=True)
class Output:
    """One form: `kind` is also the extension of its files."""

    kind: str
    label: str
    told: str
    icon: str
    content_type: str
    make: Callable[[Project, Planning], bytes]

    def filename(self, project: Project) -> str:
        return f"planning-{project.slug}.{self.kind}"


def current_reference(project: Project) -> Baseline | None:
    """The latest reference of the planning, with its lines."""
    return Baseline.objects.filter(project=project).prefetch_related("lines").order_by("-number").first()


def mspdi(project: Project, planning: Planning, hours: int = HOURS) -> bytes:
    return planning_mspdi(project, planning, baseline=current_reference(project), hours=hours)


OUTPUTS = {
    one.kind: one
    for one in (
        Output(
            "xlsx",
            "Excel",
            "Tâches, phases, points de validation et fermetures. Se modifie, puis se renvoie ici.",
            "file-earmark-spreadsheet",
            EXCEL,
            lambda project, planning: planning_workbook(planning, title=f"Planning – {project.name}"),
        ),
        Output(
            "csv",
            "CSV",
            "Les tâches et toutes leurs colonnes, pour tout tableur (points-virgules, UTF\u20118).",
            "table",
            "text/csv; charset=utf-8",
            lambda _, planning: planning_csv(planning, encoding="utf-8-sig"),
        ),
        Output(
            "xml",
            "MS Project (XML)",
            "Pour MS Project, ProjectLibre et d’autres\u00a0: liens, calendrier français, responsables, référence.",
            "diagram-2",
            "application/xml",
            mspdi,
        ),
        Output(
            "ics",
            "Calendrier (iCalendar)",
            "Tâches et points de validation à leurs dates du jour, pour un agenda.",
            "calendar-event",
            "text/calendar; charset=utf-8",
            lambda project, planning: calendar_of(planning, project),
        ),
    )
}
