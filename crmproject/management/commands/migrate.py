"""`migrate`, which gives an empty database the tables of today at once instead of replaying their whole history.

Each operation makes Django draw all models again: that takes minutes, on a new machine and before each run of
the tests. An empty database needs none of it. A test compares both ways, table by table.
"""

from typing import Any

import pgtrigger
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# Apps whose tables hang together, and only on each other and on those that are migrated before them.
DRAWN_TOGETHER = ("charter", "requirements", "planning", "raci", "selection")
# Options that ask for something else than « bring this database up to date ».
ASKED = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Django’s command, but for a database without a single table."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--replay",
            action="store_true",
            help="rejoue chaque migration, même sur une base vide",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        wanted = not options.pop("replay", False) and not any(options.get(name) for name in ASKED)
        if wanted and not connection.introspection.table_names():
            self.verbosity = options["verbosity"]
            self._create(connection)
        super().handle(*args, **options)

    def _create(self, connection: BaseDatabaseWrapper) -> None:
        """The tables, triggers and migration records of DRAWN_TOGETHER, after the apps on which they stand."""
        executor = MigrationExecutor(connection)
        every = executor.loader.graph.leaf_nodes()
        executor.migrate([node for node in every if node[0] not in DRAWN_TOGETHER])
        with transaction.atomic(using=connection.alias):
            self.sync_apps(connection, set(DRAWN_TOGETHER))
            for model, trigger in pgtrigger.registered():
                if model._meta.app_label in DRAWN_TOGETHER:
                    trigger.install(model, database=connection.alias)
            recorder = MigrationRecorder(connection)
            for label, name in executor.loader.graph.nodes:
                if label in DRAWN_TOGETHER:
                    recorder.record_applied(label, name)
