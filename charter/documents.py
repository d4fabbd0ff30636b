"""What the charter lends to the documents of other apps."""

import datetime

from django.utils import timezone

from charter.blocks import load_project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.pdf.plain import Heading


def heading_of(gathering: Gathering, kind: str, lead: str = "") -> Heading:
    """What a document of this kind says of the project in its band."""
    project = gathering.once(load_project)
    return Heading(
        kind=kind,
        project=project.name,
        organisation=project.organisation,
        colour=project.colour,
        lead=lead,
    )


def today() -> datetime.datetime:
    """By the day: the same document, asked for again, is the same file."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
