"""Generate a project: `manage.py seed_scale --requirements N --slug SLUG [--replace]`."""

from typing import Any

from django.core.management.base import CommandParser

from charter.filepart import ProjectFileError
from charter.projectfiles import load_values, validated
from charter.projectfiles.loading import ProjectExistsError
from crmproject.toolkit.commands import ScriptCommand, refused, wrong_usage
from requirements.scale import generated_project

MOST = 20_000


class Command(ScriptCommand):
    help = "Génère un projet de N exigences ; les mêmes arguments donnent les mêmes données."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--requirements", type=int, required=True, metavar="N", help="nombre d’exigences")
        parser.add_argument("--slug", required=True, help="identifiant du projet")
        parser.add_argument("--replace", action="store_true", help="remplace le projet du même identifiant")

    def handle(self, *args: Any, requirements: int, slug: str, replace: bool, **options: Any) -> None:
        if not 0 <= requirements <= MOST:
            raise wrong_usage(f"--requirements va de 0 à {MOST}.")
        try:
            loaded = load_values(validated(generated_project(slug, requirements)), replace=replace)
        except ProjectFileError as error:
            raise refused(str(error)) from error
        except ProjectExistsError as error:
            raise refused(
                f"Un projet « {slug} » existe déjà ; ajoutez --replace pour le remplacer."
            ) from error
        self.stdout.write(f"Projet « {loaded.project.slug} » généré : {requirements} exigences.")
