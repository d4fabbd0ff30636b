"""Server time and weight of the page that compares two versions of one large section."""

from typing import Any

from django.urls import reverse

from benchmarks.pages import WARMING, client_of, slug_of, visit_all
from benchmarks.results import Result
from charter.models import Project
from crmproject.toolkit.fingerprints import fingerprint
from requirements.blockdata import Row, accepted_needs
from requirements.models import Revision, Section
from requirements.models.sections import CONTENT_FORMAT

LABEL = "comparaison de deux versions d’une section, une ligne par exigence"
# One row in so many changes, moves, or goes.
CHANGED, MOVED, GONE = 2, 10, 25


def measure(size: int, *, runs: int, failures: list[str]) -> list[Result]:
    """Time the comparison of two versions of a section that holds all requirements of the generated project."""
    project = Project.objects.select_related("manager").get(slug=slug_of(size))
    section = Section.objects.get(specification__project=project, key="technical")
    rows = accepted_needs(project.pk).rows
    since, until = (_kept(section, one) for one in (rows, _edited(rows)))
    url = reverse("section_compare", args=[project.slug, section.pk]) + f"?de={since}&a={until}"
    client = client_of(project)
    if failure := visit_all(client, url, WARMING)[1]:
        failures.append(f"{LABEL}, {size} exigences : {failure}")
        return []
    weight = len(client.get(url).content) / 1024
    return [
        Result(f"page : {LABEL}", size, "ms", visit_all(client, url, runs)[0]),
        Result(f"poids : {LABEL}", size, "Kio", [weight]),
    ]


def _kept(section: Section, rows: list[Row]) -> str:
    """Keep a revision with these rows; the beginning of its fingerprint."""
    content: dict[str, Any] = {
        "format": CONTENT_FORMAT,
        "title": section.title,
        "department": "",
        "text": section.text,
        "blocks": [{"name": "requirements", "data": {"rows": rows}}],
    }
    made = Revision.objects.create(section=section, fingerprint=fingerprint(content), content=content)
    return made.short_fingerprint


def _edited(rows: list[Row]) -> list[Row]:
    """The same rows later: words changed, rows moved to the front, rows gone."""
    kept = [row for place, row in enumerate(rows) if place % GONE]
    later = [
        {**row, "text": f"{row['text']} Sous deux jours."} if place % CHANGED == 0 else row
        for place, row in enumerate(kept)
    ]
    return [*later[::MOVED], *(row for place, row in enumerate(later) if place % MOVED)]
