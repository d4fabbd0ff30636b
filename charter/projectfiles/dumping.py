"""From a project to the text of its file."""

from typing import Any

import yaml
from pydantic import ValidationError

from charter.filepart import ProjectFileError, parts, plain
from charter.models import Project
from charter.projectfiles.loading import FORMAT
from charter.projectfiles.problems import problems_of


def dump_project(project: Project) -> dict[str, Any]:
    """The data of this project’s file: live rows, defaults left out.

    Raises ProjectFileError when a row holds what no file may hold.
    """
    data: dict[str, Any] = {"format": FORMAT}
    problems: list[tuple[str, str]] = []
    for part in parts():
        try:
            value = plain(part.dump(project))
        except ValidationError as error:
            problems += problems_of(error, part.key, part.schema)
            continue
        if value:
            data[part.key] = value
    if problems:
        raise ProjectFileError(problems)
    for part in parts():
        part.amend(project, data)
    return data


class _Writer(yaml.SafeDumper):
    """Readable YAML: list items under their key’s retrait, long texts as blocks, no alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(writer: _Writer, value: str) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Writer.add_representer(str, _text)


def to_yaml(data: dict[str, Any]) -> str:
    """This data as YAML that people read and correct."""
    return yaml.dump(
        data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False
    )
