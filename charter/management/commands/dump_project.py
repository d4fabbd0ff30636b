"""Write a project file: `manage.py dump_project SLUG`."""

from typing import Any

from django.core.management.base import CommandParser

from charter.filepart import ProjectFileError
from charter.models import Project
from charter.projectfiles import dump_project, to_yaml
from crmproject.toolkit.commands import ScriptCommand, refused


class Command(ScriptCommand):
    help = "Écrit le fichier projet d’un projet sur la sortie standard."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="identifiant du projet")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        project = Project.objects.live().filter(slug=slug).select_related("manager").first()
        if project is None:
            raise refused(f"Aucun projet « {slug} ».")
        try:
            data = dump_project(project)
        except ProjectFileError as error:
            raise refused(f"Ce projet ne tient pas dans un fichier projet\u00a0:\n{error}") from error
        self.stdout.write(to_yaml(data), ending="")
