"""One digest of all that a project’s sections can show, computed by PostgreSQL in one statement.

It only serves to know whether fingerprints computed before still hold: it is taken from the rows themselves, so no
path of change goes around it, and a test checks that blocks read no table that it leaves out.
"""

import functools

from django.apps import apps
from django.db import connection, models

from accounts.models import User
from charter.models import Membership, Project, ProjectRow
from crmproject.toolkit.kept import keep, recall
from crmproject.toolkit.program import program_digest
from requirements.models import Section, Specification


def digested_models() -> list[type[models.Model]]:
    """Models whose rows the digest covers: rows of projects, and what hangs on them (links, letters of the matrix)."""
    every = apps.get_models(include_auto_created=True)
    rows = [model for model in every if issubclass(model, ProjectRow) and model.in_sections]
    hanging = [model for model in every if _parent(model) is not None]
    return [Project, User, Specification, Section, *rows, *hanging]


def project_digest(project_id: int) -> str:
    """The digest of a project’s rows as they stand."""
    with connection.cursor() as cursor:
        statement, count = _statement()
        cursor.execute(statement, [project_id] * count)
        return str(cursor.fetchone()[0])


def content_key(project_id: int) -> str:
    """The key of what is known of the project’s present content."""
    return f"fingerprints:{project_id}:{program_digest()}:{project_digest(project_id)}"


def known_fingerprints(
    document: Specification, content: str
) -> tuple[str, dict[int, tuple[str, bool]] | None]:
    """The key of the document when the project’s content has this one, and (fingerprint, emptiness) by section if
    computed before."""
    key = _document_key(document, content)
    return key, recall(key)


def remember_fingerprints(document: Specification, key: str, found: dict[int, tuple[str, bool]]) -> None:
    """Keep what was computed under this key, unless something changed meanwhile."""
    if _document_key(document, content_key(document.project_id)) == key:
        keep(key, found)


def _document_key(document: Specification, content: str) -> str:
    return f"{content}:{document.pk}"


def _parent(model: type[models.Model]) -> "models.ForeignKey[ProjectRow, ProjectRow] | None":
    """The field by which a row hangs on a project’s row and goes with it, for a model that is no such row itself."""
    if issubclass(model, ProjectRow) or model in {Project, User, Specification, Section}:
        return None
    if any(not getattr(field.related_model, "in_sections", True) for field in model._meta.concrete_fields):
        return None
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
            target = field.related_model
            if isinstance(target, type) and issubclass(target, ProjectRow):
                return field
    return None


@functools.cache
def _statement() -> tuple[str, int]:
    """The statement, and how many times it wants the project’s id. Names come from the models alone."""
    members = Membership._meta.db_table
    specification = Specification._meta.db_table
    parts = []
    for model in digested_models():
        table, parent = model._meta.db_table, _parent(model)
        columns, condition = "t::text", "t.project_id = %s"
        if model is Project:
            condition = "t.id = %s"
        elif model is User:
            columns = "(t.id, t.name, t.email)::text"
            condition = f'(t.id IN (SELECT user_id FROM "{members}" WHERE project_id = %s))'
        elif model is Section:
            condition = f't.specification_id IN (SELECT id FROM "{specification}" WHERE project_id = %s)'
        elif parent is not None:
            up = parent.related_model._meta.db_table
            condition = f't."{parent.column}" IN (SELECT id FROM "{up}" WHERE project_id = %s)'
        parts.append(
            f"(SELECT md5(string_agg({columns}, E'\\n' ORDER BY t.id)) FROM \"{table}\" t WHERE {condition})"
        )
    joined = ", ".join(f"coalesce({part}, '')" for part in parts)
    return f"SELECT md5(concat_ws('|', {joined}))", len(parts)


def rests(use: str, project_id: int) -> bool:
    """Whether the project’s content is the one of the last look for this use, and was not answered for yet.

    Somebody who types gives a section another content every second: only what rests is worth working on. Where the
    cache is away nothing rests, and the use waits.
    """
    place, now = f"{use}:{project_id}", content_key(project_id)
    seen = recall(place)
    if seen is None or seen[0] != now:
        keep(place, (now, False))
        return False
    if seen[1]:
        return False
    keep(place, (now, True))
    return True
