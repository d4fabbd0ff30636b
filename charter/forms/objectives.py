"""Forms of the objectives: the blanks of the one sentence, and the SMART grid."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.html import format_html

from charter import smart
from charter.forms.fields import FrenchDecimalField
from charter.forms.rows import ProjectRowForm, refuse_twin_in_trash
from charter.models import OperationalObjective, Project, StrategicObjective
from charter.sentences import BLANKS, compose
from charter.smart import CRITERIA, Goal, Judgement, Lack

LEGEND = "<span class='smart-letter' aria-hidden='true'>{}</span> {} <span class='smart-question'>{}</span>"


def next_objective_ref(project: Project) -> str:
    """« OP-4 » when the highest reference ever given is OP-3, deleted ones included."""
    refs = OperationalObjective.objects.filter(project=project).values_list("ref", flat=True)
    numbers = [int(found[1]) for found in (re.fullmatch(r"OP-(\d+)", ref) for ref in refs) if found]
    return f"OP-{max(numbers, default=0) + 1}"


@dataclass(frozen=True)
class Sentence:
    """The sentence as it would be kept: what the blanks compose, and what somebody made of it."""

    composed: str
    wording: str
    is_outdated: bool

    @property
    def shown(self) -> str:
        return self.wording or self.composed


class StrategicObjectiveForm(ProjectRowForm[StrategicObjective]):
    """The blanks, and the sentence touched up. It knows which blanks the touching up was made from."""

    worked_out: ClassVar[frozenset[str]] = frozenset({"worded_from"})

    class Meta:
        model = StrategicObjective
        fields = [*BLANKS, "wording"]
        help_texts = {
            "key": "Un verbe à l’infinitif\u00a0: «\u00a0améliorer le suivi de…\u00a0»",
            "teams": "«\u00a0les équipes commerciales et le service client\u00a0»",
            "benefits": "Des verbes à l’infinitif\u00a0: «\u00a0centraliser… et automatiser…\u00a0»",
            "results": "«\u00a0un meilleur taux de conversion et moins de relances oubliées\u00a0»",
            "reinforces": "«\u00a0la collaboration entre services\u00a0»",
            "ambition": "Un verbe à l’infinitif\u00a0: «\u00a0soutenir la croissance de…\u00a0»",
            "wording": "Vide\u00a0: la phrase composée est gardée, et suit les réponses.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["rows"] = 2
        self.fields["wording"].widget.attrs["rows"] = 4
        one = self.instance
        self._before = (one.wording, one.worded_from, one.composed)
        if one._state.adding:
            # Two people may write the first one at the same time: the second must not pass for its reader.
            self.fields["version"].initial = 0

    def clean_wording(self) -> str:
        """Nothing when it says what the blanks compose: it then goes on following them."""
        wording = " ".join(str(self.cleaned_data["wording"]).split())
        return "" if wording == self._composed() else wording

    def _composed(self) -> str:
        return compose({name: str(self.cleaned_data.get(name, "")) for name in BLANKS})

    def sentence(self) -> Sentence:
        """The sentence that this form would keep, sent or not."""
        if not self.is_bound:
            one = self.instance
            return Sentence(one.composed, one.wording, one.is_outdated)
        self.is_valid()
        wording, composed = str(self.cleaned_data.get("wording", "")), self._composed()
        return Sentence(composed, wording, bool(wording) and self._origin(wording, composed) != composed)

    def _origin(self, wording: str, composed: str) -> str:
        """What the blanks composed when this wording was written; the person may confirm it as it stands."""
        former, origin, stood_beside = self._before
        if not wording:
            return ""
        if wording != former or "keep" in self.data:
            return composed
        return origin or stood_beside

    def save_row(self) -> StrategicObjective | None:
        one = self.instance
        one.worded_from = self._origin(one.wording, one.composed)
        return super().save_row()


class OperationalObjectiveForm(ProjectRowForm[OperationalObjective]):
    """An objective, its fields grouped by the letter of the SMART grid that they answer."""

    baseline = FrenchDecimalField(
        label="Valeur de départ",
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text="«\u00a01\u00a0234,50\u00a0» ou «\u00a012k\u00a0»\u00a0; vide si elle reste à mesurer.",
    )
    target = FrenchDecimalField(label="Cible", required=False, max_digits=14, decimal_places=2)

    class Meta:
        model = OperationalObjective
        fields = [
            "ref", "department", "horizon", "title", "crm_action", "expected", "measure", "baseline",
            "target", "unit", "how", "relevance", "due",
        ]  # fmt: skip
        help_texts = {
            "title": "Un seul résultat, nommé avec précision.",
            "measure": "Ce que l’on compte\u00a0: «\u00a0délai de première réponse\u00a0».",
            "due": "Un objectif sans cible chiffrée ou sans échéance est signalé.",
            "relevance": "En quoi il sert l’objectif stratégique.",
        }
        widgets = {
            "crm_action": forms.Textarea(attrs={"rows": 2}),
            "expected": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("ref", next_objective_ref(self.project))

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        beside = {"department", "horizon", "baseline", "target", "unit"}
        groups = [
            Fieldset(
                format_html(LEGEND, one.letter, one.name, one.question),
                *_side_by_side(one.fields, beside),
                css_id=f"smart-{one.letter}",
                css_class="smart-group",
            )
            for one in CRITERIA
        ]
        beginning = ["ref", Div("department", "horizon", css_class="field-row")]
        helper.layout = Layout(*beginning, *groups, "version")
        return helper

    def clean_ref(self) -> str:
        ref = str(self.cleaned_data["ref"])
        refuse_twin_in_trash(self.instance, "ref", ref, "Un objectif supprimé porte cette référence")
        return ref

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, reason in smart.contradictions(Goal.from_values(data, self._start)).items():
            self.add_error(name, reason)
        return data

    @property
    def _start(self) -> date:
        return self.project.start

    def judgements(self) -> list[Judgement]:
        """What the grid lacks: of the row as it stands, or of what was sent, refused values included."""
        if not self.is_bound:
            return smart.judge(Goal.of(self.instance, self._start))
        self.is_valid()
        judged = smart.judge(Goal.from_values(self.cleaned_data, self._start))
        return [Judgement(one.criterion, self._refused(one) or one.lacks) for one in judged]

    def _refused(self, one: Judgement) -> list[Lack]:
        """What was typed and can’t stand, in the words of the field."""
        return [
            Lack(f"{self.fields[name].label}\u00a0: {reason}", grave=True)
            for name in one.criterion.fields
            if str(self[name].value() or "").strip()
            for reason in self.errors.get(name, [])
        ]


def _side_by_side(names: tuple[str, ...], beside: set[str]) -> list[Any]:
    """The fields in order, those that are short on one line."""
    short = [name for name in names if name in beside]
    if len(short) < 2:
        return list(names)
    long = [name for name in names if name not in beside]
    return [*long, Div(*short, css_class="field-row")]
