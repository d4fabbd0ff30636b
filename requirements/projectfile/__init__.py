"""The specification’s keys of a project file."""

from requirements.projectfile import existing, needs, processes, sections

__all__ = ["existing", "needs", "processes", "sections"]
