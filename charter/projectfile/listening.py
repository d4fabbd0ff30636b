"""Questionnaires with their questions, the people asked and their answers. Links are secrets: none is written."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import Prefetch
from django.utils import timezone
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from charter.filepart import Checking, Choice, FileModel, FilePart, Loading, one_of, register, required, upto
from charter.harvest import destinations, get, resolved
from charter.listening.tokens import fresh
from charter.models import (
    Answer,
    AnswerCluster,
    AnswerTag,
    AnswerUse,
    Project,
    Question,
    Questionnaire,
    Respondent,
)
from charter.models.answers import ANSWER_LENGTH, TagColour
from charter.models.listening import QuestionKind, QuestionnaireState, Theme
from charter.projectfiles.rows import create_rows, kept_departments, live_rows
from charter.projectfiles.schema import Email

MOST_ANSWERS = 20_000
NOON = datetime.time(12)


class QuestionEntry(FileModel):
    text: Annotated[str, required(500)]
    theme: Annotated[Choice, one_of(Theme)] = Theme.OTHER.value
    kind: Annotated[Choice, one_of(QuestionKind)] = QuestionKind.TEXT.value
    help: Annotated[str, upto(500)] = ""
    options: list[Annotated[str, required(200)]] = Field(default_factory=list)
    library: Annotated[str, upto(40)] = ""


class ClusterEntry(FileModel):
    name: Annotated[str, required(120)]
    note: Annotated[str, upto(2000)] = ""
    became: "list[UseEntry]" = Field(default_factory=list)


def _known_destination(value: str) -> str:
    known = [one.name for one in destinations()]
    if value not in known:
        raise PydanticCustomError(
            "choice",
            "valeur inconnue «\u00a0{value}\u00a0»\u00a0; valeurs possibles\u00a0: {possible}",
            {"value": value, "possible": ", ".join(known)},
        )
    return value


class UseEntry(FileModel):
    kind: Annotated[str, AfterValidator(_known_destination)]
    name: Annotated[str, required(300)]


class AnswerEntry(FileModel):
    """`question` is its rank in the questionnaire, from 1."""

    question: Annotated[int, Field(ge=1, le=100)]
    text: Annotated[str, upto(ANSWER_LENGTH)] = ""
    score: Annotated[int, Field(ge=1, le=5)] | None = None
    tags: list[Annotated[str, required(60)]] = Field(default_factory=list)
    cluster: Annotated[str, required(120)] | None = None
    important: bool = False
    note: Annotated[str, upto(2000)] = ""
    became: list[UseEntry] = Field(default_factory=list)


class RespondentEntry(FileModel):
    """Somebody asked, or come by the common link; `started` and `finished` are days."""

    name: Annotated[str, upto(160)] = ""
    email: Email | None = None
    department: str | None = None
    common: bool = False
    started: datetime.date | None = None
    finished: datetime.date | None = None
    answers: list[AnswerEntry] = Field(default_factory=list)


class QuestionnaireEntry(FileModel):
    title: Annotated[str, required(200)]
    intro: Annotated[str, upto(3000)] = ""
    state: Annotated[Choice, one_of(QuestionnaireState)] = QuestionnaireState.DRAFT.value
    closes_on: datetime.date | None = None
    questions: list[QuestionEntry] = Field(default_factory=list)
    clusters: list[ClusterEntry] = Field(default_factory=list)
    respondents: list[RespondentEntry] = Field(default_factory=list)


class TagEntry(FileModel):
    name: Annotated[str, required(60)]
    colour: Annotated[Choice, one_of(TagColour)] = TagColour.BRAND.value


class ListeningEntry(FileModel):
    tags: list[TagEntry] = Field(default_factory=list)
    questionnaires: list[QuestionnaireEntry] = Field(default_factory=list)


ClusterEntry.model_rebuild()


def _check(checking: Checking, entry: ListeningEntry) -> None:
    checking.once([one.name for one in entry.tags], "listening.tags")
    tags = {one.name for one in entry.tags}
    for index, one in enumerate(entry.questionnaires):
        path = f"listening.questionnaires[{index}]"
        for rank, question in enumerate(one.questions):
            if question.kind == QuestionKind.CHOICE and len(question.options) < 2:
                checking.refuse(f"{path}.questions[{rank}].options", "deux choix au moins")
        checking.once([cluster.name for cluster in one.clusters], f"{path}.clusters")
        emails = [person.email for person in one.respondents if person.email]
        checking.once(emails, f"{path}.respondents")
        _check_people(checking, one, path, tags)


def _check_people(checking: Checking, one: QuestionnaireEntry, path: str, tags: set[str]) -> None:
    clusters = {cluster.name for cluster in one.clusters}
    for rank, person in enumerate(one.respondents):
        where = f"{path}.respondents[{rank}]"
        checking.department(person.department, f"{where}.department")
        if person.finished and (person.started or person.finished) > person.finished:
            checking.refuse(f"{where}.finished", "avant le début")
        seen: set[int] = set()
        for number, answer in enumerate(person.answers):
            at = f"{where}.answers[{number}]"
            _check_answer(checking, one, answer, at, (tags, clusters, seen))


def _check_answer(
    checking: Checking,
    one: QuestionnaireEntry,
    answer: AnswerEntry,
    at: str,
    known: tuple[set[str], set[str], set[int]],
) -> None:
    tags, clusters, seen = known
    if answer.question > len(one.questions):
        checking.refuse(f"{at}.question", f"ce questionnaire a {len(one.questions)} questions")
    if answer.question in seen:
        checking.refuse(f"{at}.question", f"répété\u00a0: «\u00a0{answer.question}\u00a0»")
    seen.add(answer.question)
    for name in answer.tags:
        if name not in tags:
            checking.refuse(f"{at}.tags", f"étiquette inconnue\u00a0: «\u00a0{name}\u00a0»")
    checking.once(answer.tags, f"{at}.tags")
    if answer.cluster is not None and answer.cluster not in clusters:
        checking.refuse(f"{at}.cluster", f"regroupement inconnu\u00a0: «\u00a0{answer.cluster}\u00a0»")


def _moment(day: datetime.date | None) -> datetime.datetime | None:
    return timezone.make_aware(datetime.datetime.combine(day, NOON)) if day else None


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localtime(moment).date() if moment else None


def _load(loading: Loading, entry: ListeningEntry) -> None:
    create_rows(AnswerTag, loading, (one.model_dump() for one in entry.tags))
    rows = create_rows(
        Questionnaire,
        loading,
        (
            {"title": one.title, "intro": one.intro, "state": one.state, "closes_on": one.closes_on}
            for one in entry.questionnaires
        ),
    )
    tags = {one.name: one for one in AnswerTag.objects.filter(project=loading.project)}
    for row, one in zip(rows, entry.questionnaires, strict=True):
        _load_one(loading, row, one, tags)


def _load_one(
    loading: Loading, row: Questionnaire, entry: QuestionnaireEntry, tags: dict[str, AnswerTag]
) -> None:
    questions = Question.objects.bulk_create(
        Question(questionnaire=row, position=rank, **one.model_dump())
        for rank, one in enumerate(entry.questions, start=1)
    )
    clusters = AnswerCluster.objects.bulk_create(
        AnswerCluster(questionnaire=row, position=rank, name=one.name, note=one.note)
        for rank, one in enumerate(entry.clusters, start=1)
    )
    people = Respondent.objects.bulk_create(_person(loading, row, one) for one in entry.respondents)
    by_name = {one.name: one for one in clusters}
    answers, sticking = [], []
    for person, one in zip(people, entry.respondents, strict=True):
        for said in one.answers:
            answer = Answer(
                respondent=person,
                question=questions[said.question - 1],
                text=said.text,
                score=said.score,
                cluster=by_name[said.cluster] if said.cluster else None,
                important=said.important,
                note=said.note,
                answered_at=person.finished_at or person.started_at or timezone.now(),
            )
            answer.search_text = answer.searchable()  # bulk_create calls no save()
            answers.append(answer)
            sticking.append(said.tags)
    links = Answer.tags.through
    made = Answer.objects.bulk_create(answers, batch_size=1000)
    links.objects.bulk_create(
        links(answer_id=answer.pk, answertag_id=tags[name].pk)
        for answer, names in zip(made, sticking, strict=True)
        for name in names
    )


def _person(loading: Loading, row: Questionnaire, entry: RespondentEntry) -> Respondent:
    finished = _moment(entry.finished)
    started = _moment(entry.started) or finished
    if started is None and entry.answers:
        started = timezone.now()
    email = entry.email or ""
    return Respondent(
        questionnaire=row,
        name=entry.name,
        email=email,
        department=loading.departments[entry.department] if entry.department else None,
        member=loading.members.get(email),
        by_common_link=entry.common,
        started_at=started,
        finished_at=finished,
        **fresh(),
    )


def _finish(loading: Loading, entry: ListeningEntry) -> None:
    """Tie answers to what they became, once that is loaded; a name that nothing bears is left out."""
    if not any(_became(one) for one in entry.questionnaires):
        return
    named = {kind.name: kind.named(loading.project.pk) for kind in destinations()}
    rows = Questionnaire.objects.filter(project=loading.project).order_by("position")
    for row, one in zip(rows, entry.questionnaires, strict=True):
        AnswerUse.objects.bulk_create(_uses(loading, row, one, named))


def _became(one: QuestionnaireEntry) -> bool:
    said = [answer.became for person in one.respondents for answer in person.answers]
    return any([*said, *(cluster.became for cluster in one.clusters)])


def _uses(
    loading: Loading, row: Questionnaire, entry: QuestionnaireEntry, named: dict[str, dict[str, int]]
) -> list[AnswerUse]:
    uses: list[AnswerUse] = []

    def add(became: Iterable[UseEntry], source: str, quoted: str, **of: Any) -> None:
        uses.extend(
            AnswerUse(
                questionnaire=row,
                destination=one.kind,
                target_id=named[one.kind][one.name],
                source=source[:300],
                quoted=quoted,
                **of,
            )
            for one in became
            if one.name in named[one.kind]
        )

    clusters = AnswerCluster.objects.filter(questionnaire=row).order_by("position")
    for cluster, one in zip(clusters, entry.clusters, strict=True):
        add(
            one.became,
            f"Réponses réunies dans «\u00a0{cluster}\u00a0»",
            one.note or one.name,
            cluster=cluster,
        )
    answers = {
        (answer.respondent_id, answer.question.position): answer
        for answer in Answer.objects.filter(respondent__questionnaire=row).select_related(
            "question", "respondent__department"
        )
    }
    people = Respondent.objects.filter(questionnaire=row).order_by("pk")
    for person, asked in zip(people, entry.respondents, strict=True):
        for said in asked.answers:
            if said.became:
                answer = answers[person.pk, said.question]
                who = answer.respondent.source_label
                source = f"Réponse de {who} au questionnaire «\u00a0{row.title}\u00a0»"
                add(said.became, source, answer.words, answer=answer)
    return uses


def _dump(project: Project) -> ListeningEntry | None:
    tags = list(live_rows(AnswerTag, project))
    questionnaires = list(live_rows(Questionnaire, project))
    if not tags and not questionnaires:
        return None
    codes = {one.pk: one.code for one in kept_departments(project)}
    return ListeningEntry(
        tags=[TagEntry(name=one.name, colour=one.colour) for one in tags],
        questionnaires=[_dump_one(project, one, codes) for one in questionnaires],
    )


def _dump_one(project: Project, row: Questionnaire, codes: dict[int, str]) -> QuestionnaireEntry:
    questions = list(Question.objects.live().filter(questionnaire=row).order_by("position", "pk"))
    clusters = list(AnswerCluster.objects.live().filter(questionnaire=row).order_by("position", "pk"))
    uses = _dump_uses(project, row)
    ranks = {one.pk: rank for rank, one in enumerate(questions, start=1)}
    names = {one.pk: one.name for one in clusters}
    answers: dict[int, list[AnswerEntry]] = defaultdict(list)
    live_tags = Prefetch("tags", AnswerTag.objects.live().order_by("position", "pk"))
    given = Answer.objects.given().filter(respondent__questionnaire=row, question__in=ranks)
    for answer in given.prefetch_related(live_tags).order_by("respondent", "question__position", "pk"):
        answers[answer.respondent_id].append(
            AnswerEntry(
                question=ranks[answer.question_id],
                text=answer.text.strip(),
                score=answer.score,
                tags=[tag.name for tag in answer.tags.all()],
                cluster=names.get(answer.cluster_id or 0),
                important=answer.important,
                note=answer.note,
                became=uses["answer", answer.pk],
            )
        )
    return QuestionnaireEntry(
        title=row.title,
        intro=row.intro,
        state=row.state,
        closes_on=row.closes_on,
        questions=[
            QuestionEntry(**{name: getattr(one, name) for name in QuestionEntry.model_fields})
            for one in questions
        ],
        clusters=[
            ClusterEntry(name=one.name, note=one.note, became=uses["cluster", one.pk]) for one in clusters
        ],
        respondents=[
            RespondentEntry(
                name=one.name,
                email=one.email or None,
                department=codes.get(one.department_id or 0),
                common=one.by_common_link,
                started=_day(one.started_at),
                finished=_day(one.finished_at),
                answers=answers[one.pk],
            )
            for one in Respondent.objects.counting().filter(questionnaire=row).order_by("pk")
        ],
    )


def _dump_uses(project: Project, row: Questionnaire) -> dict[tuple[str, int], list[UseEntry]]:
    """What answers and clusters became, by their ids; what was put aside is left out."""
    found: dict[tuple[str, int], list[UseEntry]] = defaultdict(list)
    uses = list(AnswerUse.objects.filter(questionnaire=row))
    made = resolved(project.pk, uses)
    for use in uses:
        one = made.get(use.pk)
        if one is None or one.target.is_deleted or get(use.destination) is None:
            continue
        key = ("answer", use.answer_id) if use.answer_id else ("cluster", use.cluster_id or 0)
        found[key].append(UseEntry(kind=use.destination, name=one.target.name))
    return found


register(
    FilePart(
        "listening", ListeningEntry, _load, _dump, 110, check=_check, default=ListeningEntry, finish=_finish
    )
)
