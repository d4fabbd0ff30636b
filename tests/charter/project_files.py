"""The demo’s project file, and files made from it."""

from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from charter.models import Project, ProjectRow
from charter.projectfiles import dump_project, load_values, read_project_file, to_yaml, validated

DEMO_FILE = Path(__file__).resolve().parents[2] / "demo" / "projet-negoce.yaml"


def demo_data() -> dict[str, Any]:
    """The data of the demo’s file, ready to be changed."""
    data: dict[str, Any] = read_project_file(DEMO_FILE).data
    return data


def load(data: Any, *, replace: bool = False) -> Project:
    return load_values(validated(data), replace=replace).project


def written(data: Any, folder: Path, name: str = "projet.yaml") -> Path:
    """A file with this data, which may be text already."""
    path = folder / name
    path.write_text(
        data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    )
    return path


def dumped(project: Project) -> str:
    return to_yaml(dump_project(Project.objects.get(pk=project.pk)))


def row_counts() -> dict[str, int]:
    """How many rows each table of a project holds."""
    models = [model for model in apps.get_models() if issubclass(model, ProjectRow) or model is Project]
    return {model._meta.label: model._base_manager.count() for model in models}
