"""From plain data to a full project, in one transaction, or to the list of everything that is wrong."""

from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import connection, transaction
from pydantic import TypeAdapter, ValidationError

from accounts.models import User
from charter.filepart import Checking, FilePart, Loading, ProjectFileError, parts, suggestion
from charter.homepanel import start_project
from charter.models import Project
from charter.projectfiles.problems import problems_of
from charter.projectfiles.removal import remove_project

FORMAT = 1


@dataclass(frozen=True)
class Loaded:
    """A project that was loaded, and what it replaced: [("exigence", 16), …]."""

    project: Project
    replaced: list[tuple[str, int]]
    is_replacement: bool


class ProjectExistsError(Exception):
    """A project of this slug stands already."""

    def __init__(self, project: Project) -> None:
        super().__init__(project.slug)
        self.project = project


def validated(data: Any) -> dict[str, Any]:
    """The value of each part of the file, checked.

    Raises ProjectFileError with every problem: schemas first, then rules across the parts that are right.
    """
    if not isinstance(data, dict):
        reason = (
            "Le fichier est vide."
            if data is None
            else "Le fichier doit commencer par des clés (format, project…)."
        )
        raise ProjectFileError([("", reason)])
    problems = _top_level(data)
    values: dict[str, Any] = {}
    for part in parts():
        if part.key not in data:
            if not part.required:
                values[part.key] = part.default()
            continue
        try:
            values[part.key] = _adapter(part).validate_python(data[part.key])
        except ValidationError as error:
            problems += problems_of(error, part.key, part.schema)
    checking = Checking(values, problems)
    for part in parts():
        if part.key in values:
            part.check(checking, values[part.key])
    if checking.problems:
        raise ProjectFileError(checking.problems)
    return values


def _adapter(part: FilePart) -> TypeAdapter[Any]:
    return TypeAdapter(part.schema)


def _top_level(data: dict[str, Any]) -> list[tuple[str, str]]:
    known = {"format": None, **{part.key: part for part in parts()}}
    problems = [(key, f"clé inconnue{suggestion(key, known)}") for key in data if key not in known]
    problems += [(part.key, "valeur manquante") for part in parts() if part.required and part.key not in data]
    version = data.get("format")
    if "format" not in data:
        problems.insert(0, ("format", f"valeur manquante ; ajoutez « format: {FORMAT} »"))
    elif version != FORMAT or isinstance(version, bool | float):
        problems.insert(
            0, ("format", f"format inconnu : « {version} » ; cette version lit le format {FORMAT}")
        )
    return problems


def load_values(values: dict[str, Any], *, replace: bool = False, by: User | None = None) -> Loaded:
    """Write what `validated` returned as a new project; with `replace`, in the place of one of the same slug.

    Raises ProjectExistsError, and writes nothing, when the slug is taken and `replace` is not asked for.
    """
    slug: str = values["project"].slug
    with transaction.atomic(), pghistory.context(reason="Chargement d’un fichier projet", project=slug):
        _wait_for_other_loadings(slug)
        standing = Project.objects.filter(slug=slug).first()
        if standing is not None and not replace:
            raise ProjectExistsError(standing)
        replaced = remove_project(standing) if standing is not None else []
        loading = Loading(values, by=by)
        for part in parts():
            part.load(loading, values[part.key])
        start_project(loading.project)
        for part in parts():
            part.finish(loading, values[part.key])
    return Loaded(loading.project, replaced, standing is not None)


def _wait_for_other_loadings(slug: str) -> None:
    """Let one loading of a slug pass at a time: the second one sees what the first one wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"project-file:{slug}"])
