"""Generate a project: `manage.py seed_scale --requirements N --slug SLUG [--tasks N --people N] [--replace]`."""

from typing import Any

from django.core.management.base import CommandParser

from charter.filepart import ProjectFileError
from charter.projectfiles import load_values, validated
from charter.projectfiles.loading import ProjectExistsError
from crmproject.toolkit.commands import ScriptCommand, refused, wrong_usage
from requirements.scale import generated_project
from requirements.scale.planning import enlarged
from requirements.scale.project import FIRST_DAY

MOST = 20_000
MOST_TASKS, MOST_PEOPLE = 1_000, 200


class Command(ScriptCommand):
    help = "Génère un projet de N exigences ; les mêmes arguments donnent les mêmes données."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--requirements", type=int, required=True, metavar="N", help="nombre d’exigences")
        parser.add_argument("--slug", required=True, help="identifiant du projet")
        parser.add_argument("--tasks", type=int, metavar="N", help="nombre de tâches (40 sans cette option)")
        parser.add_argument(
            "--people", type=int, default=0, metavar="N", help="nombre de membres, avec --tasks"
        )
        parser.add_argument("--replace", action="store_true", help="remplace le projet du même identifiant")

    def handle(
        self,
        *args: Any,
        requirements: int,
        slug: str,
        tasks: int | None,
        people: int,
        replace: bool,
        **options: Any,
    ) -> None:
        if not 0 <= requirements <= MOST:
            raise wrong_usage(f"--requirements va de 0 à {MOST}.")
        if tasks is not None and not (1 <= tasks <= MOST_TASKS and 0 <= people <= MOST_PEOPLE):
            raise wrong_usage(f"--tasks va de 1 à {MOST_TASKS}, --people de 0 à {MOST_PEOPLE}.")
        values = generated_project(slug, requirements)
        if tasks is not None:
            values = enlarged(values, tasks=tasks, people=people, first_day=FIRST_DAY)
        try:
            loaded = load_values(validated(values), replace=replace)
        except ProjectFileError as error:
            raise refused(str(error)) from error
        except ProjectExistsError as error:
            raise refused(
                f"Un projet « {slug} » existe déjà ; ajoutez --replace pour le remplacer."
            ) from error
        self.stdout.write(f"Projet « {loaded.project.slug} » généré : {requirements} exigences.")
