"""Project files: read, checked, loaded, written."""

from charter.projectfiles.dumping import dump_project, to_yaml
from charter.projectfiles.loading import Loaded, load_values, validated
from charter.projectfiles.reading import UnreadableFileError, read_project_file

__all__ = [
    "Loaded",
    "UnreadableFileError",
    "dump_project",
    "load_values",
    "read_project_file",
    "to_yaml",
    "validated",
]
