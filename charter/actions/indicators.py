"""Picking indicators from the starting catalogue."""

from collections.abc import Collection

from django.db import transaction

from charter.indicatorcatalogue import BY_KEY, Entry
from charter.models import Indicator, Project
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import next_position
from crmproject.toolkit.text import normalised


def picked_names(project: Project) -> set[str]:
    """The names of the project’s indicators, in the form in which they are compared."""
    names = Indicator.objects.live().filter(project=project).values_list("name", flat=True)
    return {normalised(name) for name in names}


@transaction.atomic
def pick_indicators(*, project: Project, keys: Collection[str]) -> tuple[list[Indicator], list[Entry]]:
    """Add these entries of the catalogue; returns what was added, and what the project had already.

    Raises RefusedError when nothing was chosen, or nothing that the catalogue knows.
    """
    chosen = [BY_KEY[key] for key in dict.fromkeys(keys) if key in BY_KEY]
    if not chosen:
        raise RefusedError("Cochez au moins un indicateur du catalogue.")
    # One picking at a time, so that two tabs don’t add the same one twice.
    Project.objects.select_for_update().get(pk=project.pk)
    standing = picked_names(project)
    fresh = [one for one in chosen if normalised(one.name) not in standing]
    first = next_position(Indicator._base_manager.filter(project=project))
    added = [
        Indicator.objects.create(project=project, name=one.name, unit=one.unit, position=position)
        for position, one in enumerate(fresh, start=first)
    ]
    return added, [one for one in chosen if one not in fresh]
