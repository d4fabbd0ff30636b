"""Writes of those who sort answers: tags, clusters, flags, notes, and what answers become."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from charter.harvest import Destination, Raw
from charter.models import Answer, AnswerCluster, AnswerTag, AnswerUse, Project, Questionnaire
from charter.models.answers import TagColour
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import next_position
from crmproject.toolkit.text import normalised

MOST_TAGS = 60
MOST_CLUSTERS = 60
TAG_LENGTH = 60
CLUSTER_LENGTH = 120


@transaction.atomic
def tag_named(*, project: Project, name: str) -> AnswerTag:
    """The tag of this name, made with the next colour when there is none. Raises RefusedError beyond MOST_TAGS."""
    Project.objects.select_for_update().get(pk=project.pk)
    live: list[AnswerTag] = list(AnswerTag.objects.live().filter(project=project))
    same = next((one for one in live if normalised(one.name) == normalised(name)), None)
    if same is not None:
        return same
    if len(live) >= MOST_TAGS:
        raise RefusedError(f"Un projet a {MOST_TAGS} étiquettes au plus\u00a0: employez-en une qui existe.")
    colours = TagColour.values
    made: AnswerTag = AnswerTag.objects.create(
        project=project,
        name=name[:TAG_LENGTH],
        colour=colours[len(live) % len(colours)],
        position=next_position(AnswerTag.objects.filter(project=project)),
    )
    return made


@transaction.atomic
def cluster_named(*, questionnaire: Questionnaire, name: str) -> AnswerCluster:
    """The cluster of this name, made when there is none. Raises RefusedError beyond MOST_CLUSTERS."""
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    live: list[AnswerCluster] = list(AnswerCluster.objects.live().filter(questionnaire=questionnaire))
    same = next((one for one in live if normalised(one.name) == normalised(name)), None)
    if same is not None:
        return same
    if len(live) >= MOST_CLUSTERS:
        raise RefusedError(f"Un questionnaire a {MOST_CLUSTERS} regroupements au plus.")
    made: AnswerCluster = AnswerCluster.objects.create(
        questionnaire=questionnaire,
        name=name[:CLUSTER_LENGTH],
        position=next_position(AnswerCluster.objects.filter(questionnaire=questionnaire)),
    )
    return made


def add_tag(*, answers: Collection[Answer], tag: AnswerTag) -> None:
    """Stick this tag on these answers; those that have it keep it."""
    links = Answer.tags.through
    links.objects.bulk_create(
        [links(answer_id=one.pk, answertag_id=tag.pk) for one in answers], ignore_conflicts=True
    )


def remove_tag(*, answers: Collection[Answer], tag: AnswerTag) -> None:
    """Take this tag off these answers."""
    ids = [one.pk for one in answers]
    Answer.tags.through.objects.filter(answer_id__in=ids, answertag_id=tag.pk).delete()


def put_in_cluster(*, answers: Collection[Answer], cluster: AnswerCluster | None) -> int:
    """Put these answers together, or out of any cluster; returns how many."""
    return Answer.objects.filter(pk__in=[one.pk for one in answers]).update(cluster=cluster)


def flag(*, answers: Collection[Answer], important: bool) -> int:
    """Mark these answers, or take the mark off; returns how many."""
    return Answer.objects.filter(pk__in=[one.pk for one in answers]).update(important=important)


def write_note(*, answer: Answer, note: str) -> None:
    """Keep what the reader notes about an answer, which searches find too."""
    answer.note = note
    answer.save(update_fields=["note", "search_text"])


@transaction.atomic
def remove_cluster(*, cluster: AnswerCluster, read_version: int) -> None:
    """Put a cluster aside: its answers are free again, and come back with it."""
    cluster.put_aside(read_version=read_version)


@dataclass(frozen=True)
class Picked:
    """One row to make: of an answer or of a cluster, with how many uses it had when the page was shown."""

    raw: Raw
    values: Mapping[str, Any]
    seen: int
    answer: Answer | None = None
    cluster: AnswerCluster | None = None


@transaction.atomic
def harvest(
    *, questionnaire: Questionnaire, destination: Destination, rows: Collection[Picked], by: User
) -> list[AnswerUse]:
    """Make these rows, each tied to where it comes from: all of them, or none.

    Raises RefusedError when one of the answers was used in between: sending a page twice makes nothing twice.
    """
    standing: Questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    uses = []
    for row in rows:
        before = AnswerUse.objects.filter(answer=row.answer, cluster=row.cluster, questionnaire=standing)
        if before.count() != row.seen:
            raise RefusedError(
                f"«\u00a0{row.raw.title[:80]}\u00a0» vient d’être repris par ailleurs\u00a0: rien n’a été créé. "
                "Vérifiez ce que cette réponse est devenue, puis recommencez."
            )
        try:
            target = destination.create(standing.project, by, row.values, row.raw)
        except IntegrityError:
            raise RefusedError("Une ligne semblable vient d’être créée\u00a0: recommencez.") from None
        uses.append(
            AnswerUse(
                questionnaire=standing,
                answer=row.answer,
                cluster=row.cluster,
                destination=destination.name,
                target_id=target,
                quoted=row.raw.text,
                source=row.raw.source[:300],
                made_by=by,
            )
        )
    return AnswerUse.objects.bulk_create(uses)
