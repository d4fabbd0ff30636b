"""Write a planning for other tools: `manage.py export_planning SLUG -o FILE.csv|xlsx|ics|xml`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from charter.models import Project
from crmproject.toolkit.commands import ScriptCommand, refused, wrong_usage
from planning.exchange.outputs import OUTPUTS
from planning.exchange.spreadsheets import script_csv
from planning.reading import load_planning

ENDINGS = tuple(f".{kind}" for kind in ("csv", "xlsx", "ics", "xml"))


class Command(ScriptCommand):
    help = (
        "Écrit le planning d’un projet, dates calculées, dans un fichier CSV (UTF-8, virgules, dates ISO), "
        "Excel, iCalendar ou XML de MS Project, d’après le nom du fichier."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="identifiant du projet")
        parser.add_argument(
            "-o",
            "--output",
            required=True,
            type=Path,
            metavar="FICHIER",
            help=f"fichier {', '.join(ENDINGS)}",
        )

    def handle(self, *args: Any, slug: str, output: Path, **options: Any) -> None:
        if output.suffix not in ENDINGS:
            raise wrong_usage(f"Le nom du fichier doit finir par {', '.join(ENDINGS[:-1])} ou {ENDINGS[-1]}.")
        project = Project.objects.live().filter(slug=slug).first()
        if project is None:
            raise refused(f"Aucun projet «\u00a0{slug}\u00a0».")
        planning = load_planning(project.pk)
        if planning.problem:
            raise refused(planning.problem)
        kind = output.suffix[1:]
        content = script_csv(planning) if kind == "csv" else OUTPUTS[kind].make(project, planning)
        try:
            output.write_bytes(content)
        except OSError as error:
            raise refused(f"Impossible d’écrire {output}\u00a0: {error.strerror}.") from error
