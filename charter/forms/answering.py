"""Forms of those who answer."""

from typing import Any, cast

from django import forms

from charter.actions.answering import Said
from charter.models import Answer, Department, Question, Questionnaire
from charter.models.answers import ANSWER_LENGTH
from charter.models.listening import QuestionKind
from crmproject.toolkit.forms import CadrageForm

NO_DEPARTMENT = "Aucun de ceux-là, ou je préfère ne pas le dire"


class DepartmentField(forms.ModelChoiceField[Department]):
    """The department of somebody who answers; nobody has to say it."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        live = Department.objects.live().filter(project=questionnaire.project_id)
        super().__init__(queryset=live, required=False, label="Votre service", empty_label=NO_DEPARTMENT)


class BeginForm(CadrageForm):
    """The department, where the invitation didn’t say it."""

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, asks_department: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if asks_department:
            self.fields["department"] = DepartmentField(questionnaire)


class JoinForm(CadrageForm):
    """Who comes by the common link."""

    name = forms.CharField(
        label="Votre nom ou votre fonction",
        max_length=160,
        required=False,
        help_text="Facultatif. «\u00a0Commercial itinérant\u00a0» suffit\u00a0: il sera lu avec vos réponses.",
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = DepartmentField(questionnaire)


class AnswerForm(CadrageForm):
    """One answer in the form that its question asks for. An empty one is allowed: nobody has to answer everything."""

    def __init__(self, *args: Any, question: Question, answer: Answer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["answer"] = _field(question)
        self.fields["answer"].help_text = question.help
        if answer is not None:
            self.initial["answer"] = (
                str(answer.score or "") if question.kind == QuestionKind.SCALE else answer.text
            )

    @property
    def typed(self) -> str:
        """What was typed, right or wrong."""
        return str(self["answer"].value() or "")

    def said(self) -> Said:
        """The answer, once the form is valid."""
        value = cast("str", self.cleaned_data["answer"])
        if self.question.kind == QuestionKind.SCALE:
            return Said(score=int(value) if value else None)
        return Said(text=value)


def _field(question: Question) -> forms.Field:
    unknown = {"invalid_choice": "Ce choix n’existe pas\u00a0: prenez-en un de la liste."}
    if question.kind == QuestionKind.CHOICE:
        choices = [(one, one) for one in question.options]
        return forms.ChoiceField(
            label=question.text,
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
            error_messages=unknown,
        )
    if question.kind == QuestionKind.SCALE:
        low, high = question.ends
        words = {1: f"1 – {low}", 5: f"5 – {high}"}
        return forms.ChoiceField(
            label=question.text,
            choices=[(str(score), words.get(score, str(score))) for score in range(1, 6)],
            required=False,
            widget=forms.RadioSelect,
            error_messages=unknown,
        )
    return forms.CharField(
        label=question.text,
        required=False,
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7, "data-autofocus": ""}),
        error_messages={
            "max_length": "Votre réponse a %(show_value)d caractères\u00a0: %(limit_value)d au plus. Raccourcissez-la, "
            "ou partagez-la avec une autre question."
        },
    )
