"""Commands that scripts rely on: exit status 0 done, 1 refused (reason on standard error), 2 wrong usage."""

import sys
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from psycopg2.errors import UndefinedColumn, UndefinedTable

REFUSED = 1
WRONG_USAGE = 2


class ScriptCommand(BaseCommand):
    """A command whose refusals are told in plain French, without the name of a Python class before them."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return self._execute(*args, **options)
        except CommandError as error:
            if not getattr(self, "_called_from_command_line", False) or options.get("traceback"):
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)

    def _execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except OperationalError as error:
            raise refused("La base de données ne répond pas.") from error
        except ProgrammingError as error:
            if isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
                raise refused("La base n’est pas à jour : lancez d’abord « manage.py migrate ».") from error
            raise


def refused(reason: str) -> CommandError:
    """The error of a command that understood what was asked and says no."""
    return CommandError(reason, returncode=REFUSED)


def wrong_usage(reason: str) -> CommandError:
    """The error of a command that was given something it cannot start from."""
    return CommandError(reason, returncode=WRONG_USAGE)
