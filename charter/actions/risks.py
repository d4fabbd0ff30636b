"""Picking risks and fears from the starting catalogue."""

from collections.abc import Collection

from django.db import transaction

from charter.catalogue import BY_KEY, Entry
from charter.models import Project, Risk
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import next_position
from crmproject.toolkit.text import normalised


def picked_titles(project: Project) -> set[str]:
    """The titles that the project bears already, in the form in which they are compared."""
    titles = Risk.objects.live().filter(project=project).values_list("title", flat=True)
    return {normalised(title) for title in titles}


@transaction.atomic
def pick(*, project: Project, keys: Collection[str]) -> tuple[list[Risk], list[Entry]]:
    """Add these entries of the catalogue; returns what was added, and what the project bore already.

    Raises RefusedError when nothing was chosen, or nothing that the catalogue knows.
    """
    chosen = [BY_KEY[key] for key in dict.fromkeys(keys) if key in BY_KEY]
    if not chosen:
        raise RefusedError("Cochez au moins un risque ou une crainte du catalogue.")
    # One picking at a time, so that two tabs don’t add the same one twice.
    Project.objects.select_for_update().get(pk=project.pk)
    standing = picked_titles(project)
    fresh = [one for one in chosen if normalised(one.title) not in standing]
    first = next_position(Risk._base_manager.filter(project=project))
    added = [
        Risk.objects.create(
            project=project,
            title=one.title,
            kind=one.kind,
            probability=one.probability,
            impact=one.impact,
            score_reason="" if one.is_fear else "Cotation usuelle du catalogue, à ajuster",
            strategy=one.strategy or "",
            # What a catalogue answers to a fear is a lead; the answer is the team’s own.
            response="" if one.is_fear else one.response,
            position=position,
        )
        for position, one in enumerate(fresh, start=first)
    ]
    return added, [one for one in chosen if one not in fresh]
