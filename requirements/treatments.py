"""Workshops, as places where fears are treated."""

from charter.models import Project
from charter.treatments import Treatment, offers
from crmproject.toolkit.templatetags.french import long_date
from crmproject.toolkit.text import shortened
from requirements.models import Workshop

LONGEST_TITLE = 160


@offers
def workshops(project: Project) -> list[Treatment]:
    """The live workshops of this project, the latest first."""
    found = []
    for workshop in Workshop.objects.live().filter(project=project):
        workshop.project = project
        label = f"{shortened(workshop.title, LONGEST_TITLE)} ({long_date(workshop.held_on)})"
        found.append(Treatment(f"workshop:{workshop.pk}", label, workshop.get_absolute_url()))
    return found
