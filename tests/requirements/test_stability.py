"""A fingerprint depends on what the rows say, never on when, or in which order, they are read."""

import pytest
import time_machine
from django.db import connection

from charter.models import Project
from crmproject.toolkit.fingerprints import canonical_json
from requirements.digest import digested_models
from requirements.models import Specification
from requirements.outline import outline
from tests.charter.project_files import demo_data, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> Project:
    return load(demo_data())


def contents(project: Project) -> dict[str, bytes]:
    """The bytes from which each section’s fingerprint is taken, read anew."""
    found = outline(Specification.objects.of(project), fresh=True)
    return {f"{node.number} {node.section.title}": canonical_json(node.content) for node in found.nodes}


def rewrite_backwards() -> None:
    """Write each row again as it is, the last one first: tables then hold their rows in the opposite order."""
    with connection.cursor() as cursor:
        for model in digested_models():
            table = connection.ops.quote_name(model._meta.db_table)
            for pk in model._base_manager.order_by("-pk").values_list("pk", flat=True):
                cursor.execute(f"UPDATE {table} SET id = id WHERE id = %s", [pk])  # noqa: S608  # our own table


def test_contents_do_not_depend_on_the_order_in_which_tables_hold_their_rows(demo: Project) -> None:
    before = contents(demo)
    rewrite_backwards()
    assert contents(demo) == before


@pytest.mark.parametrize("day", ["2020-02-29", "2027-06-01", "2041-12-31"])
def test_contents_do_not_depend_on_the_day(day: str, demo: Project) -> None:
    before = contents(demo)
    with time_machine.travel(day, tick=False):
        assert contents(demo) == before
