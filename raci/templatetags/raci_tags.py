"""The matrix on paper."""

from typing import Any

from django import template

from raci.matrix import column_runs

register = template.Library()

# More columns than this would be too narrow on a landscape page.
COLUMNS = 14


@register.filter
def raci_tables(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The matrix as one table, or several side by side when it has too many people for a page."""
    return [
        {
            "people": [data["people"][index] for index in columns],
            "groups": [
                {
                    "title": group["group"],
                    "lines": [
                        {**line, "cells": [line["cells"][index] for index in columns]}
                        for line in group["lines"]
                    ],
                }
                for group in data["rows"]
            ],
            "width": len(columns) + 1,
        }
        for columns in column_runs(data["people"], COLUMNS)
    ]
