"""Load a project file: `manage.py load_project FILE [--replace]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from charter.filepart import ProjectFileError
from charter.projectfiles import UnreadableFileError, load_values, read_project_file, validated
from charter.projectfiles.loading import Loaded, ProjectExistsError
from crmproject.toolkit.commands import ScriptCommand, refused, wrong_usage


class Command(ScriptCommand):
    help = "Charge un fichier projet (docs/fichier-projet.md). Rien n’est écrit s’il a un défaut."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="fichier projet, en YAML")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="remplace le projet du même identifiant ; ses éditions et approbations sont perdues",
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            read = read_project_file(file)
        except UnreadableFileError as error:
            raise wrong_usage(str(error)) from error
        except ProjectFileError as error:
            raise refused(f"{error}\nRien n’a été écrit.") from error
        try:
            values = validated(read.data)
        except ProjectFileError as error:
            located = ProjectFileError(read.located(error.problems))
            raise refused(f"{located}\nRien n’a été écrit.") from error
        try:
            loaded = load_values(values, replace=replace)
        except ProjectExistsError as error:
            raise refused(
                f"project.slug : un projet « {error.project.slug} » existe déjà. Rien n’a été écrit.\n"
                "Ajoutez --replace pour le remplacer : ses éditions et ses approbations seront perdues."
            ) from error
        self.stdout.write(_told(loaded))


def _told(loaded: Loaded) -> str:
    lines = [f"Projet « {loaded.project.slug} » {'remplacé' if loaded.is_replacement else 'chargé'}."]
    lines += [f"Supprimé : {number} × {name}" for name, number in loaded.replaced]
    return "\n".join(lines)
