"""What a listening campaign taught, on paper: who answered, how choices fall, what was put together, what it became."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q

from charter.blocks import load_departments
from charter.documents import heading_of, today
from charter.harvest import resolved
from charter.listening.sorting import Share
from charter.models import Answer, AnswerCluster, AnswerUse, Question, Questionnaire, Respondent
from charter.models.listening import QuestionKind, QuestionnaireState
from crmproject.toolkit.blocks import Gathering, Json
from crmproject.toolkit.documents import document
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.plain import Chapter, plain_layout

TEMPLATE = "charter/listening/document.html"
LEAD = "Ce que les équipes ont répondu, rapproché à la main, et ce que leurs réponses sont devenues."
# Requirements’ worth of one questionnaire, before its rows.
BASE, ROW = 3.0, 0.2

type Rows = dict[int, list[Json]]


@document(
    "synthese-de-l-ecoute",
    "Synthèse de l’écoute",
    icon="chat-left-quote",
    page="questionnaires",
    permission="edit_charter",
)
def listening_summary(gathering: Gathering) -> Layout:
    """One chapter for each questionnaire that was opened; no answer is printed with a name unless it was taken up."""
    questionnaires = gathering.once(load_opened)
    shares = _shares(gathering)
    tallies, clusters, uses = (
        gathering.once(load_tallies),
        gathering.once(load_clusters),
        gathering.once(load_uses),
    )
    chapters = [
        Chapter(
            one.title, (_chunk(one, shares.get(one.pk, []), tallies[one.pk], clusters[one.pk], uses[one.pk]),)
        )
        for one in questionnaires
    ]
    nothing = [Chapter("Questionnaires", (), "Aucun questionnaire n’a encore été ouvert.")]
    heading = heading_of(gathering, "Synthèse de l’écoute", LEAD)
    return plain_layout(heading, chapters or nothing, day=today())


def _chunk(
    one: Questionnaire, shares: list[Share], tallies: list[Json], clusters: list[Json], uses: list[Json]
) -> Chunk:
    total = Share("Ensemble", *(sum(getattr(share, name) for share in shares) for name in FIGURES))
    data: dict[str, Json] = {
        "participation": [_share(share) for share in [*shares, total]] if shares else [],
        "tallies": tallies,
        "clusters": clusters,
        "uses": uses,
    }
    rows = len(shares) + len(tallies) + len(clusters) + len(uses)
    return Chunk(name=f"questionnaire-{one.position}", template=TEMPLATE, data=data, size=BASE + ROW * rows)


FIGURES = ("asked", "started", "finished")


def _share(share: Share) -> Json:
    figures: dict[str, Json] = {name: getattr(share, name) for name in FIGURES}
    return {"department": share.department, **figures, "percent": share.percent}


def load_opened(project_id: int) -> list[Questionnaire]:
    """Questionnaires that were opened, in order."""
    live = Questionnaire.objects.live().filter(project=project_id)
    return list(live.exclude(state=QuestionnaireState.DRAFT).order_by("position", "pk"))


def load_people(project_id: int) -> list[dict[str, Any]]:
    """People of all questionnaires, counted by questionnaire and department."""
    people = Respondent.objects.counting().filter(questionnaire__project=project_id)
    counted = people.order_by().values("questionnaire", "department")
    figures = counted.annotate(
        asked=Count("pk"),
        started=Count("pk", filter=~Q(started_at=None)),
        finished=Count("pk", filter=~Q(finished_at=None)),
    )
    return [dict(row) for row in figures]


def _shares(gathering: Gathering) -> dict[int, list[Share]]:
    """Participation of each questionnaire, in the order of departments, people without one last."""
    names: dict[int | None, str] = {one.pk: one.name for one in gathering.once(load_departments)}
    ranks = {pk: rank for rank, pk in enumerate(names)}
    rows = sorted(gathering.once(load_people), key=lambda row: ranks.get(row["department"], len(ranks)))
    found: dict[int, list[Share]] = defaultdict(list)
    for row in rows:
        figures = [row[name] or 0 for name in FIGURES]
        found[row["questionnaire"] or 0].append(Share(names.get(row["department"], "Autres"), *figures))
    return found


def load_tallies(project_id: int) -> Rows:
    """Questions with choices or a scale, with how many chose what."""
    closed = Question.objects.live().filter(questionnaire__project=project_id).exclude(kind=QuestionKind.TEXT)
    given = Answer.objects.given().filter(question__in=closed).order_by()
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in given.values("question", "text", "score").annotate(number=Count("pk")):
        counts[row["question"]][row["text"] or str(row["score"])] = row["number"]
    found: Rows = defaultdict(list)
    for question in closed.order_by("position", "pk"):
        number = counts[question.pk]
        choices = _choices(question)
        if number:
            rows: list[Json] = [{"label": label, "number": number.get(key, 0)} for key, label in choices]
            found[question.questionnaire_id].append({"title": question.text, "rows": rows})
    return found


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.kind == QuestionKind.CHOICE:
        return [(option, option) for option in question.options]
    low, high = question.ends
    words = {1: f"1 – {low}", 5: f"5 – {high}"}
    return [(str(score), words.get(score, str(score))) for score in range(1, 6)]


def load_clusters(project_id: int) -> Rows:
    """Clusters with how many answers and departments they gather."""
    live = AnswerCluster.objects.live().filter(questionnaire__project=project_id)
    counted = live.annotate(
        number=Count("answers", distinct=True),
        departments=Count("answers__respondent__department", distinct=True),
    )
    found: Rows = defaultdict(list)
    for one in counted.order_by("position", "pk"):
        found[one.questionnaire_id].append(
            {"name": one.name, "note": one.note, "number": one.number, "departments": one.departments}
        )
    return found


def load_uses(project_id: int) -> Rows:
    """Answers and clusters that were taken up, with what they became; what was put aside is left out."""
    uses = list(AnswerUse.objects.filter(questionnaire__project=project_id).order_by("pk"))
    made = resolved(project_id, uses)
    found: Rows = defaultdict(list)
    for use in uses:
        one = made.get(use.pk)
        if one and not one.target.is_deleted:
            row: Json = {
                "quoted": use.quoted,
                "source": use.source.split(" au questionnaire ")[0],  # the chapter names it
                "became": f"{one.destination.one.capitalize()}\u00a0: {one.target.label}",
            }
            found[use.questionnaire_id].append(row)
    return found
