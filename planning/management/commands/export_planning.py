"""Write a planning for other tools: `manage.py export_planning SLUG -o FILE.csv`."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from charter.models import Project
from crmproject.toolkit.commands import ScriptCommand, refused, wrong_usage
from planning.reading import Planning, load_planning

COLUMNS = ("key", "title", "start", "end", "owner", "critical", "float_days")
# A spreadsheet would run a cell that begins with one of these.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Command(ScriptCommand):
    help = "Écrit le planning d’un projet, dates calculées, dans un fichier CSV (UTF-8, virgules, dates ISO)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="identifiant du projet")
        parser.add_argument(
            "-o", "--output", required=True, type=Path, metavar="FICHIER", help="fichier .csv"
        )

    def handle(self, *args: Any, slug: str, output: Path, **options: Any) -> None:
        if output.suffix != ".csv":
            raise wrong_usage("Le nom du fichier doit finir par .csv.")
        project_id = Project.objects.live().filter(slug=slug).values_list("pk", flat=True).first()
        if project_id is None:
            raise refused(f"Aucun projet «\u00a0{slug}\u00a0».")
        planning = load_planning(project_id)
        if planning.problem:
            raise refused(planning.problem)
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([COLUMNS, *_rows(planning)])
        except OSError as error:
            raise refused(f"Impossible d’écrire {output}\u00a0: {error.strerror}.") from error


def _rows(planning: Planning) -> list[list[str]]:
    return [
        [
            line.task.key,
            _harmless(line.task.title),
            line.dates.start.isoformat(),
            line.dates.end.isoformat(),
            _harmless(line.owner),
            "yes" if line.dates.is_critical else "no",
            str(line.dates.float_days),
        ]
        for line in planning.tasks
        if line.dates
    ]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
