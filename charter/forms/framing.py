"""Forms of the framing: answers to its questions, and what is noted of a preparation."""

from typing import Any

from django import forms

from charter.forms.rows import ProjectRowForm
from charter.framing_questions import Part, Question
from charter.models import FramingAnswer, PreparationTick, Project
from crmproject.toolkit.forms import CadrageForm
from crmproject.toolkit.text import one_line_end


class AnswerForm(ProjectRowForm[FramingAnswer]):
    """The answer to one question, among others of the same page: it is written only where the person changed it.

    `read` carries the text that was shown, so that an answer left alone is never taken for a change.
    """

    read = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    class Meta:
        model = FramingAnswer
        fields = ["text"]

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": question.key})
        self.question = question
        self.instance.question = question.key
        text = self.fields["text"]
        text.label, text.help_text = question.label, question.help
        text.widget.attrs["rows"] = 3
        self.fields["read"].initial = self.instance.text
        if self.instance._state.adding:
            # Two people may write the first one at the same time: the second must not pass for its reader.
            self.fields["version"].initial = 0

    @property
    def is_touched(self) -> bool:
        """Whether the person wrote something else than what was shown."""
        shown = self.data.get(self.add_prefix("read"))
        return shown is None or _folded(str(shown)) != _folded(str(self.cleaned_data["text"]))

    def context(self) -> dict[str, Any]:
        return {**super().context(), "question": self.question}

    def _row_fields(self) -> set[str]:
        return {"text"}


def _folded(text: str) -> str:
    return one_line_end(text).strip()


def answer_forms(project: Project, part: Part, rows: dict[str, FramingAnswer], data: Any) -> list[AnswerForm]:
    """One form a question of this part, in order."""
    return [
        AnswerForm(data, instance=rows.get(one.key), project=project, question=one) for one in part.questions
    ]


class TickForm(CadrageForm):
    """What is noted of a preparation; `done` is the button that was pressed."""

    note = forms.CharField(label="Remarque", required=False, max_length=500)
    done = forms.BooleanField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, key: str, tick: PreparationTick | None) -> None:
        initial = {"note": tick.note if tick else "", "version": tick.version if tick else 0}
        # Fields keep their own names: their ids alone tell the five forms of the page apart.
        super().__init__(data, initial=initial, auto_id=f"{key}-%s")
        self.key = key
        self.fields["note"].widget.attrs["placeholder"] = "Facultatif\u00a0: où en est-on\u00a0?"
