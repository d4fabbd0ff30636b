"""Reading answers to sort them: filters, one page of them with all that its rows show, participation."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from charter.models import (
    Answer,
    AnswerCluster,
    AnswerTag,
    AnswerUse,
    Department,
    Question,
    Questionnaire,
    Respondent,
)
from charter.models.answers import AnswerQuerySet

NONE = "aucun"
BY_QUESTION, BY_PERSON, BY_DEPARTMENT = "question", "personne", "service"
VIEWS = [(BY_QUESTION, "Par question"), (BY_PERSON, "Par personne"), (BY_DEPARTMENT, "Par service")]
ORDERS = {
    BY_QUESTION: ("question__position", "question_id", "respondent_id"),
    BY_PERSON: ("respondent_id", "question__position", "question_id"),
    BY_DEPARTMENT: (
        "respondent__department__position",
        "respondent__department__code",
        "question__position",
        "question_id",
        "respondent_id",
    ),
}


class AnswersFilter(forms.Form):
    """What the answers are narrowed to; an unknown value narrows nothing."""

    q = forms.CharField(
        label="Rechercher", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    question = forms.ChoiceField(label="Question", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    etiquette = forms.ChoiceField(label="Étiquette", required=False)
    regroupement = forms.ChoiceField(label="Regroupement", required=False)
    tri = forms.ChoiceField(
        label="Tri",
        required=False,
        choices=[
            ("", "Toutes"),
            ("importantes", "Importantes"),
            ("a-trier", "À trier (ni étiquette ni regroupement)"),
            ("reprises", "Reprises"),
            ("non-reprises", "Non reprises"),
        ],
    )
    personne = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, board: "Board") -> None:
        super().__init__(data)
        self._offer("question", [(str(one.pk), one.text[:80]) for one in board.questions], "Toutes")
        self._offer(
            "service", [*((one.code, one.name) for one in board.departments), (NONE, "Sans service")], "Tous"
        )
        self._offer("etiquette", [(str(one.pk), one.name) for one in board.tags], "Toutes")
        clusters = [(str(one.pk), one.name) for one in board.clusters]
        self._offer("regroupement", [*clusters, (NONE, "Aucun regroupement")], "Tous")
        self.full_clean()

    def _offer(self, name: str, choices: list[tuple[str, str]], every: str) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", every), *choices]

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self, answers: AnswerQuerySet) -> AnswerQuerySet:
        """These answers, filtered."""
        chosen = self.chosen
        if "q" in chosen:
            answers = answers.matching(chosen["q"])
        if "question" in chosen:
            answers = answers.filter(question=chosen["question"])
        if "personne" in chosen:
            answers = answers.filter(respondent=chosen["personne"])
        if "service" in chosen:
            code = chosen["service"]
            answers = (
                answers.filter(respondent__department=None)
                if code == NONE
                else answers.filter(respondent__department__code=code)
            )
        if "etiquette" in chosen:
            answers = answers.filter(tags=chosen["etiquette"])
        if "regroupement" in chosen:
            cluster = chosen["regroupement"]
            none = Q(cluster=None) | ~Q(cluster__deleted_at=None)
            answers = answers.filter(none) if cluster == NONE else answers.filter(cluster=cluster)
        return self._sorted_out(answers, chosen.get("tri", ""))

    def _sorted_out(self, answers: AnswerQuerySet, wanted: str) -> AnswerQuerySet:
        used = Exists(AnswerUse.objects.filter(answer=OuterRef("pk")))
        if wanted == "importantes":
            return answers.filter(important=True)
        if wanted == "a-trier":
            return answers.filter(Q(cluster=None) | ~Q(cluster__deleted_at=None), tags=None)
        if wanted == "reprises":
            return answers.filter(used)
        return answers.filter(~used) if wanted == "non-reprises" else answers


@dataclass
class Board:
    """What the sorting of one questionnaire offers: its questions, the project’s departments and tags, its clusters."""

    questionnaire: Questionnaire
    questions: list[Question] = field(init=False)
    departments: list[Department] = field(init=False)
    tags: list[AnswerTag] = field(init=False)
    clusters: list[AnswerCluster] = field(init=False)

    def __post_init__(self) -> None:
        one = self.questionnaire
        self.questions = list(Question.objects.live().filter(questionnaire=one))
        self.departments = list(Department.objects.live().filter(project=one.project_id))
        self.tags = list(AnswerTag.objects.live().filter(project=one.project_id))
        self.clusters = list(AnswerCluster.objects.live().filter(questionnaire=one))


def answers_of(questionnaire: Questionnaire) -> AnswerQuerySet:
    """The answers that say something, of all who began, with what their rows show."""
    live_tags = Prefetch("tags", AnswerTag.objects.live())
    found: AnswerQuerySet = Answer.objects.given().filter(respondent__questionnaire=questionnaire)
    return (
        found.select_related("respondent__department", "question", "cluster")
        .prefetch_related(live_tags, "uses")
        .defer("search_text")
    )


@dataclass(frozen=True)
class Share:
    """Participation of one department: people asked (or come by the common link), begun, finished."""

    department: str
    asked: int
    started: int
    finished: int

    @property
    def percent(self) -> int:
        """Those who finished, in hundredths of those who were asked."""
        return round(100 * self.finished / self.asked) if self.asked else 0

    @property
    def only_started(self) -> int:
        return self.started - self.finished

    @property
    def silent(self) -> int:
        return self.asked - self.started


def participation(questionnaire: Questionnaire) -> tuple[list[Share], Share]:
    """One share for each live department, in their order, one for people without any, and the total."""
    people = Respondent.objects.counting().filter(questionnaire=questionnaire)
    counted: QuerySet[Any] = (
        people.order_by()
        .values("department")
        .annotate(
            asked=Count("pk"),
            started=Count("pk", filter=~Q(started_at=None)),
            finished=Count("pk", filter=~Q(finished_at=None)),
        )
    )
    figures = {one["department"]: (one["asked"], one["started"], one["finished"]) for one in counted}
    departments = Department.objects.filter(project=questionnaire.project_id).order_by("position", "pk")
    shares = [
        Share(one.name, *figures.get(one.pk, (0, 0, 0)))
        for one in departments
        if not one.is_deleted or one.pk in figures
    ]
    if None in figures:
        shares.append(Share("Sans service", *figures[None]))
    every = list(figures.values())
    total = Share("Ensemble", *(sum(one[index] for one in every) for index in range(3)))
    return shares, total


def heard_departments(project_id: int) -> set[int]:
    """The departments from which at least one answer came, whatever the questionnaire."""
    heard = Answer.objects.given().filter(
        respondent__questionnaire__project=project_id, respondent__questionnaire__deleted_at=None
    )
    return set(heard.exclude(respondent__department=None).values_list("respondent__department", flat=True))


def by_group(answers: list[Answer], view: str) -> list[tuple[str, list[Answer]]]:
    """These answers under the headings of this view, in their order."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for one in answers:
        groups[_heading(one, view)].append(one)
    return list(groups.items())


def _heading(answer: Answer, view: str) -> str:
    if view == BY_PERSON:
        who = answer.respondent
        return f"{who.label} – {who.department.name}" if who.department else who.label
    if view == BY_DEPARTMENT:
        department = answer.respondent.department
        return department.name if department else "Sans service"
    return answer.question.text
