"""The charter’s keys of a project file, one module a concept."""

from charter.projectfile import budget, objectives, people, project, risks, scope

__all__ = ["budget", "objectives", "people", "project", "risks", "scope"]
