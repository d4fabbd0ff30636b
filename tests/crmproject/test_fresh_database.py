"""An empty database gets at once the very tables that replaying every migration gives it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from crmproject.environment import BASE_DIR

# Replaying draws all models again for each operation of each migration.
REPLAY_SECONDS = 1500
# What only a database of a former version has, kept for it and written by nobody: columns, and their own checks.
LEFT_BEHIND = {
    ("planning_task", "lag"),
    ("planning_taskevent", "lag"),
    ("planning_task", "planning_task_lag_check"),
    ("planning_taskevent", "planning_taskevent_lag_check"),
}
# A unique column made with its table, or later: PostgreSQL and Django name its index each in their way.
UNIQUE_NAME = re.compile(r"(_key|_[0-9a-f]{8}_uniq)\b")

COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,
           is_nullable, column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
TRIGGERS = """
    SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), obj_description(oid, 'pg_trigger')
    FROM pg_trigger WHERE NOT tgisinternal
"""
FUNCTIONS = """
    SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
"""
APPLIED = "SELECT app, name FROM django_migrations"


def migrated(database: str, *options: str) -> dict[str, set[str]]:
    """What the catalogue says of a new database of this name, brought up to date with these options."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    own = psycopg2.connect(urlunsplit(parts._replace(path="/postgres")))
    own.autocommit = True
    with own.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{database}"')
    url = urlunsplit(parts._replace(path=f"/{database}"))
    try:
        command = [sys.executable, "manage.py", "migrate", "-v0", *options]
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "crmproject.settings"}
        subprocess.run(command, cwd=BASE_DIR, env=environment, check=True)
        return dict(_catalogue(url))
    finally:
        with own.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
        own.close()


def _catalogue(url: str) -> Iterator[tuple[str, set[str]]]:
    connection = psycopg2.connect(url)
    names = ("columns", "constraints", "indexes", "triggers", "functions", "applied")
    queries = (COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS, FUNCTIONS, APPLIED)
    try:
        for name, query in zip(names, queries, strict=True):
            with connection.cursor() as cursor:
                cursor.execute(query)
                kept = [row for row in cursor.fetchall() if row[:2] not in LEFT_BEHIND]
                yield name, {UNIQUE_NAME.sub("_unique", str(row)) for row in kept}
    finally:
        connection.close()


@pytest.mark.timeout(REPLAY_SECONDS)
def test_an_empty_database_gets_the_tables_that_the_migrations_make() -> None:
    at_once, replayed = migrated("cadrage_at_once"), migrated("cadrage_replayed", "--replay")
    for name, rows in replayed.items():
        assert sorted(rows ^ at_once[name]) == [], name
        assert rows
