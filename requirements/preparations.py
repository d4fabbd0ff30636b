"""What the specification’s data say of the preparations before the project."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from charter.blocks import load_project
from charter.home import load_members
from charter.models import Role, Training
from charter.preparation import JOURNEYS, NEEDS, SPECIFICATION, Evidence, Look, tells
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import among, counted
from requirements.models import Interaction, Requirement, Section
from requirements.models.processes import Stage

# Words by which a requirement tells that people must be trained.
TRAINING = r"(formation|former |formé|tutoriel|prise en main)"


def _page(gathering: Gathering, name: str) -> str:
    return reverse(name, args=[gathering.once(load_project).slug])


@tells(JOURNEYS)
def journeys(gathering: Gathering) -> Evidence:
    """Touchpoints, and how many stages of the customer’s path have some."""
    rows = Interaction.objects.live().filter(project=gathering.project_id)
    counts = rows.aggregate(number=Count("pk"), stages=Count("stage", distinct=True))
    number, stages = counts["number"], counts["stages"]
    text = "Aucun point de contact n’est décrit"
    if number:
        reached = f"{counted(stages, 'étape', 'étapes')} sur {len(Stage)}"
        text = f"{counted(number, 'point de contact décrit', 'points de contact décrits')}, dans {reached}"
    look = Look.NOTHING if not number else Look.DONE if stages == len(Stage) else Look.BEGUN
    return Evidence(text, look, _page(gathering, "journeys"), "Parcours clients")


@dataclass(frozen=True)
class Heard:
    """The live requirements of a project: how many, by whom, of which departments; those with a source, on training."""

    number: int
    authors: set[int]
    departments: int
    sourced: int
    training: int


def load_heard(project_id: int) -> Heard:
    rows = Requirement.objects.live().filter(project=project_id)
    counts = rows.aggregate(
        number=Count("pk"),
        departments=Count("department", distinct=True),
        sourced=Count("pk", filter=~Q(source="")),
        training=Count("pk", filter=Q(title__iregex=TRAINING) | Q(text__iregex=TRAINING)),
    )
    authors = set(rows.exclude(author=None).values_list("author", flat=True).distinct())
    return Heard(authors=authors, **counts)


@tells(NEEDS)
def needs(gathering: Gathering) -> Evidence:
    """Whether the needs come from those who will use the CRM, and training is among them [R-UTILISATEURS]."""
    heard = gathering.once(load_heard)
    users = {one.user_id for one in gathering.once(load_members) if Role.CONTRIBUTOR.value in one.roles}
    voices = len(users & heard.authors)
    url, label = _page(gathering, "requirements"), "Exigences"
    if not heard.number:
        return Evidence("Aucun besoin n’est écrit", Look.NOTHING, url, label)
    needs_written = counted(heard.number, "besoin écrit", "besoins écrits")
    if voices:
        told = counted(voices, "utilisateur s’est exprimé", "utilisateurs se sont exprimés")
    elif heard.sourced:
        told = counted(heard.sourced, "dit sa source", "disent leur source")
    else:
        told = "aucun ne dit de qui il vient"
    # Planned in the change plan, or asked for in a requirement.
    training = heard.training or Training.objects.live().filter(project=gathering.project_id).count()
    parts = [
        f"{needs_written} pour {counted(heard.departments, 'service', 'services')}",
        told,
        "la formation y est" if training else "rien sur la formation",
    ]
    done = (voices or heard.sourced) and training
    return Evidence("\u00a0; ".join(parts), Look.DONE if done else Look.BEGUN, url, label)


@tells(SPECIFICATION)
def specification(gathering: Gathering) -> Evidence:
    """How much of the outline is written, and how many requirements stand in it."""
    sections = Section.objects.of_specification(gathering.project_id)
    counts = sections.aggregate(total=Count("pk"), written=Count("pk", filter=~Q(text="")))
    total, written, needs_written = counts["total"], counts["written"], gathering.once(load_heard).number
    told = [
        f"{among(written, total, 'section', 'sections')} avec un texte" if written else "Aucun texte écrit",
        counted(needs_written, "exigence", "exigences"),
    ]
    look = Look.BEGUN if written or needs_written else Look.NOTHING
    if total and written == total and needs_written:
        look = Look.DONE
    return Evidence(", ".join(told), look, _page(gathering, "specification"), "Cahier des charges")
